"""Which source a file belongs to, read from its name. Pure.

Snapshots of one site must come to one name whatever day they carry: `roadrun_marathons_2026-08-02`
and `roadrun_marathons` are both "roadrun".
"""

import re
from pathlib import PurePosixPath

# Words that say what a file is, not whose.
_PLAIN = frozenset(
    "data event events race races list lists listing listings calendar calendars fixtures feed "
    "feeds export table special cancellation cancellations union index json csv ics ical jsonld "
    "html pages samples run running marathons page file files download all".split()
)
_FAMILIES = {"ical": "ical:", "jsonld": "page:", "html": "page:", "jsonld_lines": "page:"}


def source_slug(name: str) -> str:
    """The first telling word of the file's name, else of its folders', nearest first."""
    path = PurePosixPath(name.replace("\\", "/"))
    for part in (path.name.split(".")[0], *(p.name for p in path.parents)):
        for word in re.findall(r"[^\W\d_]{2,}", part.lower()):
            if word not in _PLAIN and word.isascii():
                return word[:60]
    return "files"


def record_key(kind: str, key: str) -> str:
    """One site's calendar and its pages number their records apart; so do we."""
    return f"{_FAMILIES.get(kind, '')}{key}"[:190]
