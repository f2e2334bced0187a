"""What a watch recorded, as figures to confirm: minutes, metres, cadence, climb, descent.

They never change a light or a stage by themselves. Numbers here measure files, not knees.
"""

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EARTH_M = 6_371_009
FASTEST_M_S = 12.0  # faster than any runner: a jump of the receiver
CLIMB_STEP_M = 3.0  # smaller ups and downs are noise of the barometer
LONGEST_PAUSE_S = 24 * 3600  # a longer gap is a wrong clock
SAME_START_S = 120
SAME_PART = 0.05
FORMATS = ("fit", "tcx", "gpx")  # which copy of a run is kept, the best first


@dataclass(frozen=True, slots=True)
class Sample:
    """One record: instant, metres so far, altitude, place; `cadence` in turns a minute as stored
    (one leg)."""

    at: dt.datetime | None = None
    metres: float | None = None
    altitude_m: float | None = None
    cadence: float | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Timer:
    """The watch was started or stopped."""

    at: dt.datetime
    is_running: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the device itself says of a session; None where it says nothing."""

    sport: str = ""
    started_at: dt.datetime | None = None
    timer_s: float | None = None
    elapsed_s: float | None = None
    metres: float | None = None
    climb_m: float | None = None
    descent_m: float | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity; `steps_a_minute` only for running and walking (both legs)."""

    format: str
    sport: str
    started_at: dt.datetime | None
    timer_s: float | None
    metres: float | None
    steps_a_minute: float | None = None
    climb_m: float | None = None
    descent_m: float | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_run(self) -> bool:
        """Running by its own word."""
        return "run" in self.sport.lower()

    @property
    def minutes(self) -> int | None:
        """Whole minutes, for the log."""
        return None if self.timer_s is None else round(self.timer_s / 60)


type Line = Sample | Timer


def activity(form: str, lines: Sequence[Line], told: Told, warnings: Iterable[str]) -> Activity:
    """The figures of one activity: those of the device first, else those of its records."""
    samples = [line for line in lines if isinstance(line, Sample)]
    up, down = climbed(samples)
    times = [sample.at for sample in samples if sample.at is not None]
    return Activity(
        format=form,
        sport=told.sport,
        started_at=told.started_at or (times[0] if times else None),
        timer_s=told.timer_s if told.timer_s is not None else seconds(lines),
        metres=told.metres if told.metres is not None else metres(samples),
        steps_a_minute=_steps(told.sport, samples),
        climb_m=told.climb_m if told.climb_m is not None else up,
        descent_m=told.descent_m if told.descent_m is not None else down,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def seconds(lines: Sequence[Line]) -> float | None:
    """Seconds from the first record to the last with the watch running, by its starts and stops.

    Some devices write these at the end of the file: the instants give the order.
    """
    times = [line.at for line in lines if isinstance(line, Sample) and line.at is not None]
    if len(times) < 2:
        return None
    ends = max(times)
    ordered = sorted(
        ((line.at, line) for line in lines if line.at is not None and line.at <= ends),
        key=lambda pair: pair[0],
    )
    total, last, is_running = 0.0, min(times), True
    for at, line in ordered:
        if is_running and at > last:
            total += _step(last, at)
        last = max(at, last)
        if isinstance(line, Timer):
            is_running = line.is_running
    return total


def _step(last: dt.datetime, at: dt.datetime) -> float:
    step = (at - last).total_seconds()
    return step if 0 < step <= LONGEST_PAUSE_S else 0.0


def metres(samples: Sequence[Sample]) -> float | None:
    """Metres: the device's own count when it has one, else from place to place without jumps."""
    counts = [sample.metres for sample in samples if sample.metres is not None]
    if counts:
        return _counted(counts)
    total, last = 0.0, None
    for sample in samples:
        if sample.lat is None or sample.lon is None:
            continue
        if last is not None:
            step = _apart(last, sample)
            if _is_jump(last, sample, step):
                continue
            total += step
        last = sample
    return total if last is not None else None


def _counted(counts: Sequence[float]) -> float:
    """The last count; where it falls back to nothing (another leg of a triathlon) the legs add."""
    ends = [one for one, after in itertools.pairwise(counts) if after < one / 2]
    return sum(ends) + counts[-1]


def _apart(one: Sample, other: Sample) -> float:
    """Metres over the sphere."""
    lat1, lat2 = math.radians(one.lat or 0), math.radians(other.lat or 0)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians((other.lon or 0) - (one.lon or 0)) / 2
    part = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(part, 1)))


def _is_jump(last: Sample, sample: Sample, step: float) -> bool:
    if last.at is None or sample.at is None:
        return False
    took = (sample.at - last.at).total_seconds()
    return took <= 0 or step / took > FASTEST_M_S


def climbed(samples: Sequence[Sample]) -> tuple[float | None, float | None]:
    """Metres up and down, steps under three metres left out."""
    heights = [sample.altitude_m for sample in samples if sample.altitude_m is not None]
    if not heights:
        return None, None
    up = down = 0.0
    level = heights[0]
    for height in heights:
        if height - level >= CLIMB_STEP_M:
            up, level = up + height - level, height
        elif level - height >= CLIMB_STEP_M:
            down, level = down + level - height, height
    return up, down


def _steps(sport: str, samples: Sequence[Sample]) -> float | None:
    """Mean steps a minute: stored for one leg, so twice; zeros (standing) left out."""
    if not any(word in sport.lower() for word in ("run", "walk", "hik")):
        return None
    turns = [sample.cadence for sample in samples if sample.cadence]
    return 2 * sum(turns) / len(turns) if turns else None


def distinct(found: Iterable[Activity]) -> tuple[Activity, ...]:
    """Each run once, whatever number of formats it came in; the best copy is kept."""
    kept: list[Activity] = []
    for one in sorted(found, key=lambda one: FORMATS.index(one.format)):
        if not any(is_same(one, other) for other in kept):
            kept.append(one)
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return tuple(sorted(kept, key=lambda one: one.started_at or latest))


def is_same(one: Activity, other: Activity) -> bool:
    """Begun within two minutes of each other and as long within 5 %."""
    if one.started_at is None or other.started_at is None:
        return False
    if abs((one.started_at - other.started_at).total_seconds()) > SAME_START_S:
        return False
    return _is_near(one.metres, other.metres) and _is_near(one.timer_s, other.timer_s)


def _is_near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return True
    return abs(one - other) <= SAME_PART * max(one, other, 1)


def longest_minutes(found: Iterable[Activity]) -> int | None:
    """The longest run among them."""
    return max((one.minutes for one in found if one.is_run and one.minutes), default=None)
