"""What a tour saw, told as docs/tour.md with a picture for each stop."""

import io
import os
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.text import slugify
from PIL import Image
from playwright.sync_api import Page

DOCS = settings.ROOT / "docs"
PICTURES = DOCS / "tour"


@dataclass
class Tour:
    """What was seen so far: a name for the picture, a title, and a sentence or two."""

    steps: list[tuple[str, str, str]] = field(default_factory=list)

    def see(self, page: Page, title: str, words: str, *, at: str = "") -> None:
        """One stop; its picture is taken where the tour is being written, from the page's top."""
        name = f"{len(self.steps) + 1:02d}-{slugify(title)}.webp"
        self.steps.append((name, title, words))
        if os.environ.get("WRITE_TOUR"):
            PICTURES.mkdir(exist_ok=True)
            page.evaluate(
                "at => scrollTo(0, at ? document.querySelector(at).offsetTop - 60 : 0)", at
            )
            shot = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
            shot.convert("RGB").save(PICTURES / name, "WEBP", quality=72, method=6)

    def text(self) -> str:
        """docs/tour.md."""
        parts = [
            f"## {number}. {title}\n\n{words}\n\n![{title}](tour/{name})\n"
            for number, (name, title, words) in enumerate(self.steps, 1)
        ]
        head = (
            "# A tour\n\nOne journey through the whole product, walked by "
            "`tests/browser/test_tour.py` in a real browser. `make tour` walks it again and takes "
            "the pictures anew.\n"
        )
        return "\n".join([head, *parts])


def keep(tour: Tour) -> None:
    """Write the page that tells of it where that is wanted, and take away older pictures."""
    if os.environ.get("WRITE_TOUR"):
        (DOCS / "tour.md").write_text(tour.text(), encoding="utf-8")
        for old in {path.name for path in PICTURES.iterdir()} - {step[0] for step in tour.steps}:
            (PICTURES / old).unlink()
