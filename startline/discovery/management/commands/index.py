"""`startline index`: write the search index anew."""

from django.core.management.base import BaseCommand

from startline.core.clock import now
from startline.discovery.services.indexing import rebuild_index


class Command(BaseCommand):
    """The site does this by itself; by hand it helps after a database was put back."""

    help = "Write the search index anew from the database."

    def handle(self, *args: object, **options: object) -> None:
        """Build, and say where."""
        self.stdout.write(f"Index written: {rebuild_index(now()).name}")
