"""Landscapes, counties and islands: the list itself, and what is answered by their names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from startline.core.text import words
from startline.places import queries
from startline.places.index.areas import areas, as_region
from startline.places.rules.areas import Area, AreaError, holds, read_area
from startline.places.rules.values import Found, Region

FAR_M = 120_000  # from the middle of a sea or desert between its towns to the nearest of them


def _found(text: str, country: str | None = None) -> Found:
    spoken = words(text)
    found = queries.find_place_words(spoken, 0, country)
    assert found is not None, text
    assert found.length == len(spoken), (text, found)
    return found.found


def _is_inside(region: Region, latitude: float, longitude: float) -> bool:
    """As a filter asks it of a race there."""
    bounds = queries.bounds_of(region)
    where = queries.country_and_region_at(latitude, longitude)
    assert where is not None
    if bounds.countries and where[0] not in bounds.countries:
        return False
    if bounds.regions and ".".join(where) not in bounds.regions:
        return False
    if bounds.box is None:
        return True
    south, west, north, east = bounds.box
    return south <= latitude <= north and west <= longitude <= east


def test_the_list_names_more_than_four_hundred_areas_each_once() -> None:
    codes = [area.code for area in areas()]
    assert len(codes) >= 400
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("area", areas(), ids=lambda area: area.code)
def test_an_area_lies_where_the_list_says(area: Area) -> None:
    """Its middle is near a town of its countries; a town of ours lies inside it."""
    region = as_region(area)
    assert set(area.countries) <= set(queries.countries())
    for code in area.regions:
        assert queries.extent(*code.split(".")) is not None, code
    if area.box is None:
        return
    near = queries.nearest_town(region.latitude, region.longitude)
    assert near is not None
    assert near.place.country in area.countries or not area.regions
    assert near.distance_m <= max(FAR_M, region.radius_m)
    assert any(t.country in area.countries for t in _towns_in(area))


def _towns_in(area: Area) -> list[queries.Place]:
    assert area.box is not None
    south, west, north, east = area.box
    steps = [(i + 0.5) / 7 for i in range(7)]
    near = [
        queries.nearest_town(south + (north - south) * a, west + (east - west) * b)
        for a in steps
        for b in steps
    ]
    return [n.place for n in near if n and holds(area, n.place)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Cornwall", "Cornwall"),
        ("Südtirol", "South Tyrol"),
        ("Alsace", "Alsace"),
        ("Elsass", "Alsace"),
        ("Québec", "Quebec"),
        ("Provence", "Provence"),
        ("Mallorca", "Mallorca"),
        ("Majorque", "Mallorca"),
        ("Allgäu", "Allgäu"),
        ("Lake District", "Lake District"),
        ("Tuscany", "Tuscany"),
        ("Toscane", "Tuscany"),
        ("Peak District", "Peak District"),
        ("Black Forest", "Black Forest"),
        ("Schwarzwald", "Black Forest"),
        ("Forêt-Noire", "Black Forest"),
        ("Bretagne", "Brittany"),
        ("Highlands", "Scottish Highlands"),
        ("Pyrénées", "Pyrenees"),
        ("Pyrenäen", "Pyrenees"),
        ("Dolomiten", "Dolomites"),
        ("Ardennen", "Ardennes"),
        ("Normandie", "Normandie"),
        ("Bay Area", "San Francisco Bay Area"),
        ("Pays basque", "Basque Country"),
        ("Kent", "Kent"),
        ("Bodensee", "Lake Constance"),
        ("Côte d'Azur", "French Riviera"),
        ("New England", "New England"),
        ("지리산", "Jirisan"),
    ],
)
def test_a_landscape_is_found_by_its_name_in_any_of_its_languages(text: str, name: str) -> None:
    found = _found(text)
    assert found.kind == "region"
    assert found.region is not None
    assert found.region.name == name
    assert queries.locate(text).region == found.region


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("Cornwall", (50.26, -5.05), (50.37, -4.14)),  # Truro; Plymouth is in Devon
        ("Alsace", (48.58, 7.75), (48.0, 7.85)),  # Strasbourg; Freiburg is over the Rhine
        ("Schwarzwald", (47.99, 7.85), (48.58, 7.75)),  # Freiburg; Strasbourg is in France
        ("Südtirol", (46.5, 11.35), (46.07, 11.12)),  # Bolzano; Trento is not in it
        ("Mallorca", (39.57, 2.65), (39.89, 4.26)),  # Palma; Mahón is on Menorca
        ("Provence", (43.53, 5.45), (43.84, 4.36)),  # Aix; Nîmes is in Languedoc
        ("Québec", (45.5, -73.57), (45.42, -75.7)),  # Montreal; Ottawa is in Ontario
        ("New England", (42.36, -71.06), (40.71, -74.0)),  # Boston; New York is not in it
        ("Pays basque", (43.48, -1.56), (44.84, -0.58)),  # Biarritz; Bordeaux is far north
        ("Lake District", (54.6, -3.13), (54.05, -2.8)),  # Keswick; Lancaster is south of it
        ("Baskenland", (43.26, -2.93), (43.46, -3.8)),  # Bilbao; Santander is in Cantabria
    ],
)
def test_its_bounds_hold_what_lies_in_it_and_not_the_neighbours(
    name: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    region = _found(name).region
    assert region is not None
    assert _is_inside(region, *inside)
    assert not _is_inside(region, *outside)


def test_a_county_is_bounded_by_its_towns_and_its_state() -> None:
    county = _found("Boulder County", "US").region
    assert county is not None
    assert county.level == 2
    bounds = queries.bounds_of(county)
    assert bounds.regions == ("US.CO",)
    assert bounds.box is not None
    assert _is_inside(county, 40.02, -105.27)  # Boulder
    assert not _is_inside(county, 39.74, -104.99)  # Denver


def test_a_city_a_state_and_a_country_of_the_name_come_first_where_they_are_better_known() -> None:
    assert _found("Baden", "AT").kind == "town"
    assert _found("Munster", "DE").kind == "town"
    assert _found("Baden", "DE").kind == "region"
    assert _found("Paris").kind == "town"
    assert _found("Wales").kind == "region"
    assert _found("Jamaica").kind == "country"


def test_a_source_at_home_still_means_the_town_of_an_islands_name() -> None:
    assert queries.locate("Ibiza", "ES").kind == "town"
    assert queries.locate("Ibiza").kind == "region"
    assert queries.locate("Truro, Cornwall", "GB").kind == "town"
    assert queries.locate("Kent, UK").country == "GB"


def test_an_area_has_titles_in_three_languages_and_english_for_the_rest() -> None:
    region = _found("Elsass").region
    assert region is not None
    names = [queries.region_name("FR", region.code, language) for language in ("en", "de", "es")]
    assert names == ["Alsace", "Elsass", "Alsace"]


def test_type_ahead_offers_areas_from_three_letters_on() -> None:
    assert [r.name for r in queries.suggest_areas("cornw")] == ["Cornwall"]
    assert queries.suggest_areas("co") == []
    assert {r.country for r in queries.suggest_areas("lake", country="DE")} == {"DE"}
    assert len(queries.suggest_areas("cos", limit=2)) == 2


@pytest.mark.parametrize(
    "row",
    [
        {"name": "X"},
        {"in": ["FR"]},
        {"name": "X", "in": ["FR"], "colour": "green"},
        {"name": "X", "in": ["FR"], "box": [2, 1, 1, 2]},
        {"name": "X", "in": ["FR"], "box": [1, 1, 2, 181]},
    ],
)
def test_a_wrong_line_of_the_list_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(AreaError):
        read_area(row)


@given(st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_search_for_areas(text: str) -> None:
    for region in queries.suggest_areas(text):
        assert queries.bounds_of(region) != queries.Bounds()
    assert queries.locate(text).kind in {"town", "region", "country", "none"}
