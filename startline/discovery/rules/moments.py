"""How times are said: days, weekends, months, seasons and what lies before or between. Pure."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from startline.discovery.rules import dates
from startline.discovery.rules.dates import Span
from startline.discovery.rules.reading import Grammar, Values
from startline.discovery.rules.said import Said

FURTHEST = {1: 3_660, 7: 520, 30: 120, 365: 10}
"""How many days, weeks, months and years ahead a query may reach."""


def add_moments(rules: Grammar) -> None:
    """Adds every way of saying when to a grammar."""
    _add_days(rules)
    _add_periods(rules)
    _add_weeks(rules)
    _add_sides(rules)
    _add_ranges(rules)
    _add_ahead(rules)


def _add_days(rules: Grammar) -> None:
    rules.add("day", "date", lambda v: dates.typed_day(v["date"], v["today"]))
    rules.add("day", "slash_date", lambda v: _numeric(v, "slash_date"))
    rules.add("day", "number ordinal_mark? of? month year?", _day_of_month)
    rules.add("day", "month bare_number:number ordinal_mark? year?", _day_of_month)
    rules.add("day", "ordinal of? month year?", _ordinal_day)
    rules.add("day", "weekday|weekday_short on? day", lambda v: v["day"])
    rules.add("day", "today:word", lambda v: dates.one_day(_plus(v["today"], int(v["word"]))))
    rules.add("day", "this|coming? weekday", lambda v: dates.weekday(int(v["weekday"]), v["today"]))
    for pattern in ("next weekday", "weekday next"):
        rules.add("day", pattern, lambda v: dates.weekday_next_week(int(v["weekday"]), v["today"]))
    rules.add("nth", "ordinal", lambda v: int(v["ordinal"]))
    rules.add("nth", "number ordinal_mark?", _counted_ordinal)
    rules.add("day", "nth weekday of|in? month year?", _nth_weekday)
    rules.add("day", "holiday year?", lambda v: dates.holiday(v["holiday"], v["today"], _year(v)))


def _nth_weekday(v: Values) -> Span | None:
    return dates.nth_weekday(int(v["nth"]), int(v["weekday"]), _month(v))


def _numeric(v: Values, name: str) -> Span | None:
    day, month = v[name]
    return dates.day_of(day, month, v["today"])


def _day_of_month(v: Values) -> Span | None:
    day = v["number"].plain
    if not day.is_integer() or not 1 <= day <= 31:
        return None
    return dates.day_of(int(day), int(v["month"]), v["today"], _year(v))


def _counted_ordinal(v: Values) -> int | None:
    """The "1st" or "1." of "1st weekend of June"."""
    number = v["number"].plain
    return int(number) if number in {1, 2, 3, 4, 5} else None


def _ordinal_day(v: Values) -> Span | None:
    if v["ordinal"] != "1":
        return None
    return dates.day_of(1, int(v["month"]), v["today"], _year(v))


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _year(v: Values) -> int | None:
    year: int | None = v.get("year")
    return year


def _add_periods(rules: Grammar) -> None:
    rules.add("period", "month of? year?", _month)
    rules.add("period", "weekday in|of month year?", _month)
    rules.add("period", "this month", _month)
    rules.add("period", "month of? this:t year_unit", _month)
    for pattern in ("next|coming month", "month next|coming"):
        rules.add("period", pattern, lambda v: dates.next_month(int(v["month"]), v["today"]))
    for pattern in ("month of? next year_unit", "month of? year_unit next"):
        rules.add("period", pattern, _month_next_year)
    rules.add("period", "season of? year?", _season)
    rules.add("period", "this season", _season)
    for pattern in ("next|coming season", "season next|coming"):
        rules.add("period", pattern, lambda v: dates.next_season(v["season"], v["today"]))
    for pattern in ("season of? next year_unit", "season of? year_unit next"):
        rules.add(
            "period",
            pattern,
            lambda v: dates.season(v["season"], v["today"], v["today"].year + 1),
        )
    rules.add("period", "year_unit? year", lambda v: _whole_year(v["year"]))
    rules.add("period", "this year_unit", lambda v: _whole_year(v["today"].year))
    for pattern in ("next|coming year_unit", "year_unit next|coming"):
        rules.add("period", pattern, lambda v: _whole_year(v["today"].year + 1))
    rules.add("moment", "part of|in? period", lambda v: dates.part_of(v["period"], v["part"]))
    rules.add("moment", "period", lambda v: v["period"])
    rules.add("moment", "on? day", lambda v: v["day"])
    rules.add(
        "moment",
        "part of? year_unit",
        lambda v: dates.part_of(_whole_year(v["today"].year), v["part"]),
    )


def _month(v: Values) -> Span:
    return dates.month(int(v["month"]), v["today"], _year(v))


def _month_next_year(v: Values) -> Span:
    return dates.month(int(v["month"]), v["today"], v["today"].year + 1)


def _season(v: Values) -> Span:
    return dates.season(v["season"], v["today"], _year(v))


def _whole_year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def _add_weeks(rules: Grammar) -> None:
    rules.add("period", "weekend", lambda v: dates.weekend(v["today"]))
    for unit, counted in (
        ("weekend", dates.weekend),
        ("week", dates.week),
        ("month_unit", dates.whole_month),
    ):
        for pattern in (f"this {unit}", f"{unit} this"):
            rules.add("period", pattern, partial(_counted, counted, 0))
        for pattern in (f"next {unit}", f"{unit} next"):
            rules.add("period", pattern, partial(_counted, counted, 1))
        for pattern in (f"after_next {unit}", f"{unit} after_next"):
            rules.add("period", pattern, partial(_counted, counted, 2))
        for pattern in (f"coming {unit}", f"{unit} coming"):
            ahead = 0 if unit == "weekend" else 1
            rules.add("period", pattern, partial(_counted, counted, ahead))
    rules.add("period", "nth weekend of|in? month year?", _nth_weekend)
    rules.add("period", "nth week of|in? month year?", _nth_week)
    rules.add("period", "weekend of|in|on? day", lambda v: _weekend_of(v["day"]))
    rules.add("period", "day weekend", lambda v: _weekend_of(v["day"]))
    rules.add("period", "weekend of|in? month year?", _month)


def _counted(counted: Callable[[date, int], Span], weeks_or_months: int, v: Values) -> Span:
    return counted(v["today"], weeks_or_months)


def _nth_week(v: Values) -> Span | None:
    """The first week of a month is its first seven days, the last its last seven."""
    number, period = int(v["nth"]), _month(v)
    if number < 0:
        return Span(_plus(period.last, -6), period.last, period.is_floating)
    first = _plus(period.first, 7 * (number - 1))
    last = min(_plus(first, 6), period.last)
    return Span(first, last, period.is_floating) if first <= last else None


def _nth_weekend(v: Values) -> Span | None:
    saturday = dates.nth_weekday(int(v["nth"]), 5, _month(v))
    return Span(saturday.first, _plus(saturday.first, 1)) if saturday else None


def _weekend_of(day: Span) -> Span:
    """The Saturday and Sunday nearest to a day; a feast is its own weekend."""
    if day.first != day.last:
        return day
    return dates.weekend(day.first, -1 if day.first.weekday() < 2 else 0)


def _add_sides(rules: Grammar) -> None:
    rules.add("said", "in|on? moment", lambda v: _when(v["moment"].first, v["moment"].last))
    rules.add("said", "on dotted_date", _on_dotted)
    rules.add("said", "whole_date:dotted_date", _on_dotted)
    for side in ("from", "until", "before", "after"):
        rules.add("edge", f"{side} in|on? part of|in? period", partial(_side_part, side))
        rules.add("edge", f"{side} dotted_date", partial(_side_dotted, side))
        rules.add("edge", f"{side} in|on? moment", partial(_side_moment, side))
    rules.add("said", "edge", lambda v: v["edge"])


def _when(first: date | None, last: date | None) -> Said:
    return Said("time", {"from_day": first, "to_day": last})


def _on_dotted(v: Values) -> Said | None:
    span = _numeric(v, "dotted_date")
    return _when(span.first, span.last) if span else None


def _side_moment(side: str, v: Values) -> Said:
    return _side(side, v["moment"])


def _side_part(side: str, v: Values) -> Said:
    """An edge at a part of a month: the middle is the 15th, "before the end" is until the end."""
    period: Span = v["period"]
    if v["part"] == "mid" and (period.last - period.first).days <= 31:
        return _side(side, dates.one_day(_plus(period.first, 14)))
    side = "until" if (side, v["part"]) == ("before", "late") else side
    return _side(side, dates.part_of(period, v["part"]))


def _side_dotted(side: str, v: Values) -> Said | None:
    span = _numeric(v, "dotted_date")
    return _side(side, span) if span else None


def _side(side: str, span: Span) -> Said:
    if side == "from":
        return _when(span.first, None)
    if side == "until":
        return _when(None, span.last)
    if side == "before":
        return _when(None, _plus(span.first, -1))
    return _when(_plus(span.last, 1), None)


def _add_ranges(rules: Grammar) -> None:
    for pattern in (
        "between moment:low to|until|and in|on? moment",
        "start_range|from|in? moment:low to|until in|on? moment",
        "moment:low or|and in|on? moment",
    ):
        rules.add("said", pattern, lambda v: _range(v["low"], v["moment"]))
    for pattern in (
        "between|start_range|from|on? number ordinal_mark? to|until|and|or on? day",
        "between|start_range|from|in? month:low number ordinal_mark? to bare_number:high",
    ):
        rules.add("said", pattern, _day_range)
    rules.add("said", "in? part:p to part period", _part_range)


def _range(low: Span, high: Span) -> Said:
    span = dates.joined(low, high)
    return _when(span.first, span.last)


def _day_range(v: Values) -> Said | None:
    """Two days with the month said once: "10 to 12 June", "June 10-12"."""
    day = v["number"].plain
    if not day.is_integer() or not 1 <= day <= 31:
        return None
    if "day" in v:
        last: Span = v["day"]
        first = dates.day_of(int(day), last.first.month, v["today"], last.first.year)
    else:
        high = v["high"].plain
        month = int(v["low"])
        first = dates.day_of(int(day), month, v["today"])
        last_found = dates.day_of(int(high), month, v["today"]) if 1 <= high <= 31 else None
        if last_found is None:
            return None
        last = last_found
    return _range(first, last) if first else None


def _part_range(v: Values) -> Said:
    return _range(dates.part_of(v["period"], v["p"]), dates.part_of(v["period"], v["part"]))


def _add_ahead(rules: Grammar) -> None:
    for pattern in (
        "in|within|over? next|this|coming number days",
        "in|within? number next|this|coming days",
        "within number days",
        "in|within? number days next|coming",
    ):
        rules.add("said", pattern, _ahead)
    rules.add("said", "in number days", _on_ahead)
    rules.add("said", "in|within? next|coming days", _some_ahead)


def _ahead(v: Values) -> Said | None:
    number, days = v["number"].plain, int(v["days"])
    if not number.is_integer() or not 0 < number <= FURTHEST[days]:
        return None
    span = dates.ahead(int(number), days, v["today"])
    return _when(span.first, span.last)


def _some_ahead(v: Values) -> Said:
    """How many "the next weeks" are: four, as days are seven and months three."""
    days = int(v["days"])
    span = dates.ahead({1: 7, 7: 4, 30: 3, 365: 2}[days], days, v["today"])
    return _when(span.first, span.last)


def _on_ahead(v: Values) -> Said | None:
    """One moment ahead: "in 3 days" is that day, "in 2 weeks" that week, and so on."""
    whole = _ahead(v)
    if whole is None:
        return None
    day, days = whole.fields["to_day"], int(v["days"])
    if days == 1:
        return _when(day, day)
    span = {7: dates.week(day), 30: dates.whole_month(day)}.get(days, _whole_year(day.year))
    return _when(span.first, span.last)
