"""The real service over the sample corpus and the articles of the browser tests, and a browser to look at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from searchsvc.archive import LiveArchive
from searchsvc.indexing import reindex
from searchsvc.web import create_app
from tests.browser import articles

PROJECT = Path(__file__).resolve().parents[2]
SIZES = {"phone": (360, 740), "desktop": (1280, 900)}
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


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the service on a free port, its corpus and index in ``folder``, until the block ends."""
    shutil.copytree(PROJECT / "corpus", folder / "corpus")
    articles.write(folder / "corpus" / "browser")
    reindex(folder / "corpus", folder / "index", "whoosh")
    live = LiveArchive(folder / "index", "whoosh")
    server = make_server("127.0.0.1", 0, create_app(live), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        live.close()


@contextmanager
def browsing(executable: str) -> Iterator[Browser]:
    """The browser, until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()
