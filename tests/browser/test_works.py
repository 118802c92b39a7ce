"""What people do on the pages, with keys, with the mouse, and without JavaScript."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.articles import AT, HOSTILE
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_slash_goes_to_the_box(look: Open) -> None:
    page = look("/?q=quaywright")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")


def test_arrows_go_through_the_completions_and_escape_gives_back_what_was_typed(look: Open) -> None:
    page = look("/")
    box = page.locator("#q")
    box.press_sequentially("quayw")
    expect(page.get_by_role("listbox")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_value("quaywright")
    expect(box).to_have_attribute("aria-activedescendant", "completion-0")
    expect(page.get_by_role("option", selected=True)).to_contain_text("quaywright")
    box.press("ArrowUp")
    expect(box).to_have_value("quayw")
    box.press("ArrowDown")
    box.press("Escape")
    expect(box).to_have_value("quayw")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")


def test_enter_searches_for_the_completion(look: Open) -> None:
    page = look("/")
    page.locator("#q").press_sequentially("quayw")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=quaywright")
    expect(page.locator("h1")).to_contain_text("40 articles")


def test_a_completion_can_be_clicked(look: Open) -> None:
    page = look("/")
    page.locator("#q").press_sequentially("lamplig")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/?q=lamplighter")


def test_tab_meets_the_skip_link_first(look: Open) -> None:
    page = look("/?q=quaywright")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_histogram_is_one_stop_and_arrows_move_in_it(look: Open) -> None:
    page = look("/?q=quaywright")
    bars = page.locator(".histogram a")
    assert page.locator(".histogram a[tabindex='0']").count() == 1
    bars.first.focus()
    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    name = bars.nth(1).locator("title").text_content() or ""
    page.keyboard.press("Enter")
    page.wait_for_url("**after=**")
    month, count = name.split(": ")
    expect(page.locator(".chip")).to_contain_text(month)
    expect(page.locator("h1")).to_contain_text(count)


def test_n_and_p_step_through_the_matches(look: Open) -> None:
    page = look(f"{AT}pier/03?q=quaywright")
    marks = page.locator("mark").count()
    expect(page.locator(".steps-count")).to_have_text(f"{marks} matches")
    page.keyboard.press("n")
    page.wait_for_url("**#m1")
    page.keyboard.press("n")
    page.wait_for_url("**#m2")
    expect(page.locator(".steps-count")).to_have_text(f"2 of {marks} matches")
    page.keyboard.press("p")
    page.keyboard.press("p")
    page.wait_for_url(f"**#m{marks}")
    expect(page.locator(f"#m{marks}")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_search_open_an_article_and_come_back(look: Open, script: bool) -> None:
    page = look("/", script=script)
    page.locator("#q").fill("quaywright")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=quaywright")
    page.get_by_role("link", name="Newest", exact=True).click()
    page.get_by_role("link", name="Next").click()
    here = page.url
    assert asked(page) == {"q": ["quaywright"], "sort": ["newest"], "page": ["2"]}
    page.locator(".hit h2 a").first.click()
    assert page.locator("article mark").count() > 2
    page.get_by_role("link", name="Results for").click()
    assert page.url == here


def test_filters_are_chosen_and_removed_without_javascript(look: Open) -> None:
    page = look("/?q=quaywright", script=False)
    page.get_by_role("link", name="paper1.example").click()
    page.get_by_role("link", name="paper2.example").click()
    assert asked(page)["source"] == ["paper1.example", "paper2.example"]
    assert {one.inner_text() for one in page.locator(".hit .source").all()} == {"paper1.example", "paper2.example"}
    page.locator(".chip").first.click()
    assert asked(page)["source"] == ["paper2.example"]
    page.locator("#q").fill("pier")
    page.locator("#q").press("Enter")
    assert asked(page) == {"q": ["pier"], "source": ["paper2.example"]}


def test_matches_are_stepped_through_without_javascript(look: Open) -> None:
    page = look(f"{AT}pier/03?q=quaywright", script=False)
    page.get_by_role("link", name="First").click()
    page.locator("#m1 + .step").get_by_role("link", name="Next match").click()
    assert page.url.endswith("#m2")
    expect(page.locator("#m2 + .step").get_by_role("link", name="Previous match")).to_be_visible()


def test_a_mistake_is_shown_in_its_place_with_the_query_kept(look: Open) -> None:
    page = look("/?q=quaywright+date:2020-13+pier")
    expect(page.locator(".here")).to_contain_text("2020-13")
    expect(page.locator("#q")).to_have_value("quaywright date:2020-13 pier")


def test_a_hostile_article_is_only_text(look: Open, complaints: list[str]) -> None:
    page = look("/?q=wrongdoing")
    title = page.locator(".hit h2 a")
    expect(title).to_have_text(str(HOSTILE["title"]))
    assert page.locator(".hit .original").count() == 0
    title.click()
    expect(page.locator("h1")).to_have_text(str(HOSTILE["title"]))
    assert page.locator("main script, main style, main img, main [onerror], a[href^='javascript:']").count() == 0
    assert page.title().startswith("Wrongdoing <script>")
    assert complaints == []


def test_captions_are_told_from_the_text(look: Open) -> None:
    page = look("/?q=captions:quaywright")
    caption = page.locator(".hit .caption").first
    expect(caption).to_contain_text("Caption")
    expect(caption.locator("mark")).to_have_text("quaywright")
