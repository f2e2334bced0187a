"""Places, positions and addresses of listings made clean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.feeds.rules.country_names import country_code
from startline.feeds.rules.described import described, own_page
from startline.feeds.rules.osgrid import grid_position, to_wgs84
from startline.feeds.rules.positions import read_position, sound
from startline.feeds.rules.texts import flag_country, plain, undoubled, without_lookalikes
from startline.feeds.rules.urls import clean_url, official_site, shared_front_pages


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Caminha,  Viana do Castelo Caminha,  Viana do Castelo", "Caminha, Viana do Castelo"),
        ("Faro Faro,  Portugal", "Faro, Portugal"),
        ("Lisboa Lisboa", "Lisboa"),
        ("Wagga Wagga, Australia", "Wagga Wagga, Australia"),
        ("Rio Maior", "Rio Maior"),
        ("", ""),
    ],
)
def test_a_doubled_place_is_halved(text: str, place: str) -> None:
    assert undoubled(text) == place


def test_flags_are_countries_in_either_order() -> None:
    assert flag_country("🇩🇪 Magdeburg") == ("DE", "Magdeburg")
    assert flag_country("🇮🇹 Italy, Rovereto") == ("IT", "Italy, Rovereto")
    assert flag_country("Rovereto") == ("", "Rovereto")


def test_a_greek_capital_in_a_latin_word_becomes_latin() -> None:
    assert without_lookalikes("Greece, \u039ceteora") == "Greece, Meteora"
    assert without_lookalikes("Μετέωρα") == "Μετέωρα"
    assert without_lookalikes("Москва") == "Москва"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Portugal", "PT"),
        ("Tchéquia", "CZ"),
        ("Hong Kong, China", "HK"),
        ("PA, United States", "US"),
        ("中国", "CN"),
        ("pt", "PT"),
        ("England", "GB"),
        ("Nowhere", ""),
    ],
)
def test_countries_by_name(text: str, code: str) -> None:
    assert country_code(text) == code


def test_the_worked_example_of_the_ordnance_survey() -> None:
    # A guide to coordinate systems in Great Britain: E 651409.903, N 313177.270.
    assert to_wgs84(651409.903, 313177.270) == pytest.approx((52.657979, 1.716052), abs=2e-6)


@pytest.mark.parametrize(
    ("text", "region", "near"),
    [
        ("NY190009", "", (54.3976, -3.2484)),
        ("NY 45601 04114", "", (54.4295, -2.8400)),
        ("GR SD 998285", "", (53.7533, -2.0038)),
        ("Sk173893", "", (53.4007, -1.7405)),
        ("OOS Grid Ref: SK 29075 83756", "", (53.3499, -1.5647)),
        ("035873", "Peak District", (53.3830, -1.9481)),
        ("452960 on OL26", "North York Moors", (54.3580, -1.3052)),
        ("307133 225762", "", (51.9226, -3.3518)),
    ],
)
def test_grid_references_in_every_spelling(
    text: str, region: str, near: tuple[float, float]
) -> None:
    found = grid_position(text, region)
    assert found == pytest.approx(near, abs=0.001)


@pytest.mark.parametrize("text", ["", "035873", "ZZ123456", "SK12345", "Colne", "OL21"])
def test_what_is_no_grid_reference_has_no_position(text: str) -> None:
    assert grid_position(text) is None


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("48.121933,7.817164", (48.121933, 7.817164)),
        ("N 47.62 E 7.66", (47.62, 7.66)),
        ("S 33.9 E 18.4", (-33.9, 18.4)),
        ("54°10'55.6\"N 2°50'20.1\"W", (54.182111, -2.83892)),
        ("SD907740 / 54.162500, -2.143500", (54.1625, -2.1435)),
        ("084 152", None),
        ("Freiburg", None),
    ],
)
def test_positions(text: str, position: tuple[float, float] | None) -> None:
    assert read_position(text) == (pytest.approx(position, abs=1e-5) if position else None)


def test_zero_and_swapped_positions() -> None:
    assert sound(0.0, 0.0) is None
    assert sound(126.9, 37.5) == (37.5, 126.9)
    assert sound(95.0, 200.0) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.race.org/x", "http://www.race.org/x"),
        ("HTTPS://WWW.Race.org:443/A?utm_source=x&q=1", "https://www.race.org/A?q=1"),
        ("http://경주시육상연맹.com", "http://xn--289a04w1ifu9bvwfi4b78e.com"),
        ("http://xn--289a04w1ifu9bvwfi4b78e.com", "http://xn--289a04w1ifu9bvwfi4b78e.com"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.c", ""),
        ("ftp://x.org/", ""),
        ("none", ""),
        ("http://[::1", ""),
    ],
)
def test_addresses_have_one_form(text: str, address: str) -> None:
    assert clean_url(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "http://mara1080.com/",
        "http://koreatrail.net",
        "http://www.runten.co.kr/index.asp",
        "https://www.googletagmanager.com/gtag/js?id=G-TP3WXYKYG4",
    ],
)
def test_front_pages_and_machinery_are_no_races_site(text: str) -> None:
    assert official_site(text) == ""


def test_a_page_of_a_platform_is_a_races_site() -> None:
    assert official_site("http://mara1080.com/event/e320") == "http://mara1080.com/event/e320"


def test_a_front_page_that_many_events_share_is_a_platforms() -> None:
    pairs = [("http://x.org/", name) for name in "abcd"] + [("http://y.org/", "a")]
    assert shared_front_pages(pairs) == {"x.org"}


def test_labelled_lines_of_a_description() -> None:
    sheet = described(
        "Eskdale Relay (Relay)\nDate & time: Sat 18 Jul 2026 at 10:00\n"
        "Distance:37 km / 23 miles\nClimb:2500 m / 8202 ft\nGrid reference:NY190009\n"
        "Entry on day:No\nPre-entry fee (members):£12.00\nLake District, England\n"
        "Full information: https://races.example.org/races/1"
    )
    assert sheet.fields["distance"] == "37 km / 23 miles"
    assert sheet.fields["climb"] == "2500 m / 8202 ft"
    assert sheet.fields["position"] == "NY190009"
    assert sheet.prices == ((1200, "GBP", "Pre-entry fee (members)"),)
    assert (sheet.region, sheet.country) == ("Lake District", "GB")
    assert own_page(sheet.links) == "https://races.example.org/races/1"


def test_an_island_that_is_a_country_of_its_own() -> None:
    assert described("Distance: 5 km\nIsle of Man, England").country == "IM"


def test_markup_and_entities_come_off() -> None:
    assert plain("<p>Runs &amp; walks<br/>in&nbsp;May</p><script>x()</script>") == (
        "Runs & walks\nin May"
    )
    assert plain("a < b and 5>3") == "a < b and 5>3"


@given(st.text(max_size=200))
def test_any_text_is_cleaned_without_a_fault(text: str) -> None:
    undoubled(text)
    without_lookalikes(text)
    read_position(text)
    grid_position(text, "Peak District")
    described(text)
    assert clean_url(clean_url(text)) == clean_url(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Family run \U0001f468\u200d\U0001f469\u200d\U0001f467", None),
        ("\u0645\u06cc\u200c\u062f\u0648\u0645", None),
        ("Ber\u200dlin \u200cRun\u200d", "Berlin Run"),
        ("Ber\u200blin\u202e Run", "Berlin Run"),
    ],
)
def test_joiners_stay_where_they_join_and_nowhere_else(text: str, clean: str | None) -> None:
    assert plain(text) == (text if clean is None else clean)
