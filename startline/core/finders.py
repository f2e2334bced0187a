"""One style sheet for the reader, many files for the writer.

The files of core and of every room (`static/<room>/css/*.css`) are joined into
`core/css/site.css`. Cascade layers decide what wins, so the order of files inside a layer is
free: tokens come first because they name the layers, then the rest by path.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

SITE_CSS = "core/css/site.css"
PACKAGE = "startline."


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
    """The whole style sheet as text."""
    return "\n".join(file.read_text(encoding="utf-8").strip() for file in style_files()) + "\n"


class SiteCssFinder(BaseFinder):
    """Finds one file, `core/css/site.css`, and writes it into the state folder when it is stale."""

    def __init__(self) -> None:
        self.storage = FileSystemStorage(location=settings.STATE / "joined")

    def find(self, path: str, find_all: bool = False) -> str | list[str]:  # noqa: FBT001, FBT002  -- Django's own signature
        """Where the joined file lies, or an empty list for any other path."""
        if path != SITE_CSS:
            return []
        found = self.storage.path(SITE_CSS)
        self._write(Path(found))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """The one file, fresh."""
        self._write(Path(self.storage.path(SITE_CSS)))
        yield SITE_CSS, self.storage

    def check(self, **kwargs: object) -> "list[CheckMessage]":  # type: ignore[valid-type]
        """Nothing to configure, nothing to warn of."""
        return []

    def _write(self, target: Path) -> None:
        styles = joined_styles()
        if target.exists() and target.read_text(encoding="utf-8") == styles:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(".fresh")
        fresh.write_text(styles, encoding="utf-8")
        fresh.replace(target)
