"""What an operator may hand over by mistake: the page says what is wrong, nothing is half-written,
and memory follows a slice of the file, not the file.
"""

import gc
import gzip
import io
import lzma
import tracemalloc
import weakref
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from startline.accounts.models import User
from startline.events.models.catalogue import Event
from startline.feeds.adapters.slices import pieces
from startline.feeds.models import ImportRun, Record
from startline.feeds.rules.listing import Reading
from startline.feeds.services import uploads
from startline.feeds.services.imports import import_reading

pytestmark = pytest.mark.django_db
HEAD = "Name,Date,City,Country,Distance\n"
MEGABYTE = 1 << 20


def row(number: int) -> str:
    """A race of its own town."""
    return f"Ridge {number:04} Trail,2026-09-{number % 28 + 1:02},Serpa {number},PT,50 km\n"


@pytest.fixture
def page(client: Client, db: None) -> Any:
    """Hands bytes over as the operator would, for good, and answers the page that follows."""
    operator = User.objects.create_user(
        "op@example.org", "a-long-enough-word", name="Op", is_operator=True
    )
    client.force_login(operator)

    def hand_over(data: bytes, name: str = "races.csv") -> str:
        given = {"file": SimpleUploadedFile(name, data), "new_name": "Club list", "kind": "auto"}
        answer = client.post(reverse("start_import"), given)
        return client.get(answer["Location"]).content.decode()

    return hand_over


def zipped(data: bytes) -> bytes:
    """One file in a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("races.csv", data)
    return out.getvalue()


@pytest.mark.parametrize("pack", [zipped, gzip.compress, lzma.compress])
def test_a_bomb_is_refused_in_words_before_it_swells(page: Any, pack: Any) -> None:
    bomb = pack(HEAD.encode() + b"0" * 50 * MEGABYTE)
    page(b"<html></html>")  # what is loaded once is loaded before the count begins
    tracemalloc.start()

    words = page(bomb, "bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "unpacks to, more than an import may" in words
    assert peak < 35 * MEGABYTE
    assert not Event.objects.exists()


def test_a_download_that_was_cut_off_gives_its_whole_rows_and_says_so(page: Any) -> None:
    rows = "".join(row(n) for n in range(400))
    packed = lzma.compress((HEAD + rows).encode())
    cut = lzma.LZMADecompressor().decompress(packed[: len(packed) // 2])

    words = page(packed[: len(packed) // 2], "races.csv.xz")
    names = set(Record.objects.values_list("holdings__listing__name", flat=True))
    towns = set(Record.objects.values_list("holdings__listing__place_name", flat=True))

    assert not cut.endswith(b"\n"), "the cut goes through a row"
    assert "damaged or cut off" in words
    assert len(names) == cut.count(b"\n") - 1
    assert towns == {f"Serpa {n}" for n in range(len(names))}


@pytest.mark.parametrize(("kept", "said"), [(14, "its download was cut off"), (40, "cut off")])
def test_a_download_with_nothing_readable_is_named_as_damaged(
    page: Any, kept: int, said: str
) -> None:
    packed = lzma.compress((HEAD + row(1)).encode())

    words = page(packed[:kept], "races.csv.xz")

    assert said in words
    assert not ImportRun.objects.exists()


def test_an_error_page_instead_of_a_list_is_named_and_writes_nothing(page: Any) -> None:
    html = "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway"

    words = page(f"{html}</h1></body></html>".encode(), "races.csv")

    assert "holds no event data" in words
    assert not Event.objects.exists()
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Foulées de l’Été", "cp1252"),
        ("무등산 마라톤 대회", "euc-kr"),
        ("Volta à Praia", "utf-16"),
    ],
)
def test_a_list_in_another_encoding_is_read_and_the_encoding_named(
    page: Any, name: str, encoding: str
) -> None:
    listing = f"{HEAD}{name},2026-09-13,Serpa,PT,50 km\n"

    words = page(listing.encode(encoding))

    assert f"read as {encoding}" in words
    assert Event.objects.get().name == name


def test_an_address_that_is_not_of_the_web_is_left_out_with_its_row_kept(page: Any) -> None:
    head = "Name,Date,City,Country,Distance,Website\n"
    rows = "Ridge Trail,2026-09-13,Serpa,PT,50 km,{}\nLake Run,2026-09-14,Mora,PT,10 km,{}\n"

    words = page((head + rows.format("ftp://ridge.example/", "https://lake.example/a")).encode())

    assert dict(Event.objects.values_list("name", "website")) == {
        "Ridge Trail": "", "Lake Run": "https://lake.example/a",
    }  # fmt: skip
    assert "row 1: website is left out" in words
    assert "ftp://ridge.example/" in words
    assert "row 2" not in words


def test_some_broken_letters_do_not_cost_the_list_its_other_names(page: Any) -> None:
    good = "".join(f"Corrida São João {n},2026-06-{n:02},Porto,PT,10 km\n" for n in range(10, 20))
    bad = b"Corrida S\xe3o Pedro,2026-06-28,Porto,PT,10 km\n"

    words = page(HEAD.encode() + good.encode() + bad)
    names = set(Record.objects.values_list("holdings__listing__name", flat=True))

    assert "read as utf-8 with faults" in words
    assert {"Corrida São João 10", "Corrida S\ufffdo Pedro"} <= names


def test_a_long_list_is_imported_slice_by_slice_and_each_is_let_go(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive: weakref.WeakSet[Any] = weakref.WeakSet()
    most: list[int] = []

    def counting(reading: Reading, **how: Any) -> Any:
        alive.add(reading.listings[0])
        gc.collect()
        most.append(len(alive))
        return import_reading(reading, **how)

    monkeypatch.setattr(uploads, "import_reading", counting)
    monkeypatch.setattr(pieces, "__kwdefaults__", {"size": 400, "is_cut": False})

    page((HEAD + "".join(row(n) for n in range(40))).encode())

    assert Event.objects.count() == 40
    assert len(most) > 3
    assert max(most) <= 2
