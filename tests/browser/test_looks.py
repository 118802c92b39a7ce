"""Every page, on a phone and on a desktop, light and dark: accessible, within its width, and quiet."""

from __future__ import annotations

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open
from tests.browser.pages import ALL, PAGES
from tests.browser.service import SIZES

pytestmark = pytest.mark.browser

LOOKS = list(itertools.product(SIZES.values(), ("light", "dark")))
WIDTHS = (320, 360, 800, 1280)


@pytest.mark.parametrize("path", ALL.values(), ids=ALL)
def test_axe_finds_nothing_to_complain_about(look: Open, path: str) -> None:
    page = look(path)
    found = []
    for (width, height), theme in LOOKS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        for one in Axe().run(page).response["violations"]:
            found += [(width, theme, one["id"], one["help"], node["html"][:200]) for node in one["nodes"]]
    assert found == []


@pytest.mark.parametrize("path", ALL.values(), ids=ALL)
def test_nothing_is_wider_than_the_window(look: Open, path: str) -> None:
    page = look(path)
    needed = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        needed[width] = page.evaluate("document.documentElement.scrollWidth")
    assert needed == {width: width for width in WIDTHS}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_the_browser_has_nothing_to_say(look: Open, path: str, complaints: list[str]) -> None:
    page = look(path)
    page.wait_for_load_state("networkidle")
    assert complaints == []


def test_the_filters_of_a_phone_open_and_close(look: Open) -> None:
    page = look("/?q=quaywright", size="phone", script=False)
    filters = page.locator("#filters")
    assert not filters.is_visible()
    page.get_by_role("link", name="Filters").click()
    assert filters.is_visible()
    page.get_by_role("link", name="Done").click()
    assert not filters.is_visible()


def test_the_opened_filters_of_a_phone_are_accessible_and_fit(look: Open) -> None:
    page = look("/?q=quaywright#filters", size=(320, 700))
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
