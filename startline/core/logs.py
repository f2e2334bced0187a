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
