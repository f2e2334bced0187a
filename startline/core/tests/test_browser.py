"""What only a browser can show, with the security policy in force."""

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from startline.core.tests.browser import browser_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("startline.core.tests.urls"),
]


@pytest.fixture(autouse=True)
def beside_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps a loop running in this thread; the database is asked all the same."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def test_the_map_shows_races_as_buttons_and_opens_their_links(live_server: LiveServer) -> None:
    with browser_page(width=1440) as (page, troubles):
        page.goto(f"{live_server.url}/components/?map=/races.geojson")
        page.locator("race-map").scroll_into_view_if_needed()

        expect(page.get_by_role("button", name="Coast Half")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Coast Half").press("Enter")

        expect(page.locator(".map__list a")).to_have_text("Coast Half")
        assert troubles == []


def test_searching_the_area_on_the_map_changes_the_list_and_then_the_map(
    live_server: LiveServer,
) -> None:
    with browser_page(width=1440) as (page, troubles):
        page.goto(f"{live_server.url}/components/?map=/races.geojson")
        page.locator("race-map").scroll_into_view_if_needed()
        expect(page.get_by_role("button", name="Coast Half")).to_be_visible(timeout=30_000)
        page.locator("race-map canvas").focus()
        page.keyboard.press("ArrowRight")
        area = page.get_by_role("button", name="Search this area")
        expect(area).to_be_visible()

        with page.expect_request("**/races.geojson?bbox=*"):
            area.click()

        expect(page.locator("#example-list")).to_have_text("Races in the area you chose")
        assert troubles == []


def test_a_closer_look_at_the_map_names_towns_and_villages_from_this_site(
    live_server: LiveServer,
) -> None:
    with browser_page(width=1440) as (page, troubles):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))

        with page.expect_request("**/villages-*/-15_30.json"):
            page.goto(f"{live_server.url}/components/?map=/races.geojson")
            page.locator("race-map").scroll_into_view_if_needed()
            expect(page.get_by_role("button", name="Coast Half")).to_be_visible(timeout=30_000)
            page.evaluate("void document.querySelector('race-map').map.jumpTo({zoom: 9})")

        assert [url for url in asked if not url.startswith((live_server.url, "blob:"))] == []
        assert troubles == []


def test_a_refused_clipboard_shows_the_whole_address(live_server: LiveServer) -> None:
    with browser_page() as (page, _):
        page.add_init_script(
            "Object.defineProperty(navigator, 'share', {value: undefined});"
            "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"
        )
        page.goto(f"{live_server.url}/components/")
        share = page.locator("share-button").first
        share.evaluate("element => { element.dataset.url = '/races/coast/' }")

        share.get_by_role("button").click()

        expect(share.get_by_role("status")).to_have_text(f"{live_server.url}/races/coast/")


def test_the_map_library_waits_until_the_map_is_on_screen(live_server: LiveServer) -> None:
    with browser_page() as (page, _):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))

        page.goto(f"{live_server.url}/components/", wait_until="networkidle")

        assert [url for url in asked if "maplibre" in url] == []


def test_colours_change_with_javascript_and_without(live_server: LiveServer) -> None:
    for javascript in (True, False):
        with browser_page(javascript=javascript) as (page, troubles):
            page.goto(f"{live_server.url}/components/")
            page.get_by_role("button", name="Dark", exact=True).click()

            expect(page.locator("html")).to_have_attribute("data-theme", "dark")
            assert troubles == []


def test_a_race_is_saved_on_the_device_and_still_there_later(live_server: LiveServer) -> None:
    with browser_page() as (page, _):
        page.goto(f"{live_server.url}/components/")
        page.get_by_role("button", name="Save", exact=True).click()
        page.reload()

        saved = page.get_by_role("button", name="Saved on this device")
        expect(saved).to_have_attribute("aria-pressed", "true")


def test_near_me_asks_for_the_place_only_when_pressed_and_rounds_it(
    live_server: LiveServer,
) -> None:
    with browser_page() as (page, troubles):
        page.context.grant_permissions(["geolocation"])
        page.context.set_geolocation({"latitude": 38.72263, "longitude": -9.13933})
        page.goto(f"{live_server.url}/components/")

        with page.expect_request("**near_lat=38.72&near_lon=-9.14*"):
            page.get_by_role("button", name="Near me").click()

        assert troubles == []


def test_no_page_scrolls_sideways_on_a_small_phone(live_server: LiveServer) -> None:
    with browser_page(width=360) as (page, _):
        page.goto(f"{live_server.url}/components/")

        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_menu_opens_without_javascript(live_server: LiveServer) -> None:
    with browser_page(javascript=False) as (page, _):
        page.goto(f"{live_server.url}/components/")
        page.get_by_role("button", name="Menu").click()

        expect(page.get_by_role("link", name="For race directors")).to_be_visible()
