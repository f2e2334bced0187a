"""The tables of race week, split by noun. Import from the module that holds the table."""

from startline.raceday.models import desks, numbers, papers

__all__ = ["desks", "numbers", "papers"]
