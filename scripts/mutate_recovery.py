"""Break each safety rule of recovery once, in a copy, and see a test go red.

Writes docs/recovery-mutations.md: which line was broken, which test noticed. Exit code 1 when a
broken line goes unnoticed or no longer stands in the code.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = ROOT / "docs" / "recovery-mutations.md"
RULES = Path("startline/recovery/rules")
TESTS = ("danger", "lights", "running", "other_tables", "referral", "replay", "saved", "training")

# What is broken, in which file, the line as it stands, the line broken.
BREAKS: tuple[tuple[str, str, str, str], ...] = (
    ("not sure counts as no", "danger", "{*yes, *unsure}", "{*yes}"),
    ("the lowest tier wins", "danger", "-BY_ID[name].tier", "BY_ID[name].tier"),
    ("a bone spot can wait", "danger", 'Sign("RF33", _W, 3', 'Sign("RF33", _A, 3'),
    ("a clot can wait", "danger", 'Sign("RF16", _S, 2', 'Sign("RF16", _W, 2'),
    ("a link on an emergency", "danger", "self.tier < Tier.EMERGENCY", "self.tier <= Tier.EMERGENCY"),
    ("17 is grown up", "constants", "ADULT_YEARS = Constant(18", "ADULT_YEARS = Constant(17"),
    ("an injury of ten days is old", "constants", "INJURY_DAYS = Constant(14", "INJURY_DAYS = Constant(10"),
    ("danger signs asked each fortnight", "constants", "SCREEN_DAYS = Constant(7", "SCREEN_DAYS = Constant(14"),
    ("a corrected sign is gone", "history", "screens = [line if line.at <= now else replace(line, at=now) for line in log if isinstance(line, Screen)]", "screens = [line for line in log if isinstance(line, Screen) and line.id not in replaced]"),
    ("any clearance lifts, whatever its day", "history", "and screen.day <= one.cleared_on <= past.now.date()", ""),
    ("a clearance lifts later signs too", "history", "one.at > screen.at", "True"),
    ("a clearance needs no words", "history", "and bool(one.note.strip())", ""),
    ("a line of the future counts", "history", "if line.at <= latest", "if line.at"),
    ("old answers stay good", "constants", "FRESH_START_DAYS = Constant(90", "FRESH_START_DAYS = Constant(9000"),
    ("walking is forgotten", "today", '"walking": state.is_walking_well is False,', ""),
    ("eight step-downs are enough", "constants", 'STEP_DOWN_REPS = Constant(10, "repetitions", "2.7")', 'STEP_DOWN_REPS = Constant(8, "repetitions", "2.7")'),
    ("walking may hurt 4", "constants", "WALK_STOP_PAIN = Constant(4", "WALK_STOP_PAIN = Constant(5"),
    ("no rest after red", "today", '"red_rest": state.rest_until is not None and now < state.rest_until,', ""),
    ("a day of rest is enough", "constants", "RED_REST_HOURS = Constant(48", "RED_REST_HOURS = Constant(24"),
    ("4 of 10 is amber", "constants", "RED_PEAK = Constant(4", "RED_PEAK = Constant(5"),
    ("3 of 10 is green", "constants", "AMBER_PEAK = Constant(3", "AMBER_PEAK = Constant(4"),
    ("limping is not red", "lights", 'rows["limp"] = run.at', "pass"),
    ("anything new is not red", "lights", 'rows["new"] = run.at', "pass"),
    ("rising at 3 is not red", "lights", 'rows["rising"] = run.at', "pass"),
    ("a morning two up is not red", "lights", 'rows["morning"] = delta[1]', "pass"),
    ("two days to settle are not red", "constants", "RED_SETTLE_MIN = Constant(1440", "RED_SETTLE_MIN = Constant(2880"),
    ("a missing morning is good news", "lights", '"morning": delta is not None,', ""),
    ("a missing peak is good news", "lights", '"peak": run.peak is not None,', ""),
    ("a painkiller is good news", "lights", '"painkiller": run.is_painkiller is False,', ""),
    ("creeping pain becomes usual", "lights", "return usual if day_zero is None else min(usual, day_zero)", "return usual"),
    ("pending may be longer", "today", "parts.get(last.light, 100)", "parts.get(last.light, 150)"),
    ("amber repeats in full", "constants", "AMBER_PERCENT = Constant(90", "AMBER_PERCENT = Constant(100"),
    ("one green climbs", "constants", "GREENS_TO_CLIMB = Constant(2", "GREENS_TO_CLIMB = Constant(1"),
    ("green runs may be a day apart", "constants", "LADDER_APART_HOURS = Constant(48", "LADDER_APART_HOURS = Constant(20"),
    ("three ambers change nothing", "constants", "AMBERS_IN_A_ROW = Constant(3", "AMBERS_IN_A_ROW = Constant(9"),
    ("a second red is one stage", "progress", "2 if _reds_near(position, done) else 1", "1"),
    ("a short run climbs", "progress", "return _counted(position, run.at) if is_whole else position", "return _counted(position, run.at)"),
    ("a run may grow by a fifth", "constants", "SINGLE_RUN_PERCENT = Constant(110", "SINGLE_RUN_PERCENT = Constant(120"),
    ("a week may grow by a half", "constants", "WEEK_BLOCK_PERCENT = Constant(130", "WEEK_BLOCK_PERCENT = Constant(150"),
    ("no ceiling of 120 %", "running", "return min(wanted, ceiling, block)", "return min(wanted, block)"),
    ("no light week", "running", "if is_light_week(weeks.number):", "if weeks.number < 0:"),
    ("a lay-off costs nothing", "constants", "LAY_OFF_WEEK_PERCENT = Constant(70", "LAY_OFF_WEEK_PERCENT = Constant(100"),
    ("after a month on as before", "constants", "LAY_OFF_LADDER_DAYS = Constant(28", "LAY_OFF_LADDER_DAYS = Constant(280"),
    ("growth without strength", "today", "state.is_best_case or _is_strong(state, since)", "True"),
    ("downhill without its try", "running", "if not is_downhill_ready:", "if False:"),
    ("cadence up without asking the calf", "running", "is_lower_leg_sore is not False", "is_lower_leg_sore is True"),
    ("unknown limping opens path A", "irritability", "answers.is_limping is not False,", "bool(answers.is_limping),"),
    ("HIGH may run", "today", '"high": state.level is Irritability.HIGH,', ""),
    ("rest pain is not HIGH", "irritability", "bool(answers.has_rest_pain),", "False,"),
    ("three reds do not refer", "constants", "REDS_TO_REFER = Constant(3", "REDS_TO_REFER = Constant(4"),
    ("week 4 does not refer", "referral", '"week_4": _week_4(facts),', '"week_4": False,'),
    ("week 12 does not refer", "referral", '"week_12": _week_12(facts),', '"week_12": False,'),
    ("distress does not refer", "referral", '"distress": _distress(facts),', '"distress": False,'),
    ("a silent day ends a bad week", "referral", "elif check.worst_daily is not None:", "else:"),
    ("a tap makes a light better", "state", "light = min(marked.light, tapped.get(run.id, said))", "light = tapped.get(run.id, marked.light)"),
    ("an untapped run counts", "state", "said = Light.GREEN if mode is Mode.COMPUTED else Light.PENDING", "said = Light.GREEN"),
    ("computed without a name", "modes", "if is_whole and is_signed", "if is_signed"),
    ("printed still offers", "today", '"printed": state.mode is Mode.PRINTED,', ""),
    ("pain 11 is read", "saved", 'return "" if low <= value <= high else "out_of_range"', 'return ""'),
    ("the race may hurt 4 for long", "constants", "RACE_STOP_PAIN = Constant(4", "RACE_STOP_PAIN = Constant(6"),
    ("full training after three weeks", "constants", "FULL_WEEKS = Constant(4", "FULL_WEEKS = Constant(3"),
    ("a week with a red is full", "training", "Light.RED in lights or", ""),
    ("two ambers a week are full", "training", "lights.count(Light.AMBER) > 1", "lights.count(Light.AMBER) > 2"),
    ("a light that waits is good news", "training", "return None if Light.PENDING in lights else True", "return True"),
    ("what was not said is met", "training", "return None if None in parts else True", "return True"),
    ("a much weaker side is ready", "training", "last.amount >= c.SIDES_PERCENT.value", "last.amount >= 0"),
    ("hops in week 3", "strength", "E09 3x12 steps;E05 3x15", "E09 3x12 steps;E18 3x15"),
)  # fmt: skip


def main() -> int:
    """Each break in turn, or only those named; the note at the end keeps what was seen before."""
    asked = sys.argv[1:]
    before = _seen_before() if asked else {}
    rows = []
    with tempfile.TemporaryDirectory(prefix="startline-mutants-") as folder:
        copy = Path(folder)
        _copied(copy)
        if _first_red(copy):
            print("The tests are red before anything is broken.")
            return 1
        for what, module, line, broken in BREAKS:
            is_kept = bool(asked) and what not in asked
            test = before.get(what, "") if is_kept else _tried(copy, module, line, broken)
            rows.append((what, module, test))
            print(*rows[-1], sep=" | ", flush=True)
    NOTE.write_text(_note(rows))
    return int(any(not test for _, _, test in rows))


def _seen_before() -> dict[str, str]:
    """The tests of the last note by what was broken."""
    cells = [line.split("|") for line in NOTE.read_text().splitlines() if line.startswith("| ")]
    return {row[1].strip(): row[3].strip() for row in cells if "**nobody**" not in row[3]}


def _copied(copy: Path) -> None:
    (copy / "startline").mkdir()
    shutil.copy(ROOT / "startline/__init__.py", copy / "startline/__init__.py")
    shutil.copytree(ROOT / "startline/recovery/rules", copy / RULES)
    shutil.copy(ROOT / "startline/recovery/__init__.py", copy / "startline/recovery/__init__.py")
    tests = copy / "startline/recovery/tests"
    tests.mkdir()
    for name in ("__init__.py", "make.py", *(f"test_{one}.py" for one in TESTS)):
        shutil.copy(ROOT / "startline/recovery/tests" / name, tests / name)


def _tried(copy: Path, module: str, line: str, broken: str) -> str:
    """The first test that goes red; empty when none does or the line is not there."""
    path = copy / RULES / f"{module}.py"
    text = path.read_text()
    pattern = r"\s+".join(re.escape(part) for part in line.split())
    changed, count = re.subn(pattern, lambda _: broken, text, count=1)
    if not count:
        print(f"not found in {module}: {line}")
        return ""
    path.write_text(changed)
    try:
        return _first_red(copy)
    finally:
        path.write_text(text)


def _first_red(copy: Path) -> str:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:django",
               "-p", "no:cacheprovider", "-p", "no:xdist", "-c", "/dev/null",
               f"--rootdir={copy}", "startline"]  # fmt: skip
    done = subprocess.run(
        command, cwd=copy, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(copy), "PATH": ""},
    )  # fmt: skip
    found = re.search(r"^(?:FAILED|ERROR) \S*?([^/\s:]+\.py(?:::\w+)?)", done.stdout, re.MULTILINE)
    if done.returncode == 0:
        return ""
    return found[1].replace(".py::", ": ") if found else "the tests do not start"


def _note(rows: list[tuple[str, str, str]]) -> str:
    table = [f"| {what} | `{module}.py` | {test or '**nobody**'} |" for what, module, test in rows]
    noticed = sum(bool(test) for _, _, test in rows)
    return "\n".join([
        "# Each safety rule seen red", "",
        "Written by `python scripts/mutate_recovery.py`: it breaks one line of the rules at a time,",
        "in a copy, and names the first test that notices. The exact lines stand in the script.", "",
        f"{noticed} of {len(rows)} noticed.", "",
        "| broken so that | in | first test to go red |", "| --- | --- | --- |", *table, "",
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
