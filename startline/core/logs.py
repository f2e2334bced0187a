"""Log lines as JSON, without personal data."""

import json
import logging


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message; no address, no query, no body."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class FewLines(logging.Filter):
    """Leaves out that a job began and ended well: the schedule would write thirty lines a minute.

    The worker sets the level of that logger itself, so the level cannot say it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        return record.name != "django.tasks" or record.levelno >= logging.WARNING
