"""How long the page of HTML takes to be made, how large it is, and how long a reader waits for a choice, with 10,000 items."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sync.render.page import render_page
from tests.sync.render.page import follows

_CHOOSE: Final = (
    "const owner = document.querySelector('[name=owner]'); owner.value = '%s';"
    "owner.dispatchEvent(new Event('input', { bubbles: true }));"
)
_ACTS: Final = {
    "one owner's items": _CHOOSE % "mara",
    "all items again": _CHOOSE % "",
    "sorted by text": "document.querySelector('#open th[data-key=item] button').click()",
}
_UNTIL_SHOWN: Final = """(act) => new Promise((done) => {
    const start = performance.now();
    window.scrollTo(0, document.getElementById("all").offsetTop);
    act();
    setTimeout(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))));
})"""


def rows() -> Iterator[tuple[str, str]]:
    """What was measured, and the figure."""
    follow = follows.large()
    start = time.perf_counter()
    page = render_page(follow)
    yield "10,000 items made into a page", f"{time.perf_counter() - start:.2f} s"
    yield "the page", f"{len(page.encode()) / 1e6:.2f} MB"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None or importlib.util.find_spec("playwright") is None:
        yield "until a choice is shown", "needs chromium and `make browser-check`"
        return
    yield from _waiting(page, chromium)


def _waiting(page: str, chromium: str) -> Iterator[tuple[str, str]]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        window = browser.new_page(viewport={"width": 1400, "height": 900})
        start = time.perf_counter()
        window.goto(file.as_uri())
        yield "opened in Chromium", f"{time.perf_counter() - start:.2f} s"
        for what, act in _ACTS.items():
            code = _UNTIL_SHOWN.replace("act();", act)
            yield f"until shown: {what}", f"{window.evaluate(code, None):.0f} ms"
        browser.close()
