"""The answer to a log, computed in memory and forgotten: nothing is kept, nothing is logged."""

import datetime as dt

from startline.recovery.rules.asked import asked
from startline.recovery.rules.report import Report, report
from startline.recovery.services.setting import site_mode


def answer_to(body: bytes, now: dt.datetime) -> Report:
    """The report on the log of a request's body at `now`, in the site's setting.

    UnreadableLogError names every fault by its place; no word of the log is in it.
    """
    question = asked(body, now)
    return report(question.log, question.now, site_mode(question.now.date()))
