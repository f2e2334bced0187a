"""The one place that reads the clock. Views, commands and jobs ask; everything below is told."""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """This instant, UTC; with STARTLINE_TODAY set, the same time of day on that day."""
    real = timezone.now()
    pinned: dt.date | None = settings.TODAY
    if pinned is None:
        return real
    return dt.datetime.combine(pinned, real.time(), tzinfo=dt.UTC)


def today(zone: str = "UTC") -> dt.date:
    """The calendar day it is now in an IANA zone."""
    return now().astimezone(zoneinfo.ZoneInfo(zone)).date()
