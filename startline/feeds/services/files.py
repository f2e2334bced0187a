"""One file that a director hands over: the race it describes, if any of our readers finds one."""

from startline.feeds.adapters.files import ReadError, read_bytes
from startline.feeds.rules.listing import Listing


def read_listing(name: str, data: bytes) -> Listing | None:
    """The first race of a file of any format we read; None where there is none."""
    try:
        readings = read_bytes(name, data)
    except ReadError:
        return None
    return next((one for reading in readings for one in reading.listings), None)
