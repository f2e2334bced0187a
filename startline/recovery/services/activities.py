"""Activity files read for the reader to confirm; nothing is kept."""

from collections.abc import Iterable

from startline.recovery.adapters.files import Found, read_file
from startline.recovery.rules.activities import distinct

MOST_BYTES = 32 * 2**20  # of one upload, packed or not


def read_activities(files: Iterable[tuple[str, bytes]]) -> Found:
    """The activities of these files (name, content), each run once; what was refused, and why.

    Read in memory and forgotten. Raises nothing on any content.
    """
    found = [read_file(name, content) for name, content in files]
    activities = distinct(one for each in found for one in each.activities)
    return Found(activities, tuple(no for each in found for no in each.refused))
