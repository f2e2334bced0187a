"""`startline payments selftest`: the operator's first test key against the real Stripe."""

import os
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError, CommandParser

from startline.core.clock import now
from startline.payments.rules.provider import ProviderDownError, ProviderSaysNoError
from startline.payments.services.selftest import LiveKeyError, walk


class Command(BaseCommand):
    """Asks for the key, or takes it from STRIPE_TEST_KEY; it is neither stored nor shown."""

    help = "Walk the way of a payment with a Stripe test key."

    def add_arguments(self, parser: CommandParser) -> None:
        """One word: what to do."""
        parser.add_argument("deed", choices=["selftest"])

    def handle(self, *args: object, **options: object) -> None:
        """Print each step; end with an error when one went otherwise than expected."""
        secret = os.environ.get("STRIPE_TEST_KEY") or getpass("Stripe test key (rk_test_…): ")
        wrong = 0
        try:
            for step in walk(secret.strip(), run=f"selftest-{now():%Y%m%d%H%M%S%f}"):
                wrong += not step.is_right
                word = "right" if step.is_right else "WRONG"
                self.stdout.write(f"{word}  {step.name}  ({step.found})")
        except LiveKeyError as error:
            msg = "This is no test key. The self-test never touches real money."
            raise CommandError(msg) from error
        except (ProviderDownError, ProviderSaysNoError) as error:
            msg = f"Stopped: {error}"
            raise CommandError(msg) from error
        if wrong:
            msg = f"{wrong} steps went otherwise than expected."
            raise CommandError(msg)
        self.stdout.write("Every step went as expected.")
