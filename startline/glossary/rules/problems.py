"""What is wrong with a content file, by file and line. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault of a file; `is_waiting` when it only waits for another page to be written."""

    path: str
    line: int
    message: str
    is_waiting: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class UnreadableError(ValueError):
    """A file that cannot become a page: it is left out, and the others are served."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
