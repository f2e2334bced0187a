"""What a search must not find: "not", "kein", "sans" and what they reach."""

from datetime import date
from typing import Any

import pytest

from startline.discovery.rules.understanding import Understood, understand, without
from startline.discovery.tests.gazetteer import find_place

TODAY = date(2026, 5, 1)


def asked(text: str) -> Understood:
    return understand(text, today=TODAY, find_place=find_place)


def said(understood: Understood) -> dict[str, Any]:
    """The main fields that are set; a place by its country."""
    fields = {
        "country": understood.place and understood.place.country,
        "surface": understood.surface,
        "sport": understood.sport,
        "relief": understood.relief,
        "format": understood.format,
        "min_m": understood.min_m,
        "from": understood.from_day,
        "to": understood.to_day,
    }
    return {name: value for name, value in fields.items() if value}


MARATHON = {"min_m": 41_000}
TEN = {"min_m": 9_500}
LEFT_OUT = [
    ("nicht in Deutschland Marathon", MARATHON, [{"country": "DE"}]),
    ("marathon but not in Germany", MARATHON, [{"country": "DE"}]),
    ("marathon outside of Germany", MARATHON, [{"country": "DE"}]),
    ("Marathon außerhalb von Deutschland", MARATHON, [{"country": "DE"}]),
    ("marathon hors de France", MARATHON, [{"country": "FR"}]),
    ("pas en France", {}, [{"country": "FR"}]),
    ("not a trail 10k", TEN, [{"surface": "trail"}]),
    ("kein Trail, Straße, 10 km", {**TEN, "surface": "road"}, [{"surface": "trail"}]),
    ("sans trail", {}, [{"surface": "trail"}]),
    ("10 km pas de trail", TEN, [{"surface": "trail"}]),
    ("10k without obstacles", TEN, [{"sport": "obstacle"}]),
    ("keine Staffel, 10 km", TEN, [{"format": "relay"}]),
    ("10 km sans relais", TEN, [{"format": "relay"}]),
    ("10k no relays", TEN, [{"format": "relay"}]),
    ("trail not in Germany or France", {"surface": "trail", "sport": "running"},
     [{"country": "DE"}, {"country": "FR"}]),
    ("Bayern ohne Marathon", {"country": "DE"}, [MARATHON]),
    ("marathon not in July", MARATHON, [{"from": date(2026, 7, 1), "to": date(2026, 7, 31)}]),
    ("10 km mais pas en août", TEN, [{"from": date(2026, 8, 1), "to": date(2026, 8, 31)}]),
    ("weder Trail noch Straße", {}, [{"surface": "trail"}, {"surface": "road"}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "unwanted"), LEFT_OUT)
def test_what_a_not_reaches_is_left_out_and_nothing_else(
    text: str, wanted: dict[str, Any], unwanted: list[dict[str, Any]]
) -> None:
    understood = asked(text)

    assert said(understood) == wanted
    assert [said(one) for one in understood.excluded] == unwanted
    assert understood.rest == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("not more than 20 km", {}),
        ("no longer than 20 km", {}),
        ("not hilly", {"relief": "flat"}),
        ("nicht hügelig", {"relief": "flat"}),
        ("not free", {}),
        ("not near me", {}),
        ("No Limits Triathlon", {"sport": "triathlon"}),
    ],
)
def test_other_phrases_with_a_not_leave_nothing_out(text: str, wanted: dict[str, Any]) -> None:
    understood = asked(text)

    assert (said(understood), understood.excluded) == (wanted, ())


def test_a_chip_holds_the_not_and_is_taken_off_with_it() -> None:
    text = "marathon but not in Germany in May"
    chips = {chip.typed: chip for chip in asked(text).chips}

    assert chips["but not in Germany"].excluded is not None
    assert without(text, chips["but not in Germany"]) == "marathon in May"


@pytest.mark.parametrize("text", ["1e309 km", "-5 km", "Lyon -5 km", "2,5e3 km", "−5 km"])
def test_a_minus_or_an_exponent_makes_no_length(text: str) -> None:
    understood = asked(text)

    assert (understood.min_m, understood.max_m) == (None, None)


@pytest.mark.parametrize("text", ["10-20 km", "10 - 20 km", "10 -20 km"])
def test_a_dash_between_two_numbers_is_a_range(text: str) -> None:
    assert (asked(text).min_m, asked(text).max_m) == (10_000, 20_000)
