"""Names: what is a race, what they say beside the name, and what changes from year to year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startline.feeds.rules.sports import classify, kind_of
from startline.feeds.rules.status_words import status_of_field
from startline.feeds.rules.titles import event_name, read_title, years_in


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("제7회 휴먼레이스(취소)", "제7회 휴먼레이스", "cancelled"),
        ("패밀리 런  페스타(연기/통합)", "패밀리 런 페스타", "postponed"),
        ("Blauenlauf (Abgesagt!)", "Blauenlauf", "cancelled"),
        ("CANCELADA: Trail da Serra", "Trail da Serra", "cancelled"),
        ("Coniston Country Fair - CANCELLED (AS)", "Coniston Country Fair (AS)", "cancelled"),
        ("Trail X – ADIADO", "Trail X", "postponed"),
        ("Corrida Y (ANULADA)", "Corrida Y", "cancelled"),
        ("Course Z [ANNULÉ]", "Course Z", "cancelled"),
        ("육상대회 (마감)", "육상대회", "entries_closed"),
        ("Meia Maratona Porto 2026", "Meia Maratona Porto 2026", None),
    ],
)
def test_a_status_inside_a_name_is_taken_out(text: str, name: str, status: str | None) -> None:
    title = read_title(text)
    assert (title.name, title.status) == (name, status)
    assert title.is_race


def test_a_postponed_race_may_say_to_which_year() -> None:
    title = read_title("*Postponed to 2025* DQ Hammonton Sprint Triathlon, Duathlon, & Aquabike *#")
    assert title.name == "DQ Hammonton Sprint Triathlon, Duathlon, & Aquabike"
    assert (title.status, title.moved_to_year) == ("postponed", 2025)


@pytest.mark.parametrize(
    "text",
    [
        "A tua prova de TRAIL aqui?",
        "Passatempo EXCLUSIVO SITE – Corrida do Fim da Europa – 1 DORSAL GRATUITO",
        "Maratona de Múrcia 2026 (Copy)",
        "Maratona Lisboa 2024 WIP",
        "EDP Meia Maratona Lisboa 2024 – WIP",
        "Animal Shelters Hub",
        "April Fools Half Marathon Volunteers",
    ],
)
def test_what_is_no_race_is_known_by_its_name(text: str) -> None:
    assert not read_title(text).is_race


@pytest.mark.parametrize(
    "text", ["Hubertuslauf", "Corrida dos Voluntários 2024", "Copenhagen Marathon", "Wiper Run"]
)
def test_words_that_only_look_alike_stay_races(text: str) -> None:
    assert read_title(text).is_race


@pytest.mark.parametrize(
    ("text", "region", "name"),
    [
        (
            "51. 5인계주 4 3 2 1 5. 제5회 무등산무돌길완주대회 광주",
            "광주",
            "제5회 무등산무돌길완주대회",
        ),
        ("4.걷기  이일선마라톤 경북", "경북", "이일선마라톤"),
        ("-T -U  다이나핏 태백 트레일 강원", "강원", "다이나핏 태백 트레일"),
        ("/ 제3회 무등산트레일런대회 광주", "광주", "제3회 무등산트레일런대회"),
        ("2026 서울 야간 하프마라톤", "서울", "2026 서울 야간 하프마라톤"),
        ("9회 서울평화마라톤 서울", "서울", "9회 서울평화마라톤"),
        ("하프마라톤", "", "하프마라톤"),
    ],
)
def test_glued_course_words_come_off(text: str, region: str, name: str) -> None:
    assert read_title(text, region).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("51. Schluchseelauf 2026", "Schluchseelauf"),
        ("XII Cross de la Vila", "Cross de la Vila"),
        ("1° Trail Serras do Sado 2020", "Trail Serras do Sado"),
        ("5ª Carrera Popular del Verdejo", "Carrera Popular del Verdejo"),
        ("3a Cursa Popular El Masnou", "Cursa Popular El Masnou"),
        ("12th Annual Nicky's Run 5K", "Nicky's Run 5K"),
        ("제5회 구미시장배 트레일", "구미시장배 트레일"),
        ("2026(20회) 선사마라톤 축제", "선사마라톤 축제"),
        ("10 km Cidade Templária", "10 km Cidade Templária"),
        ("7 Cidades Ultimate Trail 2025", "7 Cidades Ultimate Trail"),
        ("C. Marathon", "C. Marathon"),
        ("Corrida 2000 metros", "Corrida 2000 metros"),
    ],
)
def test_ordinal_and_year_are_not_the_name(text: str, name: str) -> None:
    assert event_name(text) == name


def test_years_of_a_name() -> None:
    assert years_in("Corrida da Liberdade 2025") == (2025,)
    assert years_in("Millstone 100") == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("접수중", "entries_open"),
        ("마감", "entries_closed"),
        ("접수전", "announced"),
        ("https://schema.org/EventCancelled", "cancelled"),
        ("https://schema.org/EventPostponed", "postponed"),
        ("EventRescheduled", "moved"),
        ("sold out", "sold_out"),
        ("ausgebucht", "sold_out"),
        ("confirmed", "confirmed"),
        ("parkrunning", None),
    ],
)
def test_status_fields(text: str, status: str | None) -> None:
    assert status_of_field(text) == status


@pytest.mark.parametrize(
    ("name", "sport", "surface", "form"),
    [
        ("Trail da Serra", "running", "trail", ""),
        ("Crosslauf Endingen", "running", "cross", ""),
        ("VI Duatlón Cross de la Cabrera", "duathlon", "cross", ""),
        ("11th Annual Brigantine Open Water Swim", "swimming", "", ""),
        ("Corrida Virtual Solidária", "running", "", "virtual"),
        ("부천의장배 릴레이마라톤", "running", "", "relay"),
        ("무등산트레일런대회", "running", "trail", ""),
        ("Öztaler Radmarathon", "cycling", "", ""),
        ("Eskdale Mixed Fell Relay", "running", "trail", "relay"),
        ("Backyard Ultra", "running", "", "backyard"),
        ("青岛马拉松", "running", "", ""),
    ],
)
def test_sport_surface_and_format_by_words(name: str, sport: str, surface: str, form: str) -> None:
    kind = kind_of(name, "")
    assert (kind.sport, kind.surface, kind.format) == (sport, surface, form)


def test_a_run_with_a_walk_beside_it_is_a_run() -> None:
    assert kind_of("Volta à União", "10k kids run walk").sport == "running"
    assert classify("Caminhada da Mulher").sport == "walking"


@given(st.text(max_size=120), st.text(max_size=10))
def test_any_name_is_read_without_a_fault(text: str, region: str) -> None:
    title = read_title(text, region)
    assert len(title.name) <= 300
    event_name(title.name)
