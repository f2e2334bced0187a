"""The library as the site reads it: once, from the content folder that is set."""

import functools
from pathlib import Path

from django.conf import settings

from startline.glossary.rules.library import Library, library_at


def library() -> Library:
    """All pages of the glossary; read at the first call, then kept."""
    return _library_at(settings.KNOWLEDGE)


@functools.lru_cache(maxsize=2)
def _library_at(content: Path) -> Library:
    return library_at(content)
