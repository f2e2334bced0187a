"""Which start times are to be believed."""

import datetime as dt


def believable(at: dt.datetime | None, end: dt.datetime | None) -> dt.datetime | None:
    """The time of a start, unless it is midnight, the end itself, or no multiple of five minutes.

    Site software fills a missing time with the minute in which the entry was written (17:16,
    ending at 17:16); nobody starts a race then.
    """
    if at is None or at.time() == dt.time() or at.minute % 5 or at.second:
        return None
    return None if end is not None and end == at else at
