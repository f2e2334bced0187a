"""Names, pages, points and histories: small tables of what is one race and what is not."""

import datetime as dt
from typing import Any

import pytest

from startline.feeds.rules.addresses import page
from startline.feeds.rules.holdings import Sighting, condensed, holdings
from startline.feeds.rules.matching import Verdict, judge
from startline.feeds.rules.names import lasting_name, name_key, name_parts
from startline.feeds.rules.source_names import source_slug
from startline.feeds.rules.statements import said, signature
from startline.feeds.tests.make import make_listing

DAY = dt.date(2026, 9, 13)


def verdict_on(a: dict[str, Any], b: dict[str, Any], sources: str = "one two") -> Verdict:
    """The verdict on two listings that differ from the Ridge Trail as told."""
    found = []
    for source, words in zip(sources.split(), (a, b), strict=True):
        listing = make_listing(**{"key": source, **words})
        found.append(signature(source, said(listing), [listing.starts_on or DAY]))
    assert judge(*found).verdict == judge(*reversed(found)).verdict
    return judge(*found).verdict


@pytest.mark.parametrize(
    ("name", "ordinal", "years", "own"),
    [
        ("XIV Piódão Trail Running 2026", 14, {2026}, {"piodao"}),
        ("12.ª Meia Maratona do Porto", 12, set(), {"porto"}),
        ("제5회 무등산 마라톤", 5, set(), {"무등산"}),
        ("31. Teninger Allmendlauf", 31, set(), {"teninger", "allmendlauf"}),
        ("2026 제주감귤마라톤", None, {2026}, {"제주감귤"}),
    ],
)
def test_a_name_is_taken_apart(
    name: str, ordinal: int | None, years: set[int], own: set[str]
) -> None:
    parts = name_parts(name)

    assert parts.ordinal == ordinal
    assert set(parts.years) == years
    assert set(parts.own) == own


@pytest.mark.parametrize(
    ("name", "lasting"),
    [
        ("Corrida Fim da Europa 2027", "Corrida Fim da Europa"),
        ("12.ª Meia Maratona do Porto 2026", "Meia Maratona do Porto"),
        ("2026", "2026"),
        ("XIV Piódão Trail", "Piódão Trail"),
        ("Ironman", "Ironman"),
    ],
)
def test_the_lasting_name_has_no_year_and_no_number(name: str, lasting: str) -> None:
    assert lasting_name(name) == lasting


def test_editions_of_one_event_share_a_name_key() -> None:
    assert name_key("3º Trail da Serra 2025") == name_key("Trail da Serra 2026")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.run.example/", "https://run.example/index.html?utm_source=x"),
        ("https://청도반시마라톤.kr", "http://xn--hq1bo4en6bw9cp5mzkpmgi.kr/?utm_medium=y"),
        ("https://a.example/event/5/", "a.example/event/5"),
    ],
)
def test_spellings_of_one_address_are_one_page(one: str, other: str) -> None:
    assert page(one) is not None
    assert page(one) == page(other)


@pytest.mark.parametrize(
    "address", ["", "nonsense", "https://www.googletagmanager.com/gtag/js?id=G"]
)
def test_what_is_no_page_of_a_race_is_none(address: str) -> None:
    assert page(address) is None


SAME = [
    ({}, {"name": "12.ª Ridge Trail 2026"}),
    ({}, {"name": "Ridge Trail", "starts_on": dt.date(2026, 9, 14)}),
    ({"name": "VB Trail", "website": "https://lap2go.com/event/vb"},
     {"name": "Vila Baleeira Trail", "website": "https://lap2go.com/event/vb"}),
    ({"name": "São Silvestre Serpa"}, {"name": "S. Silvestre de Serpa"}),
]  # fmt: skip
FAR = {"latitude": 41.5, "longitude": -8.4, "place_text": "Braga"}
DIFFERENT = [
    ({}, FAR),
    ({"name": "São Silvestre Serpa"}, {"name": "São Silvestre Braga", **FAR}),
    ({"name": "Ridge Trail"}, {"name": "Ridge Trail Kids"}),
    ({}, {"name": "Volta ao Castelo"}),
    ({}, {"starts_on": dt.date(2026, 9, 20)}),
    ({"name": "Maratona de Serpa"}, {"name": "Meia Maratona de Serpa"}),
    ({"name": "Serpa Trail Etapa 1"}, {"name": "Serpa Trail Etapa 2"}),
    ({"country": "PT"}, {"country": "ES"}),
    ({"name": "Corrida da Primavera"}, {"name": "Corrida do Outono"}),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_two_tellings_of_one_race_are_the_same(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert verdict_on(a, b) is Verdict.SAME


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_two_races_stay_apart(a: dict[str, Any], b: dict[str, Any]) -> None:
    assert verdict_on(a, b) is not Verdict.SAME


def test_one_source_that_prints_two_days_means_two_races() -> None:
    later = {"starts_on": dt.date(2026, 9, 14)}

    assert verdict_on({}, later, "one one") is Verdict.DIFFERENT


def sightings(*told: str, name_year: int = 0) -> list[Sighting]:
    """From texts "said:date"."""
    days = [tuple(dt.date.fromisoformat(part) for part in text.split(":")) for text in told]
    return [
        Sighting(dt.datetime.combine(said_on, dt.time(), tzinfo=dt.UTC), said_on, on, name_year)
        for said_on, on in days
    ]


@pytest.mark.parametrize(
    ("told", "name_year", "days"),
    [
        (["2026-01-01:2026-05-01", "2026-02-01:2026-05-08"], 0, ["2026-05-08"]),
        (["2025-01-01:2025-05-01", "2026-01-01:2026-05-03"], 0, ["2025-05-01", "2026-05-03"]),
        (["2020-03-01:2020-05-01", "2020-04-01:2021-05-01"], 2020, ["2021-05-01"]),
        (["2026-05-01:2026-05-24", "2026-07-01:2027-01-31"], 2027, ["2026-05-24", "2027-01-31"]),
        (["2025-03-01:2025-03-30", "2025-09-03:2025-11-30"], 2025, ["2025-11-30"]),
        (["2026-01-01:2026-03-28", "2026-07-01:2027-04-03", "2026-08-01:2026-03-28"], 2026,
         ["2026-03-28"]),
        (["2025-10-01:2026-09-26", "2025-11-03:2025-11-02", "2025-11-07:2026-09-26"], 2026,
         ["2026-09-26"]),
    ],
)  # fmt: skip
def test_a_history_is_cut_into_editions(told: list[str], name_year: int, days: list[str]) -> None:
    history = sightings(*told, name_year=name_year)

    for order in (history, history[::-1]):
        assert [str(h.on) for h in holdings(order)] == days


def test_a_condensed_history_gives_the_same_editions() -> None:
    history = sightings("2026-01-01:2026-05-01", "2026-01-02:2026-05-01", "2026-01-03:2026-05-01",
                        "2026-02-01:2026-06-01")  # fmt: skip

    short = condensed(history, whole=3)

    assert len(short) == 3
    assert [h.on for h in holdings(short)] == [h.on for h in holdings(history)]
    assert condensed(history) == history


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("korea/roadrun_marathons_2026-08-02.json", "roadrun"),
        ("spain/data_2017-04-25.json", "spain"),
        ("fra/fra_union_2025_2026.ics.xz", "fra"),
        ("events.json", "files"),
    ],
)
def test_snapshots_of_one_site_come_to_one_source(name: str, slug: str) -> None:
    assert source_slug(name) == slug
