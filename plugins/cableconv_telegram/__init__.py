"""Raw telegrams: the grammar of the State Department's cables.

What readers of other copies of a telegram build upon: they set aside what is not the telegram's with `cut_script` and
have the rest parsed by `parse_telegram`. The grammar is imported when the first of them is used: to list this plugin's
formats takes none of it.
"""

from typing import TYPE_CHECKING

from cableconv.lazy import lazy

if TYPE_CHECKING:
    from cableconv_telegram.messages import split_messages
    from cableconv_telegram.parse import is_telegram_start, parse_telegram
    from cableconv_telegram.script import PILCROW, Cut, Script, cut_script, disjoint_cuts, plain_cuts
    from cableconv_telegram.stations import canonical_station, full_year, message_id

__all__ = [
    "PILCROW",
    "Cut",
    "Script",
    "canonical_station",
    "cut_script",
    "disjoint_cuts",
    "full_year",
    "is_telegram_start",
    "message_id",
    "parse_telegram",
    "plain_cuts",
    "split_messages",
]

lazy(
    __name__,
    {
        "messages": ("split_messages",),
        "parse": ("is_telegram_start", "parse_telegram"),
        "script": ("PILCROW", "Cut", "Script", "cut_script", "disjoint_cuts", "plain_cuts"),
        "stations": ("canonical_station", "full_year", "message_id"),
    },
)
