"""`startline run`: web, worker and scheduler together, all stopped by Ctrl-C."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from startline.accounts.services.people import ensure_operator
from startline.config.environment import BEHIND
from startline.config.populate import populate
from startline.core.clock import now

PATIENCE_S = 8
PAUSE_S = 2
"""Between the end of a process and its next start: a fault that lasts must not fill the log."""
log = logging.getLogger(__name__)
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
            "--respawn-failed-workers",
            "startline.config.wsgi:application",
        ]  # fmt: skip
        port = str(options["port"])
        site = Site(
            Process("web", web, port),
            Process("worker", [*STARTLINE, "db_worker", "--no-startup-delay"], port, BEHIND),
            Process("scheduler", [*STARTLINE, "tick", "--loop"], port, BEHIND),
        )
        self.stdout.write(
            f"\nStartline is at http://{options['host']}:{options['port']}/  (Ctrl-C stops it)"
        )
        self.stdout.flush()
        code = site.watch()
        if code:
            msg = f"The web process ended by itself (code {code}); the log above says why."
            raise CommandError(msg)

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


@dataclass
class Process:
    """One of the three: started, started again, stopped."""

    name: str
    command: list[str]
    port: str
    behind: int = 0
    running: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        """Begin, in a session of its own: Ctrl-C reaches the parent alone, which stops it."""
        self.running = subprocess.Popen(  # noqa: S603  -- our own commands
            self.command, start_new_session=True, env=os.environ | {"PORT": self.port}
        )
        if self.behind:
            os.setpriority(os.PRIO_PROCESS, self.running.pid, self.behind)

    def stop(self) -> None:
        """Wait for what it is doing, but not for ever."""
        try:
            self.running.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.running.pid, signal.SIGKILL)


class Site:
    """The web process, and those behind it that are started again when they end."""

    def __init__(self, web: Process, *behind: Process) -> None:
        """All of them run from now on."""
        self.web, self.behind = web, behind
        for process in (web, *behind):
            process.start()

    def watch(self) -> int:
        """Until a signal arrives (0) or the web process ends by itself (its code, never 0)."""

        def stop(number: int, frame: FrameType | None) -> None:
            raise KeyboardInterrupt

        for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell made SIGINT ignored
            signal.signal(number, stop)
        try:
            while self.web.running.poll() is None:
                self.look_after()
                time.sleep(0.3)
            return self.web.running.returncode or 1
        except KeyboardInterrupt:
            return 0
        finally:
            for process in (self.web, *self.behind):
                process.running.terminate()
            for process in (self.web, *self.behind):
                process.stop()

    def look_after(self) -> None:
        """A worker that was killed, or lost its database, begins anew; entries go on meanwhile."""
        for process in self.behind:
            code = process.running.poll()
            if code is not None:
                log.error("the %s ended (code %s) and is started again", process.name, code)
                time.sleep(PAUSE_S)
                process.start()
