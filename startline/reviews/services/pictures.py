"""Photos as people send them, written anew: upright, smaller, and without what a camera adds.

Nothing of the file is passed on but its pixels: no place, no camera, no thumbnail, no comment.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from startline.core.later import loaded_when_used

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image, ImageOps = loaded_when_used("PIL.Image"), loaded_when_used("PIL.ImageOps")

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
"""More than any phone takes; a bomb is refused by its header, before a pixel is decoded."""
MOST_SIDE = 16_000
SIZES = {"large": 1600, "small": 480}
"""The longer side of each size, in pixels."""
QUALITY = 80


class NoPictureError(Exception):
    """Not a JPEG, PNG or WebP, or a broken one."""

    code = "no_picture"


class TooManyPixelsError(Exception):
    """More pixels than are decoded."""

    code = "too_many_pixels"


@dataclass(frozen=True)
class Picture:
    """A photo in all sizes as WebP, and the pixels of the large one."""

    bodies: dict[str, bytes]
    width: int
    height: int


def picture_from(body: bytes) -> Picture:
    """Decode a photo and write it anew. Raises NoPictureError, TooManyPixelsError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # measured below
            return _written(Image.open(io.BytesIO(body), formats=FORMATS))
    except Image.DecompressionBombError as error:
        raise TooManyPixelsError from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise NoPictureError from error


def _written(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PIXELS or max(image.size) > MOST_SIDE:
        raise TooManyPixelsError
    largest = max(SIZES.values())
    image.draft("RGB", (largest, largest))  # a JPEG is decoded no larger than it is needed
    upright = ImageOps.exif_transpose(image)
    plain = Image.new("RGB", upright.size, "white")  # a new picture holds pixels alone
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        with_holes = upright.convert("RGBA")
        plain.paste(with_holes, mask=with_holes.getchannel("A"))
    else:
        plain.paste(upright.convert("RGB"))
    bodies: dict[str, bytes] = {}
    width = height = 0
    for name, side in sorted(SIZES.items(), key=lambda size: -size[1]):
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        if not bodies:
            width, height = plain.size
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=QUALITY, method=4)
        bodies[name] = out.getvalue()
    return Picture(bodies, width, height)
