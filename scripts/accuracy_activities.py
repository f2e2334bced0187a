"""Activity files: minutes and metres against the device's own session, cadence, damaged files."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from startline.recovery.adapters.files import Found, read_file
from startline.recovery.adapters.fit import read_fit, samples_of
from startline.recovery.services.activities import read_activities

type Figure = tuple[str, str, str, bool]

LEAST_S = 120
NO_TIMES = ("multisport", "antfs-dump", "compressed-speed-distance", "zwift")
NO_METRES = ("zwift",)
CADENCES = ("fenix2-run", "developer-types-sample", "compressed-speed-distance")


def figures(data: Path, most_bytes: int = 2**30) -> Iterator[Figure]:
    """Every figure of the part, with what the targets ask; the suite leaves large files out."""
    folder = data / "activities"
    inventory = json.loads((folder / "inventory.json").read_text())
    sizes = {name: (data / name).stat().st_size for name in inventory}
    inventory = {name: row for name, row in inventory.items() if sizes[name] <= most_bytes}
    found = {name: read_file(name, (data / name).read_bytes()) for name in inventory}
    yield _count("files read without a crash", len(found), len(inventory))
    yield from _with_session(found, inventory)
    yield from _records_alone(data, inventory)
    yield from _cadence(found, inventory)
    yield from _damaged(found, inventory)
    yield _twins(data)


def _with_session(
    found: dict[str, Found], inventory: dict[str, dict[str, object]]
) -> Iterator[Figure]:
    """Each session of a file is shown by an activity within 0.1 %."""
    sessions = met_s = met_m = 0
    for name, row in inventory.items():
        for told in _told(row):
            sessions += 1
            shown = found[name].activities
            met_s += any(_near(a.timer_s, told.get("total_timer_time"), 0.001) for a in shown)
            met_m += any(_near(a.metres, told.get("total_distance"), 0.001) for a in shown)
    yield _count("minutes as the session says, 0.1 %", met_s, sessions)
    yield _count("metres as the session says, 0.1 %", met_m, sessions)


def _records_alone(data: Path, inventory: dict[str, dict[str, object]]) -> Iterator[Figure]:
    """Without the session, within 1 %, for files of two minutes or longer."""
    tallies = {"minutes": [0, 0], "metres": [0, 0]}
    for name, row in inventory.items():
        told = _told(row)
        if not told or not name.lower().endswith(".fit"):
            continue
        wanted_s = sum(_numbers(told, "total_timer_time"))
        if wanted_s < LEAST_S:
            continue
        shown = read_fit((data / name).read_bytes(), with_sessions=False)
        if any("damaged" in one.warnings for one in shown):
            print(f"  left out, breaks off in the middle: {name.split('/')[-1]}")
            continue
        if not any(word in name for word in NO_TIMES):
            _tally(tallies["minutes"], name, sum(a.timer_s or 0 for a in shown), wanted_s)
        wanted_m = sum(_numbers(told, "total_distance"))
        if not any(word in name for word in NO_METRES) and wanted_m:
            _tally(tallies["metres"], name, sum(a.metres or 0 for a in shown), wanted_m)
    for what, (met, asked) in tallies.items():
        yield _count(f"{what} from records alone, 1 %", met, asked)


def _tally(tally: list[int], name: str, shown: float, wanted: float) -> None:
    is_met = _near(shown, wanted, 0.01)
    tally[0] += is_met
    tally[1] += 1
    if not is_met:
        print(
            f"  off: {name.rsplit('/', maxsplit=1)[-1]}: {shown:.1f}, the session says {wanted:.1f}"
        )


def _cadence(found: dict[str, Found], inventory: dict[str, dict[str, object]]) -> Iterator[Figure]:
    """Steps a minute within 2 % of twice what the session says."""
    met = asked = 0
    for name, row in inventory.items():
        if not any(word in name for word in CADENCES):
            continue
        turns = _numbers(_told(row), "avg_running_cadence") or _numbers(_told(row), "avg_cadence")
        shown = [a.steps_a_minute for a in found[name].activities if a.steps_a_minute]
        is_met = bool(shown) and _near(shown[0], 2 * turns[0], 0.02)
        print(f"  {name.split('/')[-1]}: {shown} steps a minute, the session {2 * turns[0]}")
        met, asked = met + is_met, asked + 1
    yield _count("cadence in steps, 2 %", met, asked)


def _damaged(found: dict[str, Found], inventory: dict[str, dict[str, object]]) -> Iterator[Figure]:
    """Damaged files keep what is readable, with a warning; files without records are refused."""
    broken = [name for name, row in inventory.items() if "broken" in str(row) or _is_broken(row)]
    kept = [n for n in broken if any("damaged" in a.warnings for a in found[n].activities)]
    yield _count("damaged files kept with a warning", len(kept), len(broken))
    empty = [n for n, r in inventory.items() if n.lower().endswith(".fit") and not r.get("records")]
    refused = [n for n in empty if any(no.code == "no_records" for no in found[n].refused)]
    yield _count("FIT files without records refused", len(refused), len(empty))


def _is_broken(row: dict[str, object]) -> bool:
    """The reader of the inventory left a nameless session where it broke off."""
    sessions = row.get("device_sessions")
    return isinstance(sessions, list) and any(not one.get("sport") for one in sessions)


def _twins(data: Path) -> Figure:
    """A run as FIT, as GPX and as TCX, in one zip: once."""
    fit = (data / "activities/fit_fitparse/activity-small-fenix2-run.fit").read_bytes()
    run = read_fit(fit)[0]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.fit.gz", gzip.compress(fit))
        file.writestr("a.gpx", as_gpx(fit))
        file.writestr("a.tcx", as_tcx(fit))
    found = read_activities([("export.zip", packed.getvalue()), ("again.fit", fit)])
    is_one = found.activities == (run,) and not found.refused
    return ("one run in three formats and a zip", f"{len(found.activities)} kept", "1", is_one)


def as_gpx(fit: bytes) -> str:
    """The same run as a GPX file, with seconds and places only."""
    points = "".join(
        f'<trkpt lat="{lat}" lon="{lon}"><time>{at}</time></trkpt>'
        for at, lat, lon, _ in _rows(fit)
    )
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="x" '
        'xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type>'
        f"<trkseg>{points}</trkseg></trk></gpx>"
    )


def as_tcx(fit: bytes) -> str:
    """The same run as a TCX file."""
    points = "".join(
        f"<Trackpoint><Time>{at}</Time><DistanceMeters>{metres}</DistanceMeters></Trackpoint>"
        for at, _, _, metres in _rows(fit)
    )
    space = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
    return (
        f'<?xml version="1.0"?><TrainingCenterDatabase xmlns="{space}"><Activities>'
        f'<Activity Sport="Running"><Lap><Track>{points}</Track></Lap></Activity>'
        "</Activities></TrainingCenterDatabase>"
    )


def _rows(fit: bytes) -> Iterator[tuple[str, float, float, float]]:
    for one in samples_of(fit):
        if one.at and one.lat is not None and one.lon is not None:
            at = one.at.strftime("%Y-%m-%dT%H:%M:%SZ")
            yield at, one.lat, one.lon, one.metres or 0.0


def _told(row: dict[str, object]) -> list[dict[str, object]]:
    """The sessions that say something."""
    sessions = row.get("device_sessions") or []
    if not isinstance(sessions, list):
        return []
    return [one for one in sessions if one.get("total_timer_time") is not None]


def _numbers(told: list[dict[str, object]], key: str) -> list[float]:
    return [float(v) for one in told if isinstance(v := one.get(key), int | float)]


def _near(shown: float | None, wanted: object, part: float) -> bool:
    if not isinstance(wanted, int | float):
        return True
    return shown is not None and abs(shown - wanted) <= part * abs(wanted)


def _count(name: str, met: int, asked: int) -> Figure:
    return (name, f"{met} of {asked}", f"{asked}", met == asked)
