"""Kill the site in the middle of a deed, start it again, sweep, and ask whether all is well.

    python -m tests.life.crash --kills 60

Each kill is a process of its own, forked from this one: it prepares a scene, begins a deed, and is
ended by SIGKILL at a point between two statements, around a commit, at a named point of the code,
or at a random moment. Another process then sweeps as the schedule would and verifies; then the
person sends the same form again, and the promises are asked once more. Each kill begins with a
copy of one clean database. Kill number n is the same in every run: a run can be taken up again.
"""

import argparse
import datetime as dt
import json
import os
import random
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver

from startline.core import crash
from tests.life import databases

LATER = dt.timedelta(minutes=30)


@dataclass
class Kill:
    """One kill: where it struck, and what was found afterwards."""

    number: int
    scene: str
    point: str
    is_killed: bool
    found: list[str] = field(default_factory=list)


SCENES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "buying": ((), ("hold", "place")),
    "paying": (("hold", "place"), ("ask_to_pay", "money_comes")),
    "paying late": (("hold", "place", "ask_to_pay", "days"), ("money_comes",)),
    "transferring": (("in",), ("offer_to_person", "take_over")),
    "refunding": (("in",), ("refund", "send_refund")),
    "resale": (("in", "in", "in"), ("release", "buy")),
    "resale to the waitlist": (("in", "in", "in", "join"), ("release", "place")),
    "changing distance": (("in",), ("change_distance", "ask_to_pay", "money_comes")),
    "deferring": (("in",), ("defer", "ask_to_pay", "money_comes")),
    "calling off": (("in", "in", "hold"), ("call_it_off",)),
    "sweeping": (("in", "hold", "in", "join", "days"), ("sweep",)),
}
"""What has happened before, and the deeds that are interrupted."""


class Clockwork:
    """Counts the points a deed passes, and ends the process at the one that was chosen."""

    def __init__(self, fatal: int | None) -> None:
        self.fatal = fatal
        self.points: list[str] = []

    def point(self, name: str) -> None:
        """One more point; the fatal one is the last thing this process does."""
        if self.fatal == len(self.points):
            os.kill(os.getpid(), signal.SIGKILL)
        self.points.append(name)

    def around(self, execute: Callable[..., object], sql: str, *rest: object) -> object:
        """Before and after every statement."""
        words = " ".join(sql.split()[:3]).replace('"', "")
        self.point(f"before {words}")
        answer = execute(sql, *rest)
        self.point(f"after {words}")
        return answer


def child(scene: str, number: int, fatal: int | None, tell: int) -> None:
    """The life of a process that may be killed: the scene unharmed, then the deeds."""
    from tests.life import scenes  # noqa: PLC0415  -- its models exist only after setup

    before, after = SCENES[scene]
    now = scenes.prepared(before, number)
    clockwork = Clockwork(fatal)
    database: Any = connections["default"]  # its commit is not among the public names
    commit = database._commit

    def committing() -> None:
        clockwork.point("before COMMIT")
        commit()
        clockwork.point("after COMMIT")

    database._commit = committing
    crash.hook = clockwork.point
    os.write(tell, b"armed\n")
    with database.execute_wrapper(clockwork.around):
        scenes.acted(after, number, now)
    os.write(tell, json.dumps(clockwork.points).encode())


def after_it(scene: str, number: int) -> list[str]:
    """Start again: sweep, verify, send the same forms again, sweep, verify."""
    from startline.entries.queries.verification import violations  # noqa: PLC0415
    from tests.life import deeds, scenes  # noqa: PLC0415

    _, after = SCENES[scene]
    now = scenes.moment(SCENES[scene][0]) + LATER
    deeds.sweep_everything(now)
    found = [f"swept: {v}" for v in violations(now=now)]
    scenes.acted(after, number, now + LATER)
    deeds.sweep_everything(now + 2 * LATER)
    return found + [f"again: {v}" for v in violations(now=now + 2 * LATER)]


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """A process that does the work with a pipe to tell by: its id and the pipe's end."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    code = 1
    try:
        os.close(read)
        work(write)
        code = 0
    except BaseException:
        os.write(write, f"FAULT {traceback.format_exc()}".encode())
    finally:
        os._exit(code)


def heard(pid: int, pipe: int) -> tuple[str, int]:
    """All that a process said, and how it ended."""
    with os.fdopen(pipe) as words:
        said = words.read()
    _, status = os.waitpid(pid, 0)
    return said, status


def points_of(scene: str, store: databases.Store) -> list[str]:
    """The points that the scene's deeds pass when nobody interrupts them."""
    store.fresh()
    said, status = heard(*forked(lambda tell: child(scene, 0, None, tell)))
    if status:
        raise RuntimeError(said)
    points: list[str] = json.loads(said.removeprefix("armed\n"))
    return points


def killed(number: int, points: dict[str, list[str]], store: databases.Store) -> Kill:
    """Kill number n: its scene by turns, its point by turns within the scene, every fifth by the
    clock; then what was found.
    """
    chance = random.Random(f"kill {number}")  # noqa: S311  -- the same in every run
    scene = list(SCENES)[number % len(SCENES)]
    passes = points[scene]
    is_timed = number % 5 == 4
    fatal = None if is_timed else chance.randrange(len(passes))
    store.fresh()
    pid, pipe = forked(lambda tell: child(scene, number, fatal, tell))
    name = "at a random moment" if fatal is None else passes[fatal]
    if is_timed:
        os.read(pipe, 6)  # "armed": the deed begins
        signal.sigtimedwait([signal.SIGCHLD], chance.uniform(0.0005, 0.08))
        os.kill(pid, signal.SIGKILL)
    said, status = heard(pid, pipe)
    kill = Kill(number, scene, name, is_killed=os.WIFSIGNALED(status))
    if "FAULT" in said:
        kill.found.append(said)
    told, status = heard(*forked(lambda tell: write_found(scene, number, tell)))
    kill.found += [told] if status else json.loads(told)
    return kill


def write_found(scene: str, number: int, tell: int) -> None:
    """What was found, through the pipe."""
    os.write(tell, json.dumps(after_it(scene, number)).encode())


def run(kills: int, *, journal: Path | None = None) -> list[Kill]:
    """So many kills, beginning where the journal ends; a line for each."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    done = [Kill(**json.loads(line)) for line in lines_of(journal)]
    with databases.store() as store:
        store.prepare(forked_and_heard)
        points = {scene: points_of(scene, store) for scene in SCENES}
        for number in range(len(done), kills):
            kill = killed(number, points, store)
            done.append(kill)
            if journal:
                with journal.open("a") as file:
                    file.write(json.dumps(asdict(kill)) + "\n")
            if kill.found:
                print(f"{kill.number} {kill.scene}, {kill.point}: {kill.found}", flush=True)  # noqa: T201
    return done


def forked_and_heard(work: Callable[[], None]) -> None:
    """Do something with the database in a process of its own; a fault there is one here."""
    said, status = heard(*forked(lambda _: work()))
    if status:
        raise RuntimeError(said)


def warmed() -> None:
    """Load once, before forking, what every process would load again. No database is touched."""
    from startline.entries.queries import verification  # noqa: PLC0415  -- after setup
    from startline.payments.services.providers import all_providers  # noqa: PLC0415
    from tests.life import scenes  # noqa: PLC0415

    assert all_providers()
    _ = connections["default"].features  # the driver; nothing is connected
    assert verification.PROMISES
    assert scenes.BUYING
    _ = get_resolver().reverse_dict
    folder = settings.PACKAGE / "entries" / "templates"
    for file in folder.glob("entries/mail/*.txt"):
        get_template(str(file.relative_to(folder)))


def lines_of(journal: Path | None) -> list[str]:
    """What an earlier run wrote down."""
    return journal.read_text().splitlines() if journal and journal.exists() else []


def main() -> int:
    """Kill, count, and fail where something was found."""
    parser = argparse.ArgumentParser(description="Kill the site in the middle of deeds.")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--journal", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="startline-crash-") as folder:
        os.environ["STARTLINE_STATE"] = folder
        os.environ["STARTLINE_LOG_LEVEL"] = "ERROR"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "startline.config.settings")
        databases.choose(folder)
        django.setup()
        warmed()
        done = run(options.kills, journal=options.journal)
    struck = sum(kill.is_killed for kill in done)
    wrong = [kill for kill in done if kill.found]
    told = {"kills": len(done), "struck": struck, "wrong": [asdict(k) for k in wrong]}
    print(json.dumps(told))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
