"""From a file to official results, and what runners and directors do with them."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from startline.accounts.models import Organizer, User
from startline.entries.adapters.sheets import read_table
from startline.entries.tests.sold import make_entry, make_order
from startline.notices.models import Notice
from startline.results.models import (
    CorrectionRequest,
    RawTime,
    Result,
    ResultChange,
    ResultList,
    SplitTime,
)
from startline.results.queries.listed import Asked, list_page
from startline.results.rules.ranking import Basis
from startline.results.services.changing import hide_result
from startline.results.services.exporting import public_file
from startline.results.services.importing import (
    How,
    OtherYearError,
    keep_file,
    map_file,
    preview,
    publish_file,
)
from startline.results.tests.make import AFTER, CSV, make_file, make_results, make_ridge

pytestmark = pytest.mark.django_db


def found(race_list: ResultList, **asked: str) -> list[str]:
    """Names on the first page."""
    return [line.name for line in list_page(race_list, Asked(**asked), "").lines]


def by_net(mapping: dict[str, str]) -> How:
    """Net time, groups of ten years."""
    return How(
        mapping=mapping, basis=Basis.NET, band_years=10, is_month_first=False,
        has_chairs_apart=False, takes_places=True,
    )  # fmt: skip


def test_a_file_is_looked_at_before_anything_is_shown(bruno: User) -> None:
    race = make_ridge()
    seen = preview(make_file(race, bruno))

    assert seen.reading.titles == ["Ridge 50K", "all times official"]
    assert [(fault.row, fault.code) for fault in seen.bad] == [
        (9, "bib_twice"), (10, "bad_time"), (11, "no_time"),
    ]  # fmt: skip
    assert [(one.bib, one.name, one.category) for one in seen.good[:2]] == [
        ("1", "Ana Lee", "F40-44"), ("2", "Ben Oh", "M18-39"),
    ]  # fmt: skip
    assert not ResultList.objects.exists()


def test_published_results_are_provisional_ranked_by_the_gun_with_ties(bruno: User) -> None:
    race = make_ridge()
    kept = make_results(race, bruno)
    rows = Result.objects.filter(race=race).order_by("position")

    assert [(r.bib, r.place, r.gender_place, r.category_place, r.status) for r in rows] == [
        ("1", 1, 1, 1, "finished"), ("2", 2, 1, 1, "finished"), ("3", 2, 1, 1, "finished"),
        ("4", 4, 2, 1, "finished"), ("5", None, None, None, "dnf"),
    ]  # fmt: skip
    assert ResultList.objects.get().state == "provisional"
    assert RawTime.objects.filter(timing_import=kept).count() == 8
    assert SplitTime.objects.filter(result__bib="4").count() == 1
    assert [change.what for change in ResultChange.objects.all()] == ["published"]


def test_by_net_time_the_order_is_another(bruno: User) -> None:
    race = make_ridge()
    kept = make_file(race, bruno)
    map_file(kept, by_net(kept.mapping))
    kept.refresh_from_db()
    publish_file(kept, by=bruno, now=AFTER)
    best = Result.objects.order_by("position")[:2]

    assert [(row.bib, row.category) for row in best] == [("2", "M18-39"), ("1", "F40-49")]


def test_places_of_an_official_file_are_shown_as_given(bruno: User) -> None:
    body = "Place,Bib,Name,Time\n7,1,Ana Lee,5:00:00\n9,2,Ben Oh,4:00:00\n"
    make_results(make_ridge(), bruno, body)

    assert [(r.bib, r.place) for r in Result.objects.order_by("position")] == [("1", 7), ("2", 9)]


def test_the_file_of_another_year_is_asked_about(bruno: User) -> None:
    kept = make_file(make_ridge(), bruno, CSV.replace("Ridge 50K\n", "Ridge 50K 2025\n"))

    with pytest.raises(OtherYearError):
        publish_file(kept, by=bruno, now=AFTER)
    assert publish_file(kept, by=bruno, now=AFTER, is_year_meant=True).state == "done"


def test_a_mapping_is_remembered_for_the_organizers_next_file(
    bruno: User, ridge: Organizer
) -> None:
    race = make_ridge(ridge)
    kept = make_file(race, bruno)
    mapping = {**kept.mapping, "Country": ""}
    map_file(kept, by_net(mapping))
    kept.refresh_from_db()
    publish_file(kept, by=bruno, now=AFTER)
    again = make_file(race, bruno)

    assert (again.mapping, again.basis, again.band_years) == (mapping, "net", 10)


def test_an_entrant_is_known_by_name_and_may_hide_it(client: Client, bruno: User) -> None:
    race = make_ridge()
    order = make_order(race, "SOLD000001")
    entry = make_entry(order, race)
    address = f"/entries/SOLD000001/{entry.pk}/result/"
    assert "There is none yet" in client.get(address).content.decode()
    assert client.post(address, {"hide": "yes"}).status_code == 404
    make_results(race, bruno, "Bib,Name,Time\n8,Alice SOLD000001,5:00:00\n9,Ben Oh,6:00:00\n")
    listing = ResultList.objects.get()

    assert "Hide my name" in client.get(address).content.decode()
    client.post(address, {"hide": "yes"})
    hidden = Result.objects.get(entry=entry)
    page = f"/races/{race.edition.event.slug}/2026/results/"

    assert hidden.is_hidden
    assert found(listing, words="alice") == []
    assert "Alice" not in client.get(page).content.decode()
    assert client.get(f"{page}{hidden.pk}/").status_code == 404
    assert b"Alice" not in public_file(listing, "csv")


def test_a_hidden_name_stays_hidden_when_a_newer_file_comes(bruno: User) -> None:
    race = make_ridge()
    make_results(race, bruno)
    hide_result(Result.objects.get(bib="1"), is_hidden=True, by=None, now=AFTER)
    make_results(race, bruno)

    assert Result.objects.shown(ResultList.objects.get()).get(bib="1").is_hidden


def test_results_are_found_by_parts_of_names_by_bib_and_filters_and_minors_by_bib_only(
    bruno: User,
) -> None:
    make_results(make_ridge(), bruno)
    listing = ResultList.objects.get()

    assert found(listing, words="le an") == ["Ana Lee"]
    assert found(listing, words="4") == ["Dot Ray"]
    assert found(listing, gender="f", status="finished") == ["Ana Lee", "Dot Ray"]
    assert found(listing, words="fox") == []
    assert found(listing, words="3") == ["C. F."]


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_an_export_is_read_again_and_gives_the_same_results(bruno: User, form: str) -> None:
    race = make_ridge()
    make_results(race, bruno)
    listing = ResultList.objects.get()
    body = public_file(listing, form)
    before = list(
        Result.objects.order_by("position").values_list("bib", "place", "gun_ms", "status")
    )
    kept = keep_file(race, name=f"a.{form}", body=body, by=bruno, now=AFTER)
    publish_file(kept, by=bruno, now=AFTER)
    listing.refresh_from_db()
    rows = Result.objects.shown(listing)

    assert list(rows.values_list("bib", "place", "gun_ms", "status")) == before
    assert len(read_table("a", body)) == 6


def test_a_race_weekends_results_from_the_upload_to_the_answered_question(
    client: Client, bruno: User, ridge: Organizer, alice: User
) -> None:
    race = make_ridge(ridge)
    base = f"/organize/{race.edition.event.slug}/2026/results/"
    shown = f"/races/{race.edition.event.slug}/2026/results/"
    client.force_login(bruno)
    assert client.get(shown).status_code == 404
    with_file = {"race": race.slug, "file": upload()}
    answer = client.post(base, with_file)
    preview_page = client.get(answer["Location"]).content.decode()
    assert "3 rows have to stay out" in preview_page
    client.post(f"{answer['Location']}publish/")
    client.post(f"{base}official/{race.slug}/")
    assert ResultList.objects.get().state == "official"

    visitor = Client()
    page = visitor.get(shown).content.decode()
    assert "results 2026" in page
    assert "Ana Lee" in page
    told = json.loads(page.partition('ld+json">')[2].partition("</script>")[0])
    assert (told["@type"], len(told["distribution"])) == ("Dataset", 3)
    assert "Cal" not in page
    result = Result.objects.get(bib="2")
    assert b"%PDF-" in visitor.get(f"{shown}{result.pk}/certificate.pdf").content[:8]
    asked = visitor.post(
        f"{shown}{result.pk}/", {"email": "ben@example.org", "text": "I came in at 4:40:00"}
    )
    assert "Waiting for the organizer" in visitor.get(asked["Location"]).content.decode()

    request = CorrectionRequest.objects.get()
    assert "I came in" in client.get(f"{base}requests/{request.pk}/").content.decode()
    client.post(f"{base}{result.pk}/", {
        "name": "Ben Oh", "status": "finished", "gun_ms": "4:40:00", "net_ms": "4:28:00",
        "gender": "m", "category": "M18-39", "why": "Film of the finish",
    })  # fmt: skip
    client.post(f"{base}requests/{request.pk}/", {"answer": "You are right.", "is_done": "done"})
    places = dict(Result.objects.values_list("bib", "place"))
    assert places == {"1": 2, "2": 1, "3": 3, "4": 4, "5": None}
    assert "You are right." in visitor.get(asked["Location"]).content.decode()
    assert "Film of the finish" in client.get(f"{base}{result.pk}/").content.decode()
    assert Notice.objects.filter(to="ben@example.org").count() == 2


def upload() -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile("ridge.csv", CSV.encode())
