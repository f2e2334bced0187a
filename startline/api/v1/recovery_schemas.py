"""The shapes of the answer to a recovery log, written by hand. Minutes, pain of 10, codes."""

import datetime as dt
from collections.abc import Iterable, Sequence

from ninja import Schema

from startline.recovery.content.danger import SAYINGS, action
from startline.recovery.rules.activities import Activity, longest_minutes
from startline.recovery.rules.report import Report, RunLine, WeekLine
from startline.recovery.rules.running import Session


class DangerAnswer(Schema):
    """What the danger signs say: it stands before everything else. `tier` none, aside, weeks,
    days, today or emergency; `action` and `saying` are sentences in the language asked for."""

    tier: str
    sign: str
    action: str
    saying: str
    raised: list[str]


class SessionAnswer(Schema):
    """`repeats` times so many minutes of running and of walking; repeats 0: only walking."""

    repeats: int
    run_min: float
    walk_min: float


class OfferAnswer(Schema):
    """Today's offer: nothing, walk or run; `why` names the rules, `change` what would change it,
    `following` is the run that waits behind a day of rest."""

    kind: str
    why: list[str]
    change: list[str]
    session: SessionAnswer | None
    features: list[str]
    not_before: dt.datetime | None
    following: SessionAnswer | None


class CapsAnswer(Schema):
    """The most the next run may be, whether one is offered or not."""

    run_min: float
    week_runs: int
    apart_hours: int
    week_left_min: float | None
    features: list[str]
    rules: list[str]


class RunAnswer(Schema):
    """A run: `marked` is the row its numbers fall on, `light` the one that counts."""

    id: str
    at: dt.datetime
    run_min: int | None
    peak: int | None
    stage: int
    cap_min: float | None
    marked: str
    light: str
    rows: list[str]
    missing: list[str]
    is_to_confirm: bool


class WeekAnswer(Schema):
    """One week of the plan."""

    number: int
    begins_on: dt.date
    minutes: int
    longest_min: int
    worst_peak: int | None
    lights: dict[str, int]


class ActivityAnswer(Schema):
    """One activity of a file; `steps_a_minute` counts both feet."""

    format: str
    sport: str
    is_run: bool
    started_at: dt.datetime | None
    minutes: int | None
    metres: float | None
    steps_a_minute: float | None
    climb_m: float | None
    descent_m: float | None
    warnings: list[str]


class RefusedFile(Schema):
    """A file that was not taken: too_large, unreadable, no_records or unknown_format."""

    name: str
    code: str


class Activities(Schema):
    """What was read, the earliest first; no light and no stage is touched by it."""

    activities: list[ActivityAnswer]
    longest_run_min: int | None
    refused: list[RefusedFile]


class RecoveryState(Schema):
    """Everything the printed rules say of a log. None of the rules has been validated."""

    at: dt.datetime
    mode: str
    danger: DangerAnswer
    asks: list[str]
    also_asks: list[str]
    refer: list[str]
    path: str
    stage: int
    greens: int
    irritability: str
    offer: OfferAnswer
    caps: CapsAnswer
    last: RunAnswer | None
    gates: dict[str, dt.date | None]
    runs: list[RunAnswer]
    weeks: list[WeekAnswer]
    set_aside: dict[str, str]


def state_of(report: Report) -> RecoveryState:
    """The answer of the contract from the report of the rules."""
    state = report.state
    return RecoveryState(
        at=state.past.now,
        mode=state.mode,
        danger=_danger(report),
        asks=list(state.asks),
        also_asks=list(state.also_asks),
        refer=list(state.refer),
        path=state.position.path,
        stage=state.position.stage,
        greens=state.position.greens,
        irritability=state.level.name.lower(),
        offer=_offer(report),
        caps=_caps(report),
        last=_run(report.last) if report.last else None,
        gates=report.gates,
        runs=[_run(line) for line in report.runs],
        weeks=[_week(line) for line in report.weeks],
        set_aside={problem.entry: problem.code for problem in state.problems},
    )


def _danger(report: Report) -> DangerAnswer:
    outcome = report.state.danger
    sign = outcome.sign
    return DangerAnswer(
        tier=outcome.tier.name.lower(),
        sign=sign,
        action=str(action(sign)) if sign else "",
        saying=str(SAYINGS[sign]) if sign else "",
        raised=list(outcome.raised),
    )


def _offer(report: Report) -> OfferAnswer:
    offer = report.offer
    return OfferAnswer(
        kind=offer.kind,
        why=list(offer.why),
        change=list(report.change),
        session=_session(offer.session),
        features=sorted(offer.features),
        not_before=offer.not_before,
        following=_session(report.following.session) if report.following else None,
    )


def _session(session: Session | None) -> SessionAnswer | None:
    if session is None:
        return None
    return SessionAnswer(
        repeats=session.repeats, run_min=session.run_min, walk_min=session.walk_min
    )


def _caps(report: Report) -> CapsAnswer:
    caps = report.caps
    return CapsAnswer(
        run_min=caps.run_min,
        week_runs=caps.week_runs,
        apart_hours=caps.apart_hours,
        week_left_min=caps.week_left_min,
        features=sorted(caps.features),
        rules=list(caps.rules),
    )


def _run(line: RunLine) -> RunAnswer:
    return RunAnswer(
        id=line.run.id,
        at=line.run.at,
        run_min=line.run.run_min,
        peak=line.run.peak,
        stage=line.stage,
        cap_min=line.cap_min,
        marked=line.marked.light.word,
        light=line.light.word,
        rows=list(line.marked.rows),
        missing=list(line.marked.missing),
        is_to_confirm=line.is_to_confirm,
    )


def _week(line: WeekLine) -> WeekAnswer:
    return WeekAnswer(
        number=line.number,
        begins_on=line.begins_on,
        minutes=line.minutes,
        longest_min=line.longest_min,
        worst_peak=line.worst,
        lights=dict(line.lights),
    )


def activities_of(found: Sequence[Activity], refused: Iterable[tuple[str, str]]) -> Activities:
    """The answer of the contract from what was read."""
    return Activities(
        activities=[
            ActivityAnswer(
                format=one.format,
                sport=one.sport,
                is_run=one.is_run,
                started_at=one.started_at,
                minutes=one.minutes,
                metres=one.metres,
                steps_a_minute=one.steps_a_minute,
                climb_m=one.climb_m,
                descent_m=one.descent_m,
                warnings=list(one.warnings),
            )
            for one in found
        ],
        longest_run_min=longest_minutes(found),
        refused=[RefusedFile(name=name, code=code) for name, code in refused],
    )
