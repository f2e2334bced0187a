"""Days, weekends, months and seasons, counted from a given today. Pure.

The meanings of "this" and "next" are those agreed in `tests/natural_queries.json`.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from startline.discovery.rules.tokens import NO_YEAR

SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First months, after the meteorological seasons of the northern half."""


@dataclass(frozen=True)
class Span:
    """Days from first to last, both included. Floating: no year was typed."""

    first: date
    last: date
    is_floating: bool = False

    def moved(self, years: int) -> "Span":
        """The same days in another year; 29 February becomes 28."""
        return Span(_in_year(self.first, years), _in_year(self.last, years), self.is_floating)


def one_day(day: date) -> Span:
    """A span of one day."""
    return Span(day, day)


def month(number: int, today: date, year: int | None = None) -> Span:
    """A month; without a year the running one or the next to come."""
    floating = year is None
    chosen = year if year is not None else today.year + (number < today.month)
    last = monthrange(chosen, number)[1]
    return Span(date(chosen, number, 1), date(chosen, number, last), floating)


def next_month(number: int, today: date) -> Span:
    """The month of that name that begins after today."""
    span = month(number, today)
    return span if span.first > today else span.moved(1)


def season(name: str, today: date, year: int | None = None) -> Span:
    """A season; without a year the running one or the next to come."""
    start = SEASON_STARTS[name]
    if year is None:
        span = _season(start, today.year - 1)
        while span.last < today:
            span = _season(start, span.first.year + 1)
        return Span(span.first, span.last, is_floating=True)
    return _season(start, year)


def next_season(name: str, today: date) -> Span:
    """The season of that name that begins after today."""
    span = season(name, today)
    return span if span.first > today else _season(span.first.month, span.first.year + 1)


def _season(start: int, year: int) -> Span:
    first = date(year, start, 1)
    return Span(first, plus_months(first, 3) - timedelta(days=1))


def part_of(span: Span, part: str) -> Span:
    """The early, middle or late third of a month (ten days), a season or a year (months)."""
    days = (span.last - span.first).days + 1
    if days <= 31:
        first, second = span.first + timedelta(days=9), span.first + timedelta(days=19)
    else:
        third = days // 3
        first, second = (
            span.first + timedelta(days=third - 1),
            span.first + timedelta(days=2 * third - 1),
        )
    if part == "early":
        return Span(span.first, first, span.is_floating)
    if part == "mid":
        return Span(first + timedelta(days=1), second, span.is_floating)
    return Span(second + timedelta(days=1), span.last, span.is_floating)


def weekend(today: date, ahead: int = 0) -> Span:
    """Saturday and Sunday of this week, or of a week ahead."""
    saturday = _monday(today) + timedelta(days=5 + 7 * ahead)
    return Span(saturday, saturday + timedelta(days=1))


def week(today: date, ahead: int = 0) -> Span:
    """Monday to Sunday of this week, or of a week ahead."""
    monday = _monday(today) + timedelta(days=7 * ahead)
    return Span(monday, monday + timedelta(days=6))


def whole_month(today: date, ahead: int = 0) -> Span:
    """This month, or one some months ahead."""
    first = plus_months(today.replace(day=1), ahead)
    return Span(first, plus_months(first, 1) - timedelta(days=1))


def weekday(number: int, today: date) -> Span:
    """The coming day of that name, today included (Monday is 0)."""
    return one_day(today + timedelta(days=(number - today.weekday()) % 7))


def weekday_next_week(number: int, today: date) -> Span:
    """The day of that name in the week after this one."""
    return one_day(_monday(today) + timedelta(days=7 + number))


def nth_weekday(number: int, weekday_number: int, span: Span) -> Span | None:
    """The first, second … or last (-1) Sunday (6) and so on of a month."""
    days = [
        day
        for offset in range((span.last - span.first).days + 1)
        if (day := span.first + timedelta(days=offset)).weekday() == weekday_number
    ]
    index = number if number < 0 else number - 1
    return one_day(days[index]) if -len(days) <= index < len(days) else None


def day_of(day: int, number: int, today: date, year: int | None = None) -> Span | None:
    """A day of a month; without a year the next, today included. None if there is no such day."""
    wanted = year if year is not None else today.year
    for candidate in range(wanted, wanted + (1 if year is not None else 9)):
        try:
            found = date(candidate, number, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return Span(found, found, is_floating=year is None)
    return None


def typed_day(day: date, today: date) -> Span | None:
    """A numeric date; without a year the next one."""
    if day.year == NO_YEAR:
        return day_of(day.day, day.month, today)
    return one_day(day)


def plus_months(day: date, months: int) -> date:
    """The same day so many months on, or the month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, number = min(index // 12, MAXYEAR), index % 12 + 1
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def ahead(number: int, days: int, today: date) -> Span:
    """The next so many days, weeks (7), months (30) or years (365), from today."""
    if days == 30:
        return Span(today, plus_months(today, number))
    if days == 365:
        return Span(today, plus_months(today, 12 * number))
    return Span(today, today + timedelta(days=number * days))


def holiday(name: str, today: date, year: int | None = None) -> Span:
    """A feast people race on, as the days off around it; without a year the next one."""
    if year is not None:
        return _holiday(name, year)
    span = _holiday(name, today.year)
    return span if span.last >= today else _holiday(name, today.year + 1)


def _holiday(name: str, year: int) -> Span:
    fixed = {
        "christmas": (date(year, 12, 24), date(year, 12, 26)),
        "boxing": (date(year, 12, 26), date(year, 12, 26)),
        "new_year": (date(year, 1, 1), date(year, 1, 1)),
        "new_year_eve": (date(year, 12, 31), date(year, 12, 31)),
        "year_end": (date(year, 12, 31), date(year, 12, 31)),
    }
    if name in fixed:
        return Span(*fixed[name])
    sunday = easter(year)
    name, _, days = name.partition(" ")
    if days:
        return one_day(sunday + timedelta(days=int(days)))
    if name == "ascension":
        return one_day(sunday + timedelta(days=39))
    if name == "whitsun":
        return Span(sunday + timedelta(days=48), sunday + timedelta(days=50))
    return Span(sunday - timedelta(days=2), sunday + timedelta(days=1))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (computus of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    number = (h + m - 7 * n + 90) // 25
    return date(year, number, (h + m - 7 * n + 33 * number + 19) % 32)


def joined(first: Span, last: Span) -> Span:
    """From the start of one to the end of the other; the year may be said only once."""
    if first.is_floating and not last.is_floating:
        first = first.moved(last.last.year - first.first.year)
    if last.is_floating and not first.is_floating:
        last = last.moved(first.first.year - last.first.year)
        if last.last < first.first:
            last = last.moved(1)
    if first.first > last.last and first.is_floating:
        first = first.moved(-1)
    if first.first > last.last:
        first, last = last, first
    return Span(first.first, last.last)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _in_year(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
