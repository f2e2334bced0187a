"""When a search means, counted from a given day."""

from datetime import date

import pytest

from startline.discovery.rules.understanding import understand
from startline.discovery.tests.gazetteer import find_place

TODAY = date(2026, 5, 1)  # a Friday

DAYS = [
    ("this weekend", "2026-05-02", "2026-05-03"),
    ("kommendes Wochenende", "2026-05-02", "2026-05-03"),
    ("am Wochenende", "2026-05-02", "2026-05-03"),
    ("le week-end prochain", "2026-05-09", "2026-05-10"),
    ("next month", "2026-06-01", "2026-06-30"),
    ("in May", "2026-05-01", "2026-05-31"),
    ("en avril", "2027-04-01", "2027-04-30"),
    ("Juni 2027", "2027-06-01", "2027-06-30"),
    ("next spring", "2027-03-01", "2027-05-31"),
    ("cet été", "2026-06-01", "2026-08-31"),
    ("im Winter", "2026-12-01", "2027-02-28"),
    ("winter 2027", "2027-12-01", "2028-02-29"),
    ("in 2027", "2027-01-01", "2027-12-31"),
    ("tomorrow", "2026-05-02", "2026-05-02"),
    ("on 13 June", "2026-06-13", "2026-06-13"),
    ("am 14.6.", "2026-06-14", "2026-06-14"),
    ("am 14.6", "2026-06-14", "2026-06-14"),
    ("le 14/06", "2026-06-14", "2026-06-14"),
    ("2026-10-04", "2026-10-04", "2026-10-04"),
    ("1er mai 2027", "2027-05-01", "2027-05-01"),
    ("Saturday", "2026-05-02", "2026-05-02"),
    ("Samstag, 13. Juni", "2026-06-13", "2026-06-13"),
    ("early September", "2026-09-01", "2026-09-10"),
    ("mi-juillet", "2026-07-11", "2026-07-20"),
    ("bis Ende August", None, "2026-08-31"),
    ("ab September", "2026-09-01", None),
    ("à partir du 15 juin", "2026-06-15", None),
    ("before July", None, "2026-06-30"),
    ("vor dem 15. Juni", None, "2026-06-14"),
    ("after 20 August", "2026-08-21", None),
    ("between september and november", "2026-09-01", "2026-11-30"),
    ("von November bis Februar", "2026-11-01", "2027-02-28"),
    ("du 15 au 20 mai", "2026-05-15", "2026-05-20"),
    ("12-14 June", "2026-06-12", "2026-06-14"),
    ("June or July", "2026-06-01", "2026-07-31"),
    ("first weekend of October", "2026-10-03", "2026-10-04"),
    ("am 1. Wochenende im Juni", "2026-06-06", "2026-06-07"),
    ("1st week of June", "2026-06-01", "2026-06-07"),
    ("am letzten Sonntag im September", "2026-09-27", "2026-09-27"),
    ("le week-end du 14 juillet", "2026-07-11", "2026-07-12"),
    ("übernächstes Wochenende", "2026-05-16", "2026-05-17"),
    ("nächsten Samstag", "2026-05-09", "2026-05-09"),
    ("Juni nächsten Jahres", "2027-06-01", "2027-06-30"),
    ("ab Mitte Juni", "2026-06-15", None),
    ("avant fin juin", None, "2026-06-30"),
    ("01.06.2026 - 15.06.2026", "2026-06-01", "2026-06-15"),
    ("Pfingstmontag", "2026-05-25", "2026-05-25"),
    ("next 3 weeks", "2026-05-01", "2026-05-22"),
    ("in den nächsten 2 Monaten", "2026-05-01", "2026-07-01"),
    ("les deux prochaines semaines", "2026-05-01", "2026-05-15"),
    ("in 2 weeks", "2026-05-11", "2026-05-17"),
    ("Ostern 2027", "2027-03-26", "2027-03-29"),
    ("in autum", "2026-09-01", "2026-11-30"),
]


@pytest.mark.parametrize(("text", "first", "last"), DAYS)
def test_times_are_counted_from_today(text: str, first: str | None, last: str | None) -> None:
    understood = understand(text, today=TODAY, find_place=find_place)

    assert understood.from_day == (date.fromisoformat(first) if first else None)
    assert understood.to_day == (date.fromisoformat(last) if last else None)
    assert understood.rest == ()
