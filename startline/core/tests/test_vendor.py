"""What others wrote is exactly what they published."""

import hashlib
import tomllib

from django.conf import settings

VENDOR = settings.PACKAGE / "core/static/vendor"
LISTED = tomllib.loads((VENDOR / "vendor.toml").read_text())["file"]


def test_every_vendored_file_has_the_hash_that_was_written_down() -> None:
    changed = [
        entry["path"]
        for entry in LISTED
        if hashlib.sha256((VENDOR / entry["path"]).read_bytes()).hexdigest() != entry["sha256"]
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
