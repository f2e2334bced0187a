"""One style sheet for the reader, many files for the writer.

The files of core and of every room (`static/<room>/css/*.css`) are joined into
`core/css/site.css`. Cascade layers decide what wins, so the order of files inside a layer is
free: tokens come first because they name the layers, then the rest by path.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, overload

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SITE_CSS = "core/css/site.css"
PACKAGE = "startline."
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def style_files() -> list[Path]:
    """Every style file, in the order in which they are joined."""
    folders = [
        Path(app.path) / "static" / app.label / "css"
        for app in apps.get_app_configs()
        if app.name.startswith(PACKAGE)
    ]
    files = [file for folder in folders for file in sorted(folder.rglob("*.css"))]
    return sorted(files, key=lambda file: (file.name != "tokens.css", "core" not in file.parts))


def joined_styles() -> str:
    """The whole style sheet as text, without the comments and the indents of its sources."""
    whole = "\n".join(file.read_text(encoding="utf-8") for file in style_files())
    lines = (line.strip() for line in COMMENT.sub("", whole).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


class SiteCssFinder(BaseFinder):
    """Finds one file, `core/css/site.css`, and writes it into the state folder when it is stale."""

    @overload
    def find(self, path: str, find_all: Literal[False] = ...) -> str | None: ...
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:  # noqa: FBT001, FBT002  -- Django asks so
        """Where the joined file lies; nothing for any other path. Django's own signature."""
        if path != SITE_CSS:
            return []
        found = str(write_joined(settings.STATE / "joined"))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The one file, fresh."""
        folder = settings.STATE / "joined"
        write_joined(folder)
        yield SITE_CSS, FileSystemStorage(location=folder)


def write_joined(folder: Path) -> Path:
    """Write the joined style sheet below a folder, whole or not at all; returns where it lies."""
    target = folder / SITE_CSS
    styles = joined_styles()
    if target.exists() and target.read_text(encoding="utf-8") == styles:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}")
    fresh.write_text(styles, encoding="utf-8")
    return fresh.replace(target)
