"""The real service on a free port of this machine, and a real browser that looks at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from searchsvc.archive import LiveArchive
from searchsvc.indexing import reindex
from searchsvc.web import create_app
from tests.browser import articles

PROJECT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (360, 740), "desktop": (1280, 900)}
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service over the sample corpus and the articles of these tests."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(PROJECT / "corpus", folder / "corpus")
    articles.write(folder / "corpus" / "browser")
    reindex(folder / "corpus", folder / "index", "whoosh")
    live = LiveArchive(folder / "index", "whoosh")
    server = make_server("127.0.0.1", 0, create_app(live), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    live.close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


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
