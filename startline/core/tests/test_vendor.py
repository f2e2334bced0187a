"""What others wrote is exactly what they published."""

import hashlib
import tomllib
from pathlib import Path

from django.conf import settings

VENDOR = settings.PACKAGE / "core/static/vendor"
LISTED = tomllib.loads((VENDOR / "vendor.toml").read_text())["file"]


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file, or of all files of a folder, joined in the order of their names."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def test_every_vendored_file_has_the_hash_that_was_written_down() -> None:
    changed = [
        entry["path"] for entry in LISTED if fingerprint(VENDOR / entry["path"]) != entry["sha256"]
    ]

    assert changed == []


def test_every_vendored_file_is_listed_with_its_licence() -> None:
    folders = [VENDOR, VENDOR.parent / "core/fonts", VENDOR.parent / "core/map"]
    lying = {
        file.resolve()
        for folder in folders
        for file in folder.iterdir()
        if file.suffix not in {".toml", ".txt"}
    }

    assert lying == {(VENDOR / entry["path"]).resolve() for entry in LISTED}
    assert all(entry["licence"] and entry["origin"] and entry["version"] for entry in LISTED)
