"""`startline openapi`: print the contract, to be kept as the snapshot after a change."""

import json

from django.core.management.base import BaseCommand

from startline.api.contract import description


class Command(BaseCommand):
    """Write it into startline/api/openapi.json once the change is meant."""

    help = "Print the OpenAPI document of the REST API."

    def handle(self, *args: object, **options: object) -> None:
        """One document, indented, so that a change reads well."""
        self.stdout.write(json.dumps(description(), indent=1, ensure_ascii=False))
