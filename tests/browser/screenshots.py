"""``python -m tests.browser.screenshots FOLDER``: pictures of every page, on phone and desktop, light and dark."""

from __future__ import annotations

import itertools
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.pages import ALL
from tests.browser.service import SIZES, browsing, serving
from tests.conftest import BROWSERS


def take(folder: Path) -> None:
    """Write ``<page>, <size>, <theme>.png`` for every page into ``folder``."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        sys.exit("no Chromium is installed: install one to take pictures with")
    with TemporaryDirectory() as scratch, serving(Path(scratch)) as address, browsing(executable) as browser:
        for (size, (width, height)), theme in itertools.product(SIZES.items(), ("light", "dark")):
            page = browser.new_page(base_url=address, viewport={"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            for name, path in ALL.items():
                page.goto(path)
                page.screenshot(path=folder / f"{name}, {size}, {theme}.png")
            page.close()


if __name__ == "__main__":
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))
