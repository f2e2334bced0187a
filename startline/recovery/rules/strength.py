"""The strength programme (2.7): exercises, phases, weeks; where somebody stands in it.

Words, drawings and easier or harder forms stand in the content under the same names.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from startline.recovery.rules import constants as c
from startline.recovery.rules.entries import Strength, Trial, Walk
from startline.recovery.rules.irritability import Irritability, at_least, at_most
from startline.recovery.rules.lights import Light


@dataclass(frozen=True, slots=True)
class Dose:
    """Sets of repetitions, seconds or steps; `note` names a height, an angle or a load."""

    exercise: str
    sets: int
    amount: int
    unit: str = "reps"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A row of the default programme; `sessions` 7 means daily."""

    number: int
    phase: int
    sessions: int
    doses: tuple[Dose, ...]


def _doses(text: str) -> tuple[Dose, ...]:
    """`E07 3x8 reps 10cm`, one exercise each, parted by semicolons."""
    found = []
    for part in text.split(";"):
        name, amounts, *rest = part.split()
        sets, amount = amounts.split("x")
        found.append(Dose(name, int(sets), int(amount), rest[0] if rest else "reps",
                          "".join(rest[1:])))  # fmt: skip
    return tuple(found)


# Exercise: (start, lowest phase). E18 needs bone stress to be excluded: the gate has asked.
CATALOGUE: Mapping[str, tuple[Dose, int]] = {
    dose.exercise: (dose, phase)
    for text, phase in (
        ("E01 3x10 reps hold5s", 0), ("E02 4x30 s 30-45deg", 0), ("E03 3x12", 0), ("E04 3x12", 0),
        ("E05 3x12", 0), ("E06 3x10 reps 60deg", 1), ("E07 3x8 reps 10-20cm", 1),
        ("E08 3x12 reps band", 1), ("E09 3x10 steps", 1), ("E10 3x8", 2),
        ("E11 3x8 reps 10-20cm", 2),
        ("E12 3x6 reps box", 2), ("E13 3x12", 2), ("E14 3x8", 3), ("E15 3x8 reps 90deg", 3),
        ("E16 3x8", 2), ("E17 3x20 s", 2), ("E18 3x10", 3),
    )
    for dose in _doses(text)
}  # fmt: skip

WEEKS: tuple[Week, ...] = (
    Week(0, 0, 7, _doses("E01 3x10 reps hold5s;E02 4x30 s 30-45deg;E03 3x12;E05 3x12;E04 3x12")),
    Week(1, 1, 3, _doses("E06 2x10;E07 2x8 reps 10cm;E08 2x15;E04 2x15;E09 2x10 steps;E05 2x12")),
    Week(2, 1, 3, _doses("E06 3x10;E07 3x8 reps 10cm;E08 3x15;E04 3x15;E09 3x10 steps;E05 3x12")),
    Week(3, 1, 3, _doses("E06 3x12 reps slow;E07 3x10 reps 15cm;E02 4x40 s 60deg;E03 3x12;"
                         "E09 3x12 steps;E05 3x15")),
    Week(4, 2, 3, _doses("E10 3x8;E11 3x8 reps 10cm;E05 3x8 reps single;E09 3x10 steps ankle;"
                         "E13 3x12;E17 3x20 s")),
    Week(5, 2, 3, _doses("E10 3x10;E11 3x8 reps 15cm;E05 3x10 reps single;E12 3x5 reps high;"
                         "E13 3x15;E17 3x30 s")),
    Week(6, 2, 3, _doses("E10 3x10 reps load;E11 3x8 reps 20cm;E12 3x6;E16 3x8;"
                         "E13 3x8 reps single;E17 3x30 s")),
    Week(7, 3, 3, _doses("E14 3x8;E15 3x8 reps 60-90deg;E16 3x8;E11 3x10 reps 20cm;"
                         "E13 3x10 reps single;E17 3x20 s leglift")),
    Week(8, 3, 3, _doses("E14 4x8;E15 4x8;E16 3x8 reps heavier;E12 3x8;E13 3x12 reps single")),
    Week(9, 3, 3, _doses("E14 4x6 reps heavier;E15 4x6 reps heavier;E16 4x6;E18 3x10 reps two;"
                         "E13 3x12 reps single")),
    Week(10, 4, 2, _doses("E14 3x6;E16 3x6;E13 3x10 reps load;E18 3x8 reps single")),
    Week(11, 4, 2, _doses("E14 3x6;E16 3x6;E13 3x10 reps load;E18 3x10 reps single-bounds")),
    Week(12, 4, 2, _doses("E14 3x6;E16 3x6;E13 3x10 reps load;E18 3x10 reps single-bounds")),
)  # fmt: skip
LAST_PHASE = 4


@dataclass(frozen=True, slots=True)
class Done:
    """A strength session with its light."""

    session: Strength
    light: Light


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the gates of a phase read, all of it before `now`."""

    trials: Sequence[Trial]
    walks: Sequence[Walk]
    sessions: Sequence[Done]


def first_phase(level: Irritability, step_down: int | None) -> int:
    """HIGH: 0; LOW with a quiet step-down: 2; all others 1 (2.5)."""
    if level is Irritability.HIGH:
        return 0
    is_quiet = level is Irritability.LOW and at_most(step_down, c.LOW_STEP_DOWN.value)
    return 2 if is_quiet else 1


def may_leave(phase: int, level: Irritability, seen: Evidence) -> bool:
    """Whether the gate out of a phase is met (2.7); what was not tried is not met."""
    if level is Irritability.HIGH or phase >= LAST_PHASE:
        return False
    if phase == 0:
        return any(
            at_least(walk.minutes, c.PHASE_WALK_MIN.value)
            and at_most(walk.peak, c.PHASE_WALK_PAIN.value)
            and walk.is_limping is False
            for walk in seen.walks[-1:]
        )
    if phase == 1:
        recent = [done.light for done in seen.sessions[-c.LAST_SESSIONS.value :]]
        is_settled = recent.count(Light.GREEN) >= c.GREEN_OF_LAST.value
        return is_settled and _met(seen, "step_up_15", c.STEP_UP_REPS.value, c.STEP_UP_PAIN.value)
    if phase == 2:
        return (
            _met(seen, "step_down_20", c.STEP_DOWN_REPS.value, c.STEP_DOWN_PAIN.value)
            and _met(seen, "single_leg_bridge", c.BRIDGE_S.value, 10)
            and _met(seen, "calf_raise_single", c.CALF_RAISES.value, 10)
        )
    return _met(seen, "box_squat", c.BOX_SQUATS.value, c.BOX_SQUAT_PAIN.value) and _met(
        seen, "sides_percent", c.SIDES_PERCENT.value, 10
    )


def _met(seen: Evidence, name: str, least: int, most_pain: int) -> bool:
    """Whether the last try of this name reached so much at no more pain."""
    tries = [trial for trial in seen.trials if trial.name == name]
    if not tries:
        return False
    return at_least(tries[-1].amount, least) and at_most(tries[-1].peak, most_pain)


def week_of(phase: int, done: Sequence[Done], today: dt.date) -> Week:
    """The row for today, from the sessions done in this phase.

    A row is left after its sessions were done green; red goes back a row; a week without a
    session repeats the row before; the phase itself is moved by `may_leave` and by lay-offs.
    """
    rows = [week for week in WEEKS if week.phase == phase]
    row = greens = 0
    for one in done:
        if one.light is Light.RED:
            row, greens = max(row - 1, 0), 0
        elif one.light is Light.GREEN:
            greens += 1
        if greens >= rows[row].sessions:
            row, greens = min(row + 1, len(rows) - 1), 0
    if done and (today - done[-1].session.day).days >= c.REPEAT_WEEK_DAYS.value:
        row = max(row - 1, 0)
    return rows[row]


def phase_after_lay_off(phase: int, days: int) -> int:
    """After 14 days without a session one phase back, not below 1."""
    is_long = days >= c.BACK_A_PHASE_DAYS.value
    return max(min(phase, 1), phase - 1) if is_long else phase
