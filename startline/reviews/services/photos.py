"""Photos of a review: kept as files under names nobody can guess, gone with it."""

import datetime as dt
import re
import secrets
from collections.abc import Iterator
from functools import partial
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.tasks import task

from startline.core.clock import now as clock_now
from startline.core.refusals import Refusal
from startline.reviews.models import Photo, Review
from startline.reviews.services.pictures import (
    SIZES,
    NoPictureError,
    TooManyPixelsError,
    picture_from,
)

MOST_BYTES = 15 * 1024 * 1024
MOST_PHOTOS = 4
NAME = re.compile(r"[A-Za-z0-9_-]{32}")
LEFT_BEHIND = dt.timedelta(hours=24)
BATCH = 200


class PhotoError(Refusal):
    """A file that is no photo we take; `why`: too_large, no_picture, too_many_pixels, enough."""

    code = "photo"


class PhotoGoneError(Refusal):
    """The file is not there."""

    code = "photo_gone"


def keep_photo(review: Review, file: UploadedFile[bytes], *, words: str, now: dt.datetime) -> Photo:
    """Write a photo anew in all sizes and hang it under a review. Raises PhotoError."""
    if review.photos.count() >= MOST_PHOTOS:
        raise PhotoError(why="enough", name=file.name)
    body = file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise PhotoError(why="too_large", name=file.name)
    try:
        picture = picture_from(body)
    except (NoPictureError, TooManyPixelsError) as error:
        raise PhotoError(why=error.code, name=file.name) from error
    name = secrets.token_urlsafe(24)
    folder().mkdir(mode=0o700, exist_ok=True)
    for size, written in picture.bodies.items():
        path_of(name, size).write_bytes(written)
    return Photo.objects.create(
        review=review, name=name, words=words, width=picture.width, height=picture.height,
        made_at=now,
    )  # fmt: skip


def folder() -> Path:
    """Where photos lie."""
    return Path(settings.STATE) / "photos"


def path_of(name: str, size: str) -> Path:
    """The file of a photo in a size."""
    return folder() / f"{name}-{size}.webp"


def read_photo(photo: Photo, size: str) -> bytes:
    """The file of a photo. Raises PhotoGoneError."""
    try:
        return path_of(photo.name, size).read_bytes()
    except FileNotFoundError as error:
        raise PhotoGoneError from error


@transaction.atomic
def remove_photo(photo: Photo) -> None:
    """Take one photo away, row and files; twice changes nothing."""
    Photo.objects.filter(pk=photo.pk).delete()
    _unlink_later(photo.name)


def drop_photos(review: Review) -> None:
    """Delete the files of a review that is erased, once that is sure."""
    for name in review.photos.values_list("name", flat=True):
        _unlink_later(name)


def _unlink_later(name: str) -> None:
    if NAME.fullmatch(name):
        for size in SIZES:
            path = path_of(name, size)
            transaction.on_commit(partial(path.unlink, missing_ok=True))


def left_behind(now: dt.datetime) -> Iterator[Path]:
    """Files older than a day that belong to no photo: a crash came between file and row."""
    limit = (now - LEFT_BEHIND).timestamp()
    paths = folder().iterdir() if folder().is_dir() else iter(())
    old = sorted(path for path in paths if path.stat().st_mtime < limit)
    for batch in batched(old, BATCH):
        names = {path.name.rpartition("-")[0] for path in batch}
        known = set(Photo.objects.filter(name__in=names).values_list("name", flat=True))
        yield from (path for path in batch if path.name.rpartition("-")[0] not in known)


@task
def sweep_photos() -> int:
    """The schedule's job: delete what was left behind; how many files."""
    gone = list(left_behind(clock_now()))
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)
