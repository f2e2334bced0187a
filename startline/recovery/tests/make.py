"""Small logs for the tests, and generated ones: whole weeks of runs, mornings and mistakes."""

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Any

from startline.recovery.rules.danger import SIGNS
from startline.recovery.rules.entries import (
    FEATURES,
    NEWS,
    Check,
    Clearance,
    Confirmed,
    Entry,
    Goal,
    Intake,
    Morning,
    Physio,
    Review,
    Run,
    Screen,
    Strength,
    Trial,
    Walk,
    Withdrawn,
)
from startline.recovery.rules.modes import Mode
from startline.recovery.rules.state import State, replay

START = dt.datetime(2026, 5, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=1)))
_SIGNS = [sign.id for sign in SIGNS]
_ZONES = [dt.timezone(dt.timedelta(hours=n)) for n in (-8, 0, 1, 9, 13)]


def at(days: float, hours: float = 0) -> dt.datetime:
    """So many days and hours after the start, in the zone of the start."""
    return START + dt.timedelta(days=days, hours=hours)


def make_intake(when: dt.datetime = START, **said: Any) -> Intake:
    """A quiet knee of an adult who ran three times a week; `said` changes single answers."""
    quiet = Intake(
        id="intake", at=when, born_on=dt.date(1990, 2, 3), step_down=1, worst_daily=2,
        has_rest_pain=False, settle_min=30, tolerance_min=30, run_pain=2, walk_pain=0,
        is_limping=False, days_without_running=2, longest_run_min=45, week_min=120, week_runs=3,
        recurrences=0, fear=2, is_low_mood=False, weeks_since_onset=6, is_both_knees=False,
    )  # fmt: skip
    return replace(quiet, **said)


def make_run(day: float, run_min: int = 8, **said: Any) -> Run:
    """A green run, as far as the run itself goes."""
    green = Run(
        id=f"run {day}", at=at(day), run_min=run_min, walk_min=0, peak=1, is_rising=False,
        is_limping=False, settle_min=20, new=frozenset(), is_painkiller=False,
        features=frozenset(),
    )  # fmt: skip
    return replace(green, **said)


def make_morning(day: float, step_down: int | None = 1) -> Morning:
    """The morning after the run of that day."""
    return Morning(id=f"morning {day}", at=at(day, 23), step_down=step_down, new=frozenset())


def make_start(**said: Any) -> list[Entry]:
    """Danger signs answered with none, and the intake."""
    first = Screen(id="first", at=START, asked="first")
    return [first, make_intake(**said)]


def make_screen(day: float, *yes: str, unsure: tuple[str, ...] = ()) -> Screen:
    """The weekly screen of that day."""
    return Screen(id=f"screen {day}", at=at(day), yes=frozenset(yes), unsure=frozenset(unsure))


def session(day: float, run_min: int, step_down: int | None = 1, **said: Any) -> list[Entry]:
    """A run with its morning, the weekly screen answered beside it."""
    run = make_run(day, run_min, **said)
    return [make_screen(day - 0.01), run, make_morning(day, step_down)]


def computed(log: list[Entry], now: dt.datetime) -> State:
    """The state without taps, as the rules alone see it."""
    return replay(log, now, Mode.COMPUTED)


def generated(seed: int) -> tuple[list[Entry], dt.datetime, Mode]:
    """A log of up to ten weeks by this seed, an instant to ask at, and a setting.

    Two of three readers follow the plan with a bad day now and then; the third does anything.
    """
    random = Random(seed)  # noqa: S311  -- made-up histories, no secret
    if random.random() < 0.67:
        log, day = _faithful(random)
        hours = random.uniform(0, 100)
    else:
        log, day = _wild(random)
        hours = random.uniform(-30, 60)
    log += _strays(random, log, day)
    mode = random.choices(list(Mode), weights=(1, 8, 8))[0]
    return log, at(day, hours).astimezone(random.choice(_ZONES)), mode


def _wild(random: Random) -> tuple[list[Entry], float]:
    log = _beginning(random)
    day = 0.0
    while day < random.choice((5, 20, 40, 70)) and len(log) < 160:
        day += random.choice((0.5, 1, 2, 2, 2, 3, 3, 8)) if random.random() < 0.98 else 30
        log += _day(random, day, len(log))
    return log, day


def _faithful(random: Random) -> tuple[list[Entry], float]:
    """Someone who answers everything, climbs every second time, and has a bad day in ten."""
    log = make_start(
        tolerance_min=random.choice((8, 30)), step_down=random.choice((0, 1, 2)),
        worst_daily=random.choice((1, 4)), longest_run_min=random.choice((20, 45)),
        born_on=dt.date(random.choice((1960, 1970, 1980, 1990, 2000, 2008, 2009)), 5, 20),
    )  # fmt: skip
    day, minutes = 0.0, 0
    ends = random.choice((3, 10, 20, 40, 65))
    while day < ends:
        day += random.choice((2.05, 2.05, 2.05, 2.5, 3, 9 if random.random() < 0.1 else 2.1))
        log += _plain_day(random, day, minutes)
        minutes += random.choice((0, 2)) if minutes else random.choice((0, 8, 8))
        if random.random() < 0.05:
            minutes = max(0, minutes - 8)
    return log, day


def _plain_day(random: Random, day: float, minutes: int) -> list[Entry]:
    bad = random.random() < 0.1
    if not minutes:
        walk = Walk(id=f"walk {day}", at=at(day), minutes=30, peak=0, is_limping=False)
        return [make_screen(day - 0.01), walk]
    lines = session(
        day, minutes, random.choice((1, None, 3)) if bad else 1,
        peak=random.randint(2, 5) if bad else random.randint(0, 2),
        is_limping=bad and random.random() < 0.2,
    )  # fmt: skip
    tap = Confirmed(id=f"tap {day}", at=at(day, 23), run=f"run {day}", light="green")
    strength = Strength(id=f"strength {day}", at=at(day, 5), peak=1)
    good = Review(id=f"review {day}", at=at(day, 6), worst_pain=0, change=2, adherence=80)
    screen = Screen(id=f"after {day}", at=at(day, 23.5))
    check = Check(id=f"check {day}", at=at(day, 2), walk_pain=random.choice((0, 1, 3)),
                  is_limping=False, worst_daily=2, has_rest_pain=False, settle_min=30)  # fmt: skip
    return [*lines, tap, strength, good, screen, check]


def _beginning(random: Random) -> list[Entry]:
    calm = random.random() < 0.6
    worst = 2 if calm else 10
    born = dt.date(random.choice((1960, 1990, 2000, 2007, 2009, 2012)), random.randint(1, 12), 3)
    intake = make_intake(
        born_on=None if random.random() < 0.02 else born,
        worst_daily=_pain(random, worst), has_rest_pain=random.random() < (0 if calm else 0.2),
        settle_min=random.choice((10, 45, 60, 90, 900, None, 2000) if not calm else (10, 45)),
        tolerance_min=random.choice((3, 8, 12, 30, 50, None)),
        run_pain=_pain(random, 5), walk_pain=_pain(random, 1 if calm else 6),
        is_limping=random.random() < (0.02 if calm else 0.1), step_down=_pain(random, 4),
        days_without_running=random.choice((0, 3, 10, 28, 60)),
        longest_run_min=random.choice((None, 20, 45, 90)), week_min=random.choice((None, 60, 200)),
        recurrences=random.choice((0, 0, 0, 0, 1, 2)),
    )  # fmt: skip
    start: list[Entry] = [intake]
    if random.random() < 0.97:
        yes, unsure = _signs(random, 0.02), _signs(random, 0.01)
        start.append(Screen(id="first", at=START, asked="first", yes=yes, unsure=unsure))
    if random.random() < 0.2:
        goal = Goal(id="goal", at=START, race_on=at(random.randint(5, 90)).date(), race_min=100)
        start.append(replace(goal, distance_m=random.choice((5000, 21098, 42195))))
    return start


def _day(random: Random, day: float, number: int) -> list[Entry]:
    """One day: mostly a run with its morning, sometimes anything else."""
    name = f"{number}"
    lines: list[Entry] = []
    if random.random() < 0.5:
        yes, unsure = _signs(random, 0.01), _signs(random, 0.005)
        lines.append(Screen(id=f"{name} screen", at=at(day, 0.5), yes=yes, unsure=unsure))
    if random.random() < 0.75:
        lines += _run(random, day, name)
    lines += _others(random, day, name)
    return lines


def _run(random: Random, day: float, name: str) -> list[Entry]:
    bad = random.random() < 0.25
    run = make_run(
        day, random.choice((0, 4, 8, 12, 16, 18, 20, 24, 28, 30, 33, 40)), id=f"{name} run",
        walk_min=random.choice((0, 0, 6, None)), peak=_pain(random, 6 if bad else 2),
        is_rising=_perhaps(random, 0.3 if bad else 0.02),
        is_limping=_perhaps(random, 0.1 if bad else 0.01),
        settle_min=random.choice((20, 50, 60, None, 200, 1500) if bad else (20, 50)),
        new=frozenset(random.sample(sorted(NEWS), 1)) if random.random() < 0.02 else frozenset(),
        is_painkiller=_perhaps(random, 0.03),
        features=frozenset(random.sample(sorted(FEATURES), random.choice((0, 0, 0, 2)))),
    )  # fmt: skip
    run = replace(run, at=run.at.astimezone(random.choice(_ZONES)))
    lines: list[Entry] = [run]
    if random.random() < 0.85:
        score = _pain(random, 4 if bad else 1)
        lines.append(Morning(id=f"{name} morning", at=at(day, 22), step_down=score))
    if random.random() < 0.9:
        light = random.choice(("green", "green", "green", "green", "amber", "pending", "red"))
        lines.append(Confirmed(id=f"{name} tap", at=at(day, 23), run=run.id, light=light))
    return lines


def _others(random: Random, day: float, name: str) -> list[Entry]:
    """Checks, walks, strength, tries, reviews, a clinician's look: each now and then."""
    when = at(day, 3)
    mild = 3 if random.random() < 0.85 else 10
    possible: list[tuple[float, Entry]] = [
        (0.3, Check(id=f"{name} check", at=when, worst_daily=_pain(random, mild),
                    has_rest_pain=_perhaps(random, 0.02), settle_min=random.choice((20, None, 80)),
                    walk_pain=_pain(random, mild), is_limping=_perhaps(random, 0.02),
                    is_painkiller_day=_perhaps(random, 0.1))),
        (0.3, Walk(id=f"{name} walk", at=when, minutes=random.choice((20, 30, 40)),
                   peak=random.choice((0, 0, 0, 2, 5, None)), is_limping=_perhaps(random, 0.02))),
        (0.5, Strength(id=f"{name} strength", at=when, peak=_pain(random, 4))),
        (0.05, Trial(id=f"{name} trial", at=when, name="step_down_20", amount=15, peak=1)),
        (0.1, Review(id=f"{name} review", at=when, worst_pain=_pain(random, 5), change=2,
                     adherence=random.choice((50, 80, None)), fear=_pain(random, 8))),
        (0.05, Clearance(id=f"{name} cleared", at=when, cleared_on=when.date(), note="Dr Weiss")),
        (0.01, Physio(id=f"{name} physio", at=when, run_cap_min=random.choice((0, 10, 20)))),
    ]  # fmt: skip
    return [entry for chance, entry in possible if random.random() < chance]


def _strays(random: Random, log: list[Entry], day: float) -> list[Entry]:
    """Corrections, withdrawals, a clock moved on; some logs are shuffled on purpose."""
    lines: list[Entry] = []
    runs = [line for line in log if isinstance(line, Run)]
    if runs and random.random() < 0.15:
        old = random.choice(runs)
        lines.append(replace(old, id="corrected", corrects=old.id, peak=_pain(random, 6)))
    if len(log) > 3 and random.random() < 0.05:
        lines.append(Withdrawn(id="gone", at=at(day), corrects=random.choice(log).id))
    if random.random() < 0.05:
        lines.append(make_run(day + random.choice((3, 4000)), 60, id="future"))
    return lines


def _pain(random: Random, most: int) -> int | None:
    return None if random.random() < 0.03 else random.randint(0, most)


def _perhaps(random: Random, chance: float) -> bool | None:
    return None if random.random() < 0.03 else random.random() < chance


def _signs(random: Random, chance: float) -> frozenset[str]:
    return frozenset({random.choice(_SIGNS)}) if random.random() < chance else frozenset()
