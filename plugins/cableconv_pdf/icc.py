"""The sRGB colour profile (IEC 61966-2-1) that PDF/A wants in a file, made from its published numbers.

The format is ICC.1:2010 (version 4.3). Only gray is used on the pages; the profile says what it looks like.
"""

import struct
from collections.abc import Sequence
from functools import cache

#: White and primaries of sRGB, adapted to the profile connection space's D50.
_D50 = (0.9642, 1.0, 0.8249)
_RED = (0.43604, 0.22249, 0.01392)
_GREEN = (0.38512, 0.71690, 0.09706)
_BLUE = (0.14305, 0.06061, 0.71393)
#: The adaptation from D65 to D50 (Bradford).
_ADAPTATION = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
#: The transfer curve: gamma, a, b, c, d of ICC's parametric curve type 3.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _fixed(values: Sequence[float]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _text(text: str) -> bytes:
    data = text.encode("utf-16-be")
    return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(data), 28) + data


@cache
def srgb_profile() -> bytes:
    """Return the profile."""
    curve = struct.pack(">4s4xHxx", b"para", 3) + _fixed(_CURVE)
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": b"XYZ \0\0\0\0" + _fixed(_D50),
        b"chad": b"sf32\0\0\0\0" + _fixed(_ADAPTATION),
        b"rXYZ": b"XYZ \0\0\0\0" + _fixed(_RED),
        b"gXYZ": b"XYZ \0\0\0\0" + _fixed(_GREEN),
        b"bXYZ": b"XYZ \0\0\0\0" + _fixed(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += struct.pack(">4sII", name, start + len(data), len(value))
        data += value + b"\0" * (-len(value) % 4)
    header = struct.pack(
        ">I4xI4s4s4s6H4s24xI12s48x",
        start + len(data),
        0x04300000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2000, 1, 1, 0, 0, 0),  # a date is required; this one says nothing
        b"acsp",
        0,
        _fixed(_D50),
    )
    return header + table + data
