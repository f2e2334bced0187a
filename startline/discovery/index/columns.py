"""One array per quantity and one small table of labels per choice; the unit is in the name."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from startline.discovery.index.query import CHOICES, FACETS, Label
from startline.discovery.index.rows import RaceRow, band_of

Array = npt.NDArray[Any]

SPARE_ROWS = 16_384  # room at the end of each array for rows that come after the build
UNKNOWN = -1  # a quantity that is not known
NO_DAY = 2**31 - 1  # sorts behind every day

LABELLED = ("kind", *FACETS, *CHOICES)
NUMBERS: Mapping[str, type[np.generic]] = {
    "event_id": np.int64,
    "edition_id": np.int64,
    "race_id": np.int64,
    "day": np.int32,
    "distance_m": np.int32,
    "climb_m": np.int32,
    "cutoff_ms": np.int64,
    "descent_per_km": np.int32,
    "steepest_permille": np.int32,
    "cutoff_pace_ms": np.int64,
    "price": np.int64,
    "price_eur_cents": np.int64,
    "score": np.int32,
    "back_percent": np.int32,
    "fresh_on": np.int32,
    "rank": np.uint16,
    "latitude": np.float64,
    "longitude": np.float64,
}
COMPUTED: Mapping[str, type[np.generic]] = {
    "event_no": np.uint32,
    "edition_no": np.uint32,
    "morton": np.uint32,
    "x": np.float32,
    "y": np.float32,
    "z": np.float32,
}
DTYPES: Mapping[str, type[np.generic]] = {
    **dict.fromkeys(LABELLED, np.uint16),
    **NUMBERS,
    **COMPUTED,
}

# What a row's position, certainty and age are worth when words do not decide: lower is better.
_CERTAINTY = {"confirmed": 0, "announced": 1, "expected": 2}
_FRESH_DAYS = (30, 180, 400)
_POPULARITY_STEPS = 63


class Labels:
    """Numbers for the labels of each choice, given out as labels turn up."""

    def __init__(self, tables: Mapping[str, list[Label]] | None = None) -> None:
        self.tables: dict[str, list[Label]] = {
            name: list((tables or {}).get(name, [])) for name in LABELLED
        }
        self._codes = {
            name: {label: code for code, label in enumerate(table)}
            for name, table in self.tables.items()
        }

    def code(self, name: str, label: Label) -> int:
        """The number of a label, a new one if it was never seen."""
        codes = self._codes[name]
        code = codes.get(label)
        if code is None:
            code = codes[label] = len(codes)
            self.tables[name].append(label)
        return code

    def known(self, name: str, label: Label) -> int | None:
        """The number of a label, None if no row ever had it."""
        return self._codes[name].get(label)


def labels_of(row: RaceRow) -> dict[str, Label]:
    """The row's label for every choice; "" (or month 0) where it is not known."""
    return {
        "kind": row.kind,
        "sport": row.sport,
        "surface": row.surface,
        "country": row.country,
        "region": row.region,
        "month": row.month or 0,
        "band": band_of(row.distance_m),
        "relief": row.relief,
        "open": row.open,
        "certainty": row.certainty,
        "format": row.format,
        "status": row.status,
        "currency": row.currency,
        "demo": row.is_demo,
    }


def numbers_of(row: RaceRow, today: int) -> dict[str, float]:
    """The row's own quantities; the computed ones need its neighbours."""
    located = row.latitude is not None and row.longitude is not None
    return {
        "event_id": row.event_id,
        "edition_id": row.edition_id,
        "race_id": row.race_id,
        "day": NO_DAY if row.day is None else row.day,
        "distance_m": _known(row.distance_m),
        "climb_m": _known(row.climb_m),
        "cutoff_ms": _known(row.cutoff_ms),
        "descent_per_km": _known(row.descent_per_km),
        "steepest_permille": _known(row.steepest_permille),
        "cutoff_pace_ms": _known(row.cutoff_pace_ms),
        "price": _known(row.price),
        "price_eur_cents": _known(row.price_eur_cents),
        "score": _known(row.score),
        "back_percent": _known(row.back_percent),
        "fresh_on": fresh_on(row),
        "rank": rank_of(row, today),
        "latitude": row.latitude if located and row.latitude is not None else np.nan,
        "longitude": row.longitude if located and row.longitude is not None else np.nan,
    }


def _known(value: int | None) -> int:
    return UNKNOWN if value is None else value


def fresh_on(row: RaceRow) -> int:
    """The last day anybody confirmed or saw the row's facts, 0 if never."""
    return max(row.confirmed_on or 0, row.seen_on or 0)


def rank_of(row: RaceRow, today: int) -> int:
    """Order among equal matches, lower first: not over, certain date, fresh facts, popular.

    Popularity is any count; each step is a quarter of a doubling.
    """
    over = int(row.day is not None and row.day < today)
    certainty = _CERTAINTY.get(row.certainty, 3)
    age = today - fresh_on(row)
    staleness = sum(age > days for days in _FRESH_DAYS)
    popular = min(int(4 * math.log2(max(row.popularity, 0) + 1)), _POPULARITY_STEPS)
    return ((over * 4 + certainty) * 4 + staleness) * 64 + (_POPULARITY_STEPS - popular)


def save(folder: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays with spare rows at the end of each."""
    for name, values in arrays.items():
        spare = np.zeros(SPARE_ROWS, values.dtype)
        np.save(folder / f"{name}.npy", np.concatenate([values, spare]))


def load(folder: Path) -> dict[str, Array]:
    """Map the arrays into memory: pages are shared between processes until a row is written."""
    return {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c")) for name in DTYPES}


def save_labels(path: Path, labels: Labels) -> None:
    """Write the label tables."""
    path.write_text(json.dumps(labels.tables, ensure_ascii=False), encoding="utf-8")


def load_labels(path: Path) -> Labels:
    """Read the label tables."""
    return Labels(json.loads(path.read_text(encoding="utf-8")))
