"""The sRGB colour profile (IEC 61966-2-1) that PDF/A wants in a file, made from its published numbers.

The format is that of version 2, which every reader of PDF knows (ICC.1:1998-09; ``chad`` is of ICC.1:2001-04). Only
gray is used on the pages; the profile says what it looks like.
"""

import struct
from collections.abc import Sequence

#: White and primaries of sRGB, adapted to the profile connection space's D50.
_D50 = (0.9642, 1.0, 0.8249)
_RED = (0.43604, 0.22249, 0.01392)
_GREEN = (0.38512, 0.71690, 0.09706)
_BLUE = (0.14305, 0.06061, 0.71393)
#: The adaptation from D65 to D50 (Bradford).
_ADAPTATION = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
#: Points of the transfer curve.
_POINTS = 256


def _fixed(values: Sequence[float]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _text(text: bytes) -> bytes:
    return b"text\0\0\0\0" + text + b"\0"


def _description(text: bytes) -> bytes:
    # Its forms in Unicode and in the script of a Macintosh are left empty.
    return struct.pack(">4s4xI", b"desc", len(text) + 1) + text + bytes(1 + 4 + 4 + 2 + 1 + 67)


def _curve() -> bytes:
    """Return the transfer curve, from what a file has to light."""
    values = (n / (_POINTS - 1) for n in range(_POINTS))
    light = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return struct.pack(f">4s4xI{_POINTS}H", b"curv", _POINTS, *(round(part * 65535) for part in light))


def srgb_profile() -> bytes:
    """Return the profile."""
    tags = {
        b"desc": _description(b"sRGB"),
        b"cprt": _text(b"No copyright, use freely"),
        b"wtpt": b"XYZ \0\0\0\0" + _fixed(_D50),
        b"chad": b"sf32\0\0\0\0" + _fixed(_ADAPTATION),
        b"rXYZ": b"XYZ \0\0\0\0" + _fixed(_RED),
        b"gXYZ": b"XYZ \0\0\0\0" + _fixed(_GREEN),
        b"bXYZ": b"XYZ \0\0\0\0" + _fixed(_BLUE),
        b"rTRC": _curve(),
        b"gTRC": _curve(),
        b"bTRC": _curve(),
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}  # the three curves are one
    for name, value in tags.items():
        if value not in places:
            places[value] = start + len(data)
            data += value + b"\0" * (-len(value) % 4)
        table += struct.pack(">4sII", name, places[value], len(value))
    header = struct.pack(
        ">I4xI4s4s4s6H4s24xI12s48x",
        start + len(data),
        0x02000000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2000, 1, 1, 0, 0, 0),  # a date is required; this one says nothing
        b"acsp",
        0,
        _fixed(_D50),
    )
    return header + table + data
