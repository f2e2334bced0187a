"""Columns of lists are recognised by their headers and values, in many languages."""

import json

import pytest

from startline.feeds.rules.listing import Listing, Refused
from startline.feeds.rules.mapping import Mapping, MappingError, from_data, propose_mapping
from startline.feeds.rules.records import read_record
from startline.feeds.rules.rows import find_records, flat, headers_of

LISTS: dict[str, list[dict[object, object]]] = {
    "english": [
        {
            "Event": "Millstone 100",
            "Start date": "2026-09-03",
            "Town": "Castleton",
            "Country": "United Kingdom",
            "Distance (km)": "166.9",
            "Climb": "4520",
            "Website": "https://millstone.example.org/x",
        }
    ],
    "german": [
        {
            "Veranstaltung": "Stadtlauf",
            "Datum": "03.09.2026",
            "Ort": "Offenburg",
            "Bundesland": "Baden-Württemberg",
            "Land": "Deutschland",
            "Strecken": "HM, 10km",
            "Startgeld": "15 €",
            "Webseite": "https://stadtlauf.example.de/x",
            "Veranstalter": "TV Offenburg",
        }
    ],
    "french": [
        {
            "Nom de l'épreuve": "Foulées du lac",
            "Date de début": "03/09/2026",
            "Ville": "Annecy",
            "Département": "Haute-Savoie",
            "Pays": "France",
            "Distances": "10 km / 5 km",
            "Dénivelé": "300 m",
            "Site internet": "https://foulees.example.fr/x",
        }
    ],
    "spanish": [
        {
            "Nombre": "Carrera Popular",
            "Fecha": "03.09.2026",
            "Localidad": "La Seca",
            "Provincia": "Valladolid",
            "País": "España",
            "Distancia": 8,
            "Web": "http://carrera.example.es/x",
        }
    ],
    "italian": [
        {
            "Gara": "Mezza del Lago",
            "Data": "03/09/2026",
            "Comune": "Como",
            "Regione": "Lombardia",
            "Paese": "Italia",
            "Distanza": "21,097 km",
            "Sito web": "https://mezza.example.it/x",
        }
    ],
    "portuguese": [
        {
            "Prova": "Corrida da Ponte",
            "Data": "03/09/2026",
            "Localidade": "Porto",
            "Distrito": "Porto",
            "País": "Portugal",
            "Distâncias": "10 km",
            "Site": "https://corrida.example.pt/x",
            "Preço": "12,50 €",
        }
    ],
    "korean": [
        {
            "대회명": "서울 마라톤",
            "날짜": "2026년 9월 3일",
            "장소": "광화문",
            "지역": "서울",
            "국가": "대한민국",
            "종목": "풀,하프,10km",
            "홈페이지": "http://seoul.example.kr/x",
            "접수기간": "2026년5월1일~2026년6월1일",
        }
    ],
    "chinese": [
        {
            "赛事名称": "青岛马拉松",
            "日期": "2026年9月3日",
            "城市": "青岛",
            "省份": "山东",
            "国家": "中国",
            "项目": "全程马拉松、半程马拉松",
            "官网": "https://qingdao.example.cn/x",
        }
    ],
    "japanese": [
        {
            "大会名": "湖マラソン",
            "開催日": "2026年9月3日",
            "会場": "大津市",
            "都道府県": "滋賀",
            "国": "日本",
            "種目": "ハーフ、10km",
            "公式サイト": "https://mizuumi.example.jp/x",
        }
    ],
}


@pytest.mark.parametrize("language", LISTS)
def test_a_list_is_read_by_its_own_words(language: str) -> None:
    rows = [flat(row) for row in LISTS[language]]
    mapping = propose_mapping(headers_of(rows), rows)
    listing = read_record(rows[0], mapping, 1)
    assert isinstance(listing, Listing)
    assert str(listing.starts_on) == "2026-09-03"
    assert len(listing.country) == 2
    assert listing.place_text
    assert listing.website.startswith("http")
    assert any(race.distance_m for race in listing.races)


def test_nested_paths_are_columns() -> None:
    rows = [
        flat(
            {
                "slug": f"run-{number}",
                "title": f"Run of town {number}",
                "date": "2026-09-13T00:00:00",
                "lastmod": "2026-01-01T10:00:00+00:00",
                "location": {
                    "name": "Porto",
                    "country": "Portugal",
                    "coordinates": {"lat": 41.157, "lon": -8.629 + number},
                },
                "organizer": {"name": "Club"},
            }
        )
        for number in range(5)
    ]
    mapping = propose_mapping(headers_of(rows), rows)
    assert mapping.columns["latitude"] == "location.coordinates.lat"
    assert mapping.columns["longitude"] == "location.coordinates.lon"
    assert mapping.columns["place"] == "location.name"
    assert mapping.columns["modified"] == "lastmod"
    assert mapping.columns["organizer"] == "organizer.name"
    assert mapping.columns["key"] == "slug"


def test_a_count_of_distances_is_not_the_distance() -> None:
    rows = [
        {"name": f"Run {n}", "date": "03.09.2026", "distance": n + 5, "distances": 1}
        for n in range(9)
    ]
    assert propose_mapping(headers_of(rows), rows).columns["distance"] == "distance"


def test_a_column_called_time_may_hold_the_date() -> None:
    rows = [{"name": "Lauf", "time": "15.01.2023"}, {"name": "Run", "time": "Jeden Samstag"}]
    assert propose_mapping(headers_of(rows), rows).columns["date"] == "time"


def test_a_date_without_a_known_header_is_found_by_its_values() -> None:
    rows = [{"name": f"Lauf {n}", "wann genau": f"1{n}.01.2023"} for n in range(5)]
    assert propose_mapping(headers_of(rows), rows).columns["date"] == "wann genau"


def test_the_day_a_series_began_is_not_its_date() -> None:
    rows = [
        {"name": f"Park {n} parkrun", "city": "Köln", "first": f"1{n}.01.2023"} for n in range(5)
    ]
    mapping = propose_mapping(headers_of(rows), rows)
    assert "date" not in mapping.columns
    listing = read_record(rows[0], mapping, 1)
    assert isinstance(listing, Listing)
    assert listing.weekly_rule == "saturday 09:00"


def test_the_country_is_proposed_where_no_column_says_it() -> None:
    rows = [
        {"name": "서울 마라톤", "date": "2026-01-04"},
        {"name": "부산 하프", "date": "2026-01-05"},
    ]
    assert propose_mapping(headers_of(rows), rows).defaults == {"country": "KR"}


def test_american_dates_are_noticed() -> None:
    rows = [{"name": "Run A", "date": "05/24/2025"}, {"name": "Run B", "date": "05/06/2025"}]
    assert propose_mapping(headers_of(rows), rows).date_order == "mdy"


def test_a_mapping_can_be_kept_edited_and_read_back() -> None:
    rows = [{"name": "Lauf", "datum": "15.01.2023"}]
    mapping = propose_mapping(headers_of(rows), rows)
    kept = json.loads(json.dumps(mapping.to_data()))
    assert from_data(kept) == mapping
    kept["columns"]["website"] = "link"
    kept["defaults"]["country"] = "DE"
    edited = from_data(kept)
    listing = read_record({**rows[0], "link": "https://x.org/a"}, edited, 1)
    assert isinstance(listing, Listing)
    assert (listing.website, listing.country) == ("https://x.org/a", "DE")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([], "not_a_mapping"),
        ({"columns": []}, "not_a_mapping"),
        ({"columns": {"colour": "x"}}, "unknown_field"),
        ({"columns": {}, "date_order": "ydm"}, "unknown_date_order"),
    ],
)
def test_a_broken_mapping_is_refused_by_code(data: object, code: str) -> None:
    with pytest.raises(MappingError) as refusal:
        from_data(data)
    assert refusal.value.code == code


def test_a_row_without_name_or_date_is_refused_with_the_reason() -> None:
    mapping = Mapping({"name": "name", "date": "date"})
    no_name = read_record({"name": "", "date": "2026-01-01"}, mapping, 3)
    no_date = read_record({"name": "Run", "date": ""}, mapping, 4)
    advert = read_record({"name": "A tua prova aqui?", "date": "2026-01-01"}, mapping, 5)
    assert isinstance(no_name, Refused)
    assert isinstance(no_date, Refused)
    assert isinstance(advert, Refused)
    assert (no_name.reason, no_name.row) == ("no_name", 3)
    assert (no_date.reason, no_date.is_held) == ("no_date", True)
    assert advert.reason == "not_a_race"


def test_records_are_found_wherever_their_list_stands() -> None:
    assert find_records([{"a": 1}]) == [{"a": 1}]
    assert find_records({"meta": {}, "races": [{"a": 1}, {"a": 2}]}) == [{"a": 1}, {"a": 2}]
    assert find_records({"result": {"races": [{"race": {"a": 1}}]}}) == [{"a": 1}]
    feature = {"type": "Feature", "geometry": {"coordinates": [8, 48]}, "properties": {"a": 1}}
    assert find_records({"features": [feature]}) == [{"a": 1, "longitude": 8, "latitude": 48}]
    assert find_records({"x": {"a": 1}, "y": {"a": 2}}) == [
        {"key": "x", "a": 1},
        {"key": "y", "a": 2},
    ]
    assert find_records({"name": "Run", "date": "2026-01-01"})[0]["name"] == "Run"
    assert find_records("text") == []


def test_a_list_of_races_inside_a_record_gives_its_races() -> None:
    row = flat(
        {
            "name": "青岛马拉松",
            "date": "2026-04-19",
            "time": "07:30:00",
            "registration": {
                "open_date": "2025-12-24",
                "close_date": "2026-01-06",
                "cost": {"full": "¥200", "half": "¥160"},
            },
            "categories": [
                {
                    "name": "全程马拉松",
                    "distance": 42.195,
                    "distance_unit": "km",
                    "capacity": 13000,
                },
                {
                    "name": "半程马拉松",
                    "distance": 21.0975,
                    "distance_unit": "km",
                    "capacity": 12000,
                },
            ],
        }
    )
    listing = read_record(row, propose_mapping(headers_of([row]), [row]), 1)
    assert isinstance(listing, Listing)
    full, half = listing.races
    assert (full.distance_m, full.places, full.prices) == (42195, 13000, ((20000, "CNY", "full"),))
    assert (half.distance_m, half.places, half.prices) == (21098, 12000, ((16000, "CNY", "half"),))
    assert str(listing.entry_opens_on) == "2025-12-24"
    assert str(full.starts_at) == "2026-04-19 07:30:00"


def test_a_country_code_after_a_town_is_read_and_a_states_is_not() -> None:
    mapping = Mapping({"name": "name", "date": "date", "place": "place"}, {"country": "DE"})
    countries = []
    for place in ("Basel, CH", "Sélestat, FR", "Stuttgart, BW", "Freiburg"):
        found = read_record({"name": "Lauf", "date": "2026-01-04", "place": place}, mapping, 1)
        assert isinstance(found, Listing)
        countries.append(found.country)
    assert countries == ["CH", "FR", "DE", "DE"]


@pytest.mark.parametrize(
    ("places", "country"),
    [
        (["Heilbronn, BW", "Nürnberg, BY", "Köln, NRW", "Berlin, BE", "Marburg, HE"], "DE"),
        (["Boulder, CO", "Moab, UT", "Ashland, OR", "Auburn, CA", "Leadville, CO"], "US"),
        (["Basel, CH", "Sélestat, FR", "Stuttgart, BW", "Minsk, BY", "Gent, BE"], ""),
        (["Gaborone, BW", "Maun, BW", "Francistown, BW", "Kasane, BW", "Serowe, BW"], ""),
        (["Heilbronn, BW", "Nürnberg, BY", "Berlin, BE"], ""),
    ],
)
def test_states_behind_towns_tell_the_country_of_a_list(places: list[str], country: str) -> None:
    rows = [{"name": f"Lauf {n}", "city": place} for n, place in enumerate(places)]

    assert propose_mapping(headers_of(rows), rows).defaults.get("country", "") == country


def test_a_list_of_cycling_stays_so_where_a_name_says_ultra() -> None:
    mapping = Mapping({"name": "name", "date": "date"}, {"sport": "cycling"})
    for name, sport in (("Utrecht Ultra", "cycling"), ("Lake Triathlon", "triathlon")):
        found = read_record({"name": name, "date": "2026-01-04"}, mapping, 1)
        assert isinstance(found, Listing)
        assert found.sport == sport


@pytest.mark.parametrize(
    ("said", "places"), [("900", 900), ("²", None), ("9" * 5000, None), ("-1", None)]
)
def test_places_that_are_no_number_are_left_out(said: str, places: int | None) -> None:
    mapping = Mapping({"name": "name", "date": "date", "places": "cap", "distance": "km"})
    row = {"name": "Lauf ²", "date": "2026-01-04", "cap": said, "km": "10 km"}
    found = read_record(row, mapping, 1)

    assert isinstance(found, Listing)
    assert [race.places for race in found.races] == [places]
