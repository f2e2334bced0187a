"""`startline run`: web, worker and scheduler together, all stopped by Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from startline.accounts.services.people import ensure_operator
from startline.config.environment import BEHIND
from startline.config.populate import populate
from startline.core.clock import now

PATIENCE_S = 8
STARTLINE = [sys.executable, "-m", "startline"]


class Command(BaseCommand):
    """Prepare the database, then run the three processes until one ends or Ctrl-C."""

    help = "Run the site: web, worker and scheduler."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address to listen on, and how many web processes."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=1)

    def handle(self, *args: object, **options: object) -> None:
        """Migrate, make the operator on first run, fill an empty catalogue, start."""
        refuse_if_taken(str(options["host"]), int(str(options["port"])))
        self.prepare()
        web = [
            sys.executable, "-m", "granian", "--interface", "wsgi",
            "--host", str(options["host"]), "--port", str(options["port"]),
            "--workers", str(options["workers"]), "--blocking-threads", "3",  # 4 cost a tenth more
            "--log-level", "warning", "--no-ws", "--workers-kill-timeout", "4",
            "startline.config.wsgi:application",
        ]  # fmt: skip
        children = [
            # a session of its own: Ctrl-C reaches this process alone, which stops them in turn
            subprocess.Popen(  # noqa: S603  -- our own commands
                command, start_new_session=True, env=os.environ | {"PORT": str(options["port"])}
            )
            for command in (web, [*STARTLINE, "db_worker", "--no-startup-delay"],
                            [*STARTLINE, "tick", "--loop"])
        ]  # fmt: skip
        for child in children[1:]:
            os.setpriority(os.PRIO_PROCESS, child.pid, BEHIND)
        self.stdout.write(
            f"\nStartline is at http://{options['host']}:{options['port']}/  (Ctrl-C stops it)"
        )
        self.stdout.flush()
        watch(children)

    def prepare(self) -> None:
        """Everything that must be true before the first page."""
        call_command("migrate", verbosity=0)
        made = ensure_operator(now=now())
        if made:
            self.stdout.write(f"Operator account: {made[0]}  password: {made[1]}")
            self.stdout.write("Keep it now: it is not shown again.\n")
        populate(now=now(), say=self.stdout.write)
        if settings.PRODUCTION:
            call_command("collectstatic", interactive=False, verbosity=0)


def refuse_if_taken(host: str, port: int) -> None:
    """Two sites on one port would answer in turns: the second says so and does not start."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        msg = (
            f"Port {port} on {host} is taken ({error.strerror}). "
            "Is Startline already running? Choose another: PORT=8001 make run"
        )
        raise CommandError(msg) from error


def watch(children: list[subprocess.Popen[bytes]]) -> None:
    """Wait until a child ends or a signal arrives; then stop all of them."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell made SIGINT ignored
        signal.signal(number, stop)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
