"""What the words of a search mean, in three languages and in none."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.discovery.rules.lexicon import LANGUAGES
from startline.discovery.rules.understanding import Understood, understand, without
from startline.discovery.tests.gazetteer import find_place

TODAY = date(2026, 5, 1)  # a Friday


def asked(text: str, today: date = TODAY) -> Understood:
    return understand(text, today=today, find_place=find_place)


def fields(text: str, *names: str) -> tuple[Any, ...]:
    understood = asked(text)
    return tuple(getattr(understood, name) for name in names)


@pytest.mark.parametrize(
    "text",
    [
        "hilly half near Lyon in May, under 60 euros, cut-off 3 h",
        "hügeliger Halbmarathon bei Lyon im Mai, unter 60 Euro, Zeitlimit 3 Stunden",
        "semi vallonné près de Lyon en mai, moins de 60 €, temps limite 3h",
        "vallonné half bei Lyon en May, unter 60 euros, cutoff 3:00",
    ],
)
def test_the_sentence_of_the_plan_is_understood_in_every_language(text: str) -> None:
    understood = asked(text)

    assert understood.place is not None
    assert (understood.place.kind, understood.place.country) == ("town", "FR")
    assert understood.within_m == 50_000
    assert (understood.from_day, understood.to_day) == (date(2026, 5, 1), date(2026, 5, 31))
    assert (understood.min_m, understood.max_m) == (20_000, 22_000)
    assert understood.relief == "hilly"
    assert (understood.max_price_minor, understood.currency) == (6_000, "EUR")
    assert understood.cutoff_min_ms == 3 * 3_600_000
    assert understood.rest == ()


LENGTHS = [
    ("half", 20_000, 22_000),
    ("semi-marathon", 20_000, 22_000),
    ("halb marathon", 20_000, 22_000),
    ("marathn", 41_000, 43_500),
    ("ultra", 43_500, None),
    ("ultra 100 km", 95_000, 105_000),
    ("ten k", 9_500, 10_500),
    ("10er", 9_500, 10_500),
    ("５ ㎞", 4_750, 5_250),
    ("1,5 km", 1_425, 1_575),
    ("5.000 m", 4_750, 5_250),
    ("50 miler", 76_443.84, 84_490.56),
    ("15 bis 25 km", 15_000, 25_000),
    ("between 25 and 15 km", 15_000, 25_000),
    ("20-30 km", 20_000, 30_000),
    ("plus de 80 km", 80_000, None),
    ("50k+", 50_000, None),
    ("up to 10k", None, 10_000),
    ("10k or half marathon", 9_500, 22_000),
]


@pytest.mark.parametrize(("text", "low", "high"), LENGTHS)
def test_lengths_are_ranges_in_metres(text: str, low: float | None, high: float | None) -> None:
    min_m, max_m, rest = fields(text, "min_m", "max_m", "rest")

    assert (min_m, max_m, rest) == (pytest.approx(low), pytest.approx(high), ())


@pytest.mark.parametrize("text", ["0 km", "1000000000 km", "9" * 4_900 + " km", "-5 km in 99999"])
def test_an_absurd_length_is_left_to_full_text_or_read_without_harm(text: str) -> None:
    understood = asked(text)

    assert understood.min_m is None or 0 < understood.min_m < 10_000_000


PLACES = [
    ("near Lyon", "lyon", 50_000),
    ("in Lyon", "lyon", 25_000),
    ("Lyon", "lyon", 25_000),
    ("Lyon et environs", "lyon", 50_000),
    ("Lyon, Umkreis 80 km", "lyon", 80_000),
    ("within 30 km near Leeds", "leeds", 30_000),
    ("within 30 miles of Leeds", "leeds", 48_280.32),
    ("im Umkreis von 80 km um Freiburg", "freiburg", 80_000),
    ("à moins de 30 km de Lyon", "lyon", 30_000),
    ("max 30 km von München entfernt", "munchen", 30_000),
    ("50 km autour de Lyon", "lyon", 50_000),
    ("marathon de La Rochelle", "la rochelle", 25_000),
    ("Frankfurt am Main", "frankfurt am main", 25_000),
    ("half moon bay", "half moon bay", 25_000),
    ("Paris, France", "paris", 25_000),
    ("course à Nice", "nice", 25_000),
    ("Essen", "essen", 25_000),
]


@pytest.mark.parametrize(("text", "name", "within_m"), PLACES)
def test_a_town_is_found_with_the_reach_its_preposition_gives(
    text: str, name: str, within_m: float
) -> None:
    found, reach, rest = fields(text, "place", "within_m", "rest")

    assert (found.kind, found.place.name) == ("town", name)
    assert (reach, rest) == (pytest.approx(within_m), ())


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("in Bavaria", "region", "DE"),
        ("près de la Bretagne", "region", "FR"),
        ("within 30 km of Wales", "region", "GB"),
        ("Frankreich", "country", "FR"),
    ],
)
def test_a_region_or_country_has_no_radius(text: str, kind: str, country: str) -> None:
    found, reach, rest = fields(text, "place", "within_m", "rest")

    assert (found.kind, found.country, reach, rest) == (kind, country, None, ())


@pytest.mark.parametrize("text", ["muddy trail", "a cut-off of 3 h", "kids at night"])
def test_a_village_named_like_a_word_is_not_found_in_a_sentence(text: str) -> None:
    assert asked(text).place is None


def test_an_everyday_word_is_no_town_unless_typed_like_one() -> None:
    assert asked("a nice 10k").place is None
    assert asked("10k Nice").place is not None


def test_ten_kilometres_around_a_town_are_a_race_and_fifty_a_radius() -> None:
    assert fields("10 km autour de Lyon", "max_m", "within_m") == (10_500, 50_000)
    assert fields("50 km autour de Lyon", "max_m", "within_m") == (None, 50_000)
    assert fields("20 km de Paris", "max_m", "within_m") == (21_000, 25_000)
    assert fields("under 15 km near Leeds", "max_m", "within_m") == (15_000, 50_000)


KINDS = [
    ("trail", "running", "trail", ""),
    ("trail triathlon", "triathlon", "trail", ""),
    ("road race", "running", "road", ""),
    ("Straßenmarathon", "", "road", ""),
    ("Crosslauf", "running", "cross", ""),
    ("un cross", "running", "cross", ""),
    ("gravel bike race", "cycling", "gravel", ""),
    ("course cycliste", "cycling", "", ""),
    ("Hindernislauf", "obstacle", "", ""),
    ("open water swim", "swimming", "", ""),
    ("Freiwasser", "swimming", "", ""),
    ("Wanderung", "walking", "", ""),
    ("Volkslauf", "running", "", ""),
    ("course à pied", "running", "", ""),
    ("huegeliger Lauf", "running", "", "hilly"),
    ("Berglauf", "running", "", "hilly"),
    ("parcours plat", "", "", "flat"),
    ("Rennen", "", "", ""),
]


@pytest.mark.parametrize(("text", "sport", "surface", "relief"), KINDS)
def test_sport_surface_and_relief(text: str, sport: str, surface: str, relief: str) -> None:
    assert fields(text, "sport", "surface", "relief", "rest") == (sport, surface, relief, ())


PRICES = [
    ("under 60 euros", 6_000, "EUR"),
    ("under £30", 3_000, "GBP"),
    ("max $1,500", 150_000, "USD"),
    ("Startgeld bis 40 Franken", 4_000, "CHF"),
    ("moins de 49,90 €", 4_990, "EUR"),
    ("5000 ¥", 5_000, "JPY"),
    ("price under 60", 6_000, ""),
    ("kostenlos", 0, ""),
    ("gratuit", 0, ""),
    ("between 20 and 50 €", 5_000, "EUR"),
]


@pytest.mark.parametrize(("text", "minor", "currency"), PRICES)
def test_prices_are_minor_units_of_their_currency(text: str, minor: int, currency: str) -> None:
    assert fields(text, "max_price_minor", "currency", "rest") == (minor, currency, ())


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("cut-off 20 hours", 1_200),
        ("Zielschluss nach 6 Stunden", 360),
        ("barrière horaire 6h30", 390),
        ("7h cut-off", 420),
        ("time limit of at least 90 minutes", 90),
        ("Sollzeit 5:30", 330),
        ("6,5 Stunden Zeitlimit", 390),
    ],
)
def test_a_cut_off_is_the_least_time_wanted(text: str, minutes: int) -> None:
    assert fields(text, "cutoff_min_ms", "rest") == (minutes * 60_000, ())


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("weniger als 1.500 Höhenmeter", None, 1_500),
        ("moins de 1000 m D+", None, 1_000),
        ("D+ < 1000", None, 1_000),
        ("max 500 hm", None, 500),
        ("less than 1,000 ft of climbing", None, 304.8),
        ("over 2000 m climb", 2_000, None),
    ],
)
def test_climb_is_bounded_in_metres(text: str, low: float | None, high: float | None) -> None:
    climb_min_m, climb_max_m, rest = fields(text, "climb_min_m", "climb_max_m", "rest")

    assert (climb_min_m, climb_max_m, rest) == (low, pytest.approx(high), ())


@pytest.mark.parametrize(
    "text", ["open entries", "Anmeldung noch offen", "freie Plätze", "inscriptions ouvertes"]
)
def test_open_entries_are_asked_for(text: str) -> None:
    assert fields(text, "is_open", "rest") == (True, ())


def test_what_is_not_understood_is_left_in_order_without_small_words() -> None:
    understood = asked("looking for the Muddy Nocturne K78 relay near Lyon with a Crêpe")

    assert understood.rest == ("muddy", "nocturne", "k78", "relay", "crepe")


def test_near_me_is_noticed_and_names_no_place() -> None:
    understood = asked("10k near me")

    assert (understood.is_near_me, understood.place) == (True, None)


def test_a_second_sport_does_not_undo_the_first_but_is_searched_for() -> None:
    assert fields("triathlon duathlon", "sport", "rest") == ("triathlon", ("duathlon",))


def test_a_town_after_a_preposition_beats_a_name_without_one() -> None:
    understood = asked("Paris marathon in Leeds")

    assert understood.place is not None
    assert understood.place.country == "GB"
    assert understood.rest == ("paris",)


SENTENCE = "hilly half near Lyon in May, under 60 euros, cut-off 3 h, open entries, nocturne"


def test_every_chip_names_the_words_it_came_from() -> None:
    chips = asked(SENTENCE).chips

    assert [(chip.kind, chip.typed) for chip in chips] == [
        ("relief", "hilly"),
        ("distance", "half"),
        ("place", "near Lyon"),
        ("time", "in May"),
        ("price", "under 60 euros"),
        ("cutoff", "cut-off 3 h"),
        ("open", "open entries"),
    ]


def test_removing_a_chip_removes_that_meaning_and_no_other() -> None:
    chips = asked(SENTENCE).chips

    for chip in chips:
        left = asked(without(SENTENCE, chip))

        assert [c.kind for c in left.chips] == [c.kind for c in chips if c != chip]
        assert left.rest == ("nocturne",)


def test_every_language_names_the_same_months_and_seasons() -> None:
    for table in LANGUAGES.values():
        assert set(table["month"]) == {str(number) for number in range(1, 13)}
        assert set(table["weekday"]) == {str(number) for number in range(7)}
        assert set(table["season"]) == {"spring", "summer", "autumn", "winter"}


VOCABULARY = sorted(
    {
        p.strip()
        for t in LANGUAGES.values()
        for c in t.values()
        for v in c.values()
        for p in v.split(",")
    }
)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    understood = asked(text)

    for chip in understood.chips:
        assert len(without(text, chip)) <= len(text) * 18


@given(
    st.lists(
        st.one_of(
            st.sampled_from(VOCABULARY),
            st.integers(min_value=0, max_value=10**12).map(str),
            st.sampled_from(
                ["31.2.", "2026-02-30", "99:99", "D+", "€", "-", "–", "31/12", "1.234,5"]
            ),
            st.sampled_from(["lyon", "La Rochelle", "bayern"]),
        ),
        max_size=14,
    ),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
)
def test_any_order_of_known_words_gets_an_answer_that_holds_together(
    words: list[str], today: date
) -> None:
    understood = asked(" ".join(words), today)

    if understood.from_day and understood.to_day:
        assert understood.from_day <= understood.to_day + timedelta(days=1)
    if understood.min_m is not None and understood.max_m is not None:
        assert understood.min_m <= understood.max_m


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "'; DROP TABLE race; --",
        "🏃" * 100 + " 10k",
        "ماراثون في دبي",
        "מרתון תל אביב",
        "東京マラソン",
        "\x00\ufeff\u202e10 km",
        "x" * 5_000,
        "1 " * 2_500,
        "km " * 1_700,
        "between " * 600,
        "10 - " * 1_000,
    ],
)
def test_hostile_text_gets_an_answer(text: str) -> None:
    assert isinstance(asked(text), Understood)


def test_only_so_many_characters_are_read() -> None:
    assert asked("x " * 2_500 + "marathon").min_m is None
