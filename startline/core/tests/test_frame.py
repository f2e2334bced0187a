"""The frame of every page, and the parts it is made of."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from startline.core.finders import SITE_CSS, joined_styles, style_files

pytestmark = [pytest.mark.django_db, pytest.mark.urls("startline.core.tests.urls")]
TEMPLATES = sorted(settings.PACKAGE.glob("*/templates/**/*.html"))
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect"}


class Outline(HTMLParser):
    """Reads a page: its ids, its open elements, and whatever the security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.points_to: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        for name in ("for", "aria-describedby", "aria-labelledby", "popovertarget"):
            self.points_to += str(values.get(name) or "").split()
        self.wrong += [f"{tag} {n}" for n in values if n == "style" or n.startswith("on")]
        if tag == "script" and not values.get("src"):
            self.wrong.append("inline script")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"unexpected end of {tag}")


def outline(client: Client) -> Outline:
    page = Outline()
    page.feed(client.get("/components/").content.decode())
    return page


def test_the_page_of_components_is_well_formed_and_free_of_inline_code(client: Client) -> None:
    page = outline(client)

    assert page.wrong == []
    assert page.open == []


def test_ids_are_unique_and_every_reference_to_one_holds(client: Client) -> None:
    page = outline(client)

    assert len(page.ids) == len(set(page.ids))
    assert set(page.points_to) - set(page.ids) == set()


def test_no_template_carries_inline_style_or_script() -> None:
    inline = re.compile(
        r"<[^>]*\sstyle=|<script(?![^>]*\b(?:src|type=\"application/ld\+json\"))|\son\w+=\""
    )
    wrong = [
        path.name
        for path in TEMPLATES
        if "mail" not in path.parts and inline.search(path.read_text())
    ]

    assert wrong == []


def test_reading_a_page_sets_no_cookie_and_asks_no_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/about/")  # the figures of the footer are counted once a minute
    with django_assert_num_queries(0):
        response = client.get("/about/")

    assert response.cookies.output() == ""
    assert "Cookie" in response["Vary"]


def test_the_canonical_address_leaves_out_the_query(client: Client) -> None:
    html = client.get("/components/?page=2").content.decode()

    assert f'<link rel="canonical" href="{settings.SITE_URL}/components/">' in html


def test_one_style_sheet_holds_every_part_and_tokens_come_first() -> None:
    styles = joined_styles()

    assert styles.index("@layer reset, tokens") < styles.index("@layer components")
    whole = "\n".join(path.read_text() for path in style_files())
    rules = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL).splitlines()
    assert all(rule.strip() in styles for rule in rules)
    assert "/*" not in styles
    assert finders.find(SITE_CSS) == str(settings.STATE / "joined" / SITE_CSS)


def test_the_joined_style_sheet_follows_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Path(str(finders.find(SITE_CSS)))
    monkeypatch.setattr("startline.core.finders.joined_styles", lambda: "/* changed */")

    finders.find(SITE_CSS)

    assert found.read_text() == "/* changed */"


def test_the_frame_leaves_room_in_a_first_view_of_a_hundred_kilobytes() -> None:
    """Style sheet, font, htmx and our scripts, compressed: 85 kB, so 15 are for the page."""
    static = settings.PACKAGE / "core/static"
    scripts = ["vendor/htmx-2.0.11.min.js", "core/js/site.js", "core/js/theme-switch.js"]
    font = (static / "core/fonts/inter-latin-wght-normal.woff2").stat().st_size

    size = font + len(gzip.compress(joined_styles().encode()))
    size += sum(len(gzip.compress((static / script).read_bytes())) for script in scripts)

    assert size <= 85_000


def test_the_style_sheet_travels_compressed(client: Client) -> None:
    answer = client.get("/static/core/css/site.css", headers={"accept-encoding": "gzip"})

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).decode() == joined_styles()


def test_every_rule_lies_in_a_layer_and_colours_are_tokens() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^;{]*\{)|\brgba?\(|\bhsl")
    unlayered = [path.name for path in style_files() if "@layer" not in path.read_text()]
    coloured = [
        path.name
        for path in style_files()
        if path.name != "tokens.css" and colour.search(path.read_text())
    ]

    assert unlayered == []
    assert coloured == []


def test_what_styles_and_fonts_point_to_exists() -> None:
    folder = settings.PACKAGE / "core/static/core/css"
    urls = re.findall(r"url\(\"([^\"]+)\"\)", joined_styles())

    assert urls
    assert [url for url in urls if not (folder / url).resolve().is_file()] == []


def test_a_missing_page_offers_the_search(client: Client) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert b'role="search"' in response.content
    assert b'rel="canonical"' not in response.content


def test_a_failure_is_told_without_needing_anything_of_the_site() -> None:
    html = render_to_string("500.html")

    assert "core/css/site.css" in html
