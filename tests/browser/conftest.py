"""Chromium, as the machine has it. Playwright drives it and brings no browser of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sync.followthrough.model import FollowThrough
from sync.render.page import render_page
from tests.sync.render.page import follows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = bool(os.environ.get("CHROMIUM"))
"""`make browser-check` says which browser there is: then a missing one is a failure."""


@dataclass
class Shown:
    """A page in a window, and what it did that it should not."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def count(self, selector: str) -> int:
        """How many elements like that are to be seen."""
        return len(
            [one for one in self.page.locator(selector).element_handles() if one.is_visible()]
        )

    def texts(self, table: str, column: int) -> list[str]:
        """What each cell of a column begins with, in the rows that are to be seen, from top to bottom."""
        found: list[str] = self.page.evaluate(
            """([table, column]) => [...document.querySelectorAll(`#${table} tbody tr:not([hidden])`)]
                .map((row) => row.cells[column].firstChild?.textContent.trim() ?? "")""",
            [table, column],
        )
        return found


Open = Callable[..., AbstractContextManager[Shown]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests of a module, and no longer: while it runs, nobody else can run an event loop."""
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        pytest.skip(f"no Chromium is on PATH ({', '.join(NAMES)})")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        if REQUIRED:
            raise
        pytest.skip("Playwright is not installed; `make browser-check` installs it")
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        made = playwright.chromium.launch(executable_path=executable, args=sandbox)
        yield made
        made.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The report of that name in `follows`, as a file."""
    folder = tmp_path_factory.mktemp("pages")

    def written(name: str) -> Path:
        file = folder / f"{name}.html"
        if not file.exists():
            make: Callable[[], FollowThrough] = getattr(follows, name)
            file.write_text(render_page(make()), encoding="utf-8")
        return file

    return written


@pytest.fixture
def opened(browser: Browser, files: Callable[[str], Path]) -> Open:
    """Opens a report; nobody may complain, and nothing may be asked of anybody, until it is closed."""

    @contextmanager
    def open_(
        name: str = "realistic", fragment: str = "", width: int = 1400, **options: Any
    ) -> Iterator[Shown]:
        address = files(name).as_uri()
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        try:
            shown = Shown(context.new_page(), address)
            shown.page.on("console", lambda message: shown.complaints.append(message.text))
            shown.page.on("pageerror", lambda error: shown.complaints.append(str(error)))
            shown.page.on("dialog", lambda dialog: shown.complaints.append(dialog.message))
            shown.page.on("request", lambda request: shown.requests.append(request.url))
            shown.page.goto(address + fragment)
            yield shown
            assert shown.complaints == []
            assert {url.partition("#")[0] for url in shown.requests} - {"data:,"} == {address}
        finally:
            context.close()

    return open_
