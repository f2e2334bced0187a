"""Photos: written anew, or refused."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from startline.reviews.models import Photo
from startline.reviews.services.photos import (
    MOST_PHOTOS,
    PhotoError,
    folder,
    keep_photo,
    left_behind,
    path_of,
)
from startline.reviews.tests.make import LATER, make_race, make_review, make_runner, photo

pytestmark = pytest.mark.django_db


def test_a_photo_is_written_anew_without_place_and_camera() -> None:
    review = make_review(make_runner(make_race()))
    sent = SimpleUploadedFile("IMG.JPG", photo(3000, 2000, exif=True))

    made = keep_photo(review, sent, words="", now=LATER)

    assert (made.width, made.height) == (1067, 1600)  # turned upright
    for size, longest in (("large", 1600), ("small", 480)):
        body = path_of(made.name, size).read_bytes()
        with Image.open(path_of(made.name, size)) as image:
            assert (image.format, max(image.size)) == ("WEBP", longest)
            assert not image.getexif()
        assert b"SecretCamera" not in body


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"PK\x03\x04 a zip that says it is a photo", "no_picture"),
        (photo()[:300], "no_picture"),
        (b"GIF89a" + b"\0" * 40, "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (b"", "no_picture"),
    ],
)
def test_what_is_no_photo_is_refused(body: bytes, why: str) -> None:
    review = make_review(make_runner(make_race()))

    with pytest.raises(PhotoError) as said_no:
        keep_photo(review, SimpleUploadedFile("x.jpg", body), words="", now=LATER)

    assert said_no.value.numbers["why"] == why
    assert not Photo.objects.exists()
    assert list(left_behind(LATER)) == []


def test_a_bomb_of_twenty_thousand_pixels_is_refused_before_it_is_decoded() -> None:
    review = make_review(make_runner(make_race()))
    head = bytearray(photo(60, 40, "PNG"))
    head[16:24] = (20_000).to_bytes(4) * 2  # width and height in the header
    tall = photo(1, 16_001, "PNG")

    for body in (bytes(head), tall):
        with pytest.raises(PhotoError) as said_no:
            keep_photo(review, SimpleUploadedFile("b.png", body), words="", now=LATER)
        assert said_no.value.numbers["why"] in {"too_many_pixels", "no_picture"}
    assert said_no.value.numbers["why"] == "too_many_pixels"


def test_four_photos_are_enough_and_files_without_a_photo_are_swept() -> None:
    review = make_review(make_runner(make_race()))
    for _ in range(MOST_PHOTOS):
        keep_photo(review, SimpleUploadedFile("a.jpg", photo()), words="", now=LATER)

    with pytest.raises(PhotoError):
        keep_photo(review, SimpleUploadedFile("a.jpg", photo()), words="", now=LATER)
    stray = folder() / f"{'x' * 32}-small.webp"
    stray.write_bytes(b"")
    written = dt.datetime.fromtimestamp(stray.stat().st_mtime, dt.UTC)
    assert list(left_behind(written + dt.timedelta(days=2))) == [stray]
    assert list(left_behind(written)) == []
