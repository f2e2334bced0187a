"""Place text with its context: the right namesake, or an honest "not found"."""

import pytest

from startline.places import queries
from startline.places.rules.values import Found


def where(found: Found) -> tuple[str, str, str]:
    """Kind, country and name of an answer."""
    if found.kind == "town" and found.place:
        return found.kind, found.country, found.place.name
    return found.kind, found.country, found.region.name if found.region else ""


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("Lagos", None, ("town", "NG", "Lagos")),
        ("Lagos", "PT", ("town", "PT", "Lagos")),
        ("Lagos, Nigeria", "PT", ("town", "NG", "Lagos")),
        ("Lagos, Faro", None, ("town", "PT", "Lagos")),
        ("Boston", "GB", ("town", "GB", "Boston")),
        ("Boston, USA", "GB", ("town", "US", "Boston")),
        ("Springfield, IL", "US", ("town", "US", "Springfield")),
        ("Livonia, MI, USA", None, ("town", "US", "Livonia")),
        ("Atlanta, Georgia", None, ("town", "US", "Atlanta")),
        ("Tbilisi, Georgia", None, ("town", "GE", "Tbilisi")),
        ("Colmar, FR", "DE", ("town", "FR", "Colmar")),
        ("Basel", "DE", ("town", "CH", "Basel")),
        ("Amesterdão, Países Baixos", "PT", ("town", "NL", "Amsterdam")),
        ("Cuba, Beja", "PT", ("town", "PT", "Cuba")),
        ("Sierra Nevada, Granada", "ES", ("town", "ES", "Granada")),
        ("Marlton, NJ 08053", "US", ("town", "US", "Marlton")),
        ("79098 Freiburg", "DE", ("town", "DE", "Freiburg")),
        ("Lister Park, Bradford BD9 4NR", "GB", ("town", "GB", "Bradford")),
        ("Newcastle, NSW", "AU", ("town", "AU", "Newcastle")),
        ("Liberia, Costa Rica", None, ("town", "CR", "Liberia")),
        ("El Pardo, Madrid", "ES", ("town", "ES", "El Pardo")),
        ("Castiglione d'Orcia (SI), Italy", None, ("town", "IT", "Castiglione d'Orcia")),
    ],
)
def test_country_and_later_parts_choose_among_namesakes(
    text: str, country: str | None, expected: tuple[str, str, str]
) -> None:
    assert where(queries.locate(text, country)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "🇮🇹 Italy, Rovereto",
        "🇮🇹 Rovereto, Italy",
        "Italy, Rovereto",
        "Rovereto (Italien)",
        "🇮🇹 Rovereto",
    ],
)
def test_a_flag_and_a_country_may_stand_on_either_side(text: str) -> None:
    assert where(queries.locate(text, "DE")) == ("town", "IT", "Rovereto")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ponte de Lima,  Viana do Castelo Ponte de Lima,  Viana do Castelo", "Ponte de Lima"),
        ("Tomar Tomar, Santarém", "Tomar"),
        ("Manteigas Manteigas, Guarda", "Manteigas"),
        ("Covilhã, Castelo Branco Covilhã, Castelo Branco", "Covilhã"),
    ],
)
def test_a_place_told_twice_is_one_place(text: str, expected: str) -> None:
    found = queries.locate(text, "PT")
    assert found.place is not None
    assert found.place.name == expected


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("충남 금산", "KR", "South Chungcheong"),
        ("경기 가평군", None, "Gyeonggi"),
        ("浙江 杭州", None, "Zhejiang"),
        ("京都市", None, "Kyōto"),
        ("Αθήνα", None, "Attica"),
        ("Лиссабон", None, "Lisbon"),
        ("القاهرة", None, "Cairo"),
        ("Lissabon", None, "Lisbon"),
        ("LISBOA", None, "Lisbon"),
    ],
)
def test_names_in_other_scripts_and_languages_are_known(
    text: str, country: str | None, expected: str
) -> None:
    found = queries.locate(text, country)
    assert found.kind == "town"
    assert found.place is not None
    assert found.place.region_name == expected


def test_an_unknown_village_of_a_wide_district_is_the_district_not_a_namesake() -> None:
    found = queries.locate("Vale de Nenhures, Bragança", "PT")
    assert where(found) == ("region", "PT", "Bragança")
    assert found.place is not None
    assert found.place.name == "Bragança"


def test_a_city_behind_its_country_is_the_city_and_not_its_province() -> None:
    assert where(queries.locate("🇪🇸 Spain, Córdoba")) == ("town", "ES", "Córdoba")
    assert where(queries.locate("Italia, Toscana, Lucca")) == ("town", "IT", "Lucca")


def test_a_letter_of_another_alphabet_does_not_hide_a_name() -> None:
    assert where(queries.locate("Μadrid")) == ("town", "ES", "Madrid")


def test_a_county_whose_seat_is_unknown_is_told_as_a_region() -> None:
    found = queries.locate("Caminha,  Viana do Castelo Caminha,  Viana do Castelo", "PT")
    assert where(found) == ("region", "PT", "Caminha")
    assert found.point is not None


def test_a_namesake_in_another_district_is_not_the_answer() -> None:
    found = queries.locate("Lagos, Bragança", "PT")
    assert found.place is None or found.place.name != "Lagos"


@pytest.mark.parametrize("text", ["Vale de Nenhures", "", "  ,  ", "12345", "🏁"])
def test_what_is_not_known_is_not_found(text: str) -> None:
    assert queries.locate(text, "PT").kind == "none"


@pytest.mark.parametrize("text", ["Staufen", "Ottenheim"])
def test_a_village_abroad_is_not_taken_for_one_at_home_that_is_unknown(text: str) -> None:
    found = queries.locate(text, "PT")
    assert found.kind == "none"


def test_a_region_or_country_alone_is_said_to_be_one() -> None:
    assert where(queries.locate("Açores", "PT")) == ("region", "PT", "Azores")
    assert where(queries.locate("Haute-Savoie, France")) == ("region", "FR", "Haute-Savoie")
    assert where(queries.locate("Espanha", "PT")) == ("country", "ES", "")


def test_a_street_named_after_a_town_is_not_that_town() -> None:
    found = queries.locate("Avenida de Roma, Lisboa", "PT")
    assert where(found) == ("town", "PT", "Lisbon")


def test_a_venue_before_its_town_gives_the_town() -> None:
    assert where(queries.locate("Seeparkstadion, Freiburg", "DE")) == ("town", "DE", "Freiburg")
    found = queries.locate("Haslach im Kinzigtal", "DE", near=(48.0, 7.85))
    assert found.place is not None
    assert found.place.name.startswith("Haslach")


def test_a_dash_parts_two_places_or_belongs_to_one_name() -> None:
    albacete = queries.locate("Robledo, Albacete, Castilla - La Mancha", "ES")
    assert albacete.country == "ES"
    assert albacete.point is not None
    assert albacete.point[0] == pytest.approx(38.9, abs=0.5)
    either = queries.locate("Ferreries - Menorca", "ES")
    assert where(either) == ("town", "ES", "Ferreries")
    assert where(queries.locate("Willstätt-Sand", "DE")) == ("town", "DE", "Willstätt")


def test_a_korean_venue_is_led_by_its_town() -> None:
    found = queries.locate("경북 경주시민운동장", "KR")
    assert where(found) == ("town", "KR", "Gyeongju")


def test_letters_that_stand_for_not_given_are_no_country() -> None:
    assert where(queries.locate("NA, Italy")) == ("country", "IT", "")


def test_an_unknown_village_of_a_province_is_not_said_to_be_in_its_capital() -> None:
    found = queries.locate("Villa de Nenhures, León, Castilla y León", "ES")
    assert where(found) == ("region", "ES", "León")


def test_a_centre_decides_between_namesakes_at_home() -> None:
    here = queries.locate("Steinach", "DE", near=(48.0, 7.85))
    assert here.place is not None
    assert here.place.region_name == "Baden-Württemberg"


def test_certainty_is_lower_where_a_namesake_is_as_likely() -> None:
    confirmed = queries.locate("Lagos, Faro", "PT").certainty
    alone = queries.locate("Lagos", "PT").certainty
    tossed = queries.locate("Villeneuve", "FR").certainty
    assert confirmed > alone > tossed
    assert tossed < 0.6
