"""Uploads that must never touch the disk: held in memory up to a limit, refused beyond it."""

from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict


class InMemoryOnly(MemoryFileUploadHandler):
    """Takes every file into memory, however large; the limit was looked at before."""

    def handle_raw_input(self, *parts: Any, **more: Any) -> None:
        """Django would let large files go on to the next handler, the disk."""
        self.activated = True


class TooLargeError(Exception):
    """More bytes than are taken at once."""

    code = "too_large"


def files_in_memory(request: HttpRequest, most: int) -> list[tuple[str, bytes]]:
    """Name and content of every uploaded file; raises TooLargeError past `most` bytes in all.

    Must be called before anything reads the request's form.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > most:
        raise TooLargeError
    request.upload_handlers = [InMemoryOnly(request)]
    try:
        sent: MultiValueDict[str, Any] = request.FILES
    except (StopUpload, TooManyFilesSent) as error:
        raise TooLargeError from error
    return [(file.name or "", file.read()) for files in sent.lists() for file in files[1]]
