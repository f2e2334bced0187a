"""Personal bests: only over distances that races share, on roads and tracks, as they measured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DISTANCES: Mapping[int, str] = {
    5_000: "5 km", 10_000: "10 km", 15_000: "15 km", 21_098: "21.1 km", 42_195: "42.195 km",
}  # fmt: skip
"""World Athletics' road distances most run, in metres; the half is 21,097.5 m."""
SLACK_M = 10
"""How far a listed length may be from it: 21,100 m is written for the half."""
EVEN = frozenset({"road", "track"})


@dataclass(frozen=True)
class Run:
    """A finished race: its number, metres, ground and milliseconds."""

    key: int
    distance_m: int | None
    surface: str
    time_ms: int | None


def shared_distance(distance_m: int | None) -> int | None:
    """The distance races share that this is, in metres; None where it is none of them."""
    if distance_m is None:
        return None
    near = (one for one in DISTANCES if abs(one - distance_m) <= SLACK_M)
    return next(near, None)


def bests(runs: Iterable[Run]) -> dict[int, Run]:
    """The fastest run over each shared distance, shortest first; of equals the first given."""
    found: dict[int, Run] = {}
    for run in runs:
        distance = shared_distance(run.distance_m)
        if distance is None or run.surface not in EVEN or run.time_ms is None:
            continue
        best = found.get(distance)
        if best is None or best.time_ms is None or run.time_ms < best.time_ms:
            found[distance] = run
    return dict(sorted(found.items()))
