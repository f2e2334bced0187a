"""Hashed names for static files in production, also for what our modules import."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """A script that changes gets a new name, and so does every script that imports it."""

    support_js_module_import_aggregation = True
