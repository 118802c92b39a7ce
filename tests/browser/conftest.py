"""The real service on a free port of this machine, and a real browser that looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.service import SIZES, browsing, serving

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service over the sample corpus and the articles of these tests."""
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with browsing(chromium) as started:
        yield started


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about while the test ran: scripts that failed, policies that were broken."""
    return []


@pytest.fixture
def look(site: str, browser: Browser, complaints: list[str]) -> Iterator[Open]:
    """``look("/?q=x", size="phone", theme="dark", script=False)`` opens a page of the service."""
    contexts = []

    def opened(
        path: str, *, size: str | tuple[int, int] = "desktop", theme: str = "light", script: bool = True
    ) -> Page:
        width, height = SIZES[size] if isinstance(size, str) else size
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
