"""Kinds are found by name among what is installed, and only the one asked for is loaded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from connectors import registry
from connectors.kinds import DocumentsKind
from connectors.local import KIND
from sync.errors import UserError

ROOT = Path(__file__).parents[2]

Install: TypeAlias = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts distributions on the import path, with entry points and a module."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(ROOT), *_without_ours()])

    def install(name: str, entry_points: str, module: str = "", code: str = "") -> None:
        folder = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(entry_points)
        if module:
            (tmp_path / f"{module}.py").write_text(code)

    return install


def _without_ours() -> list[str]:
    """The import path without whatever makes an installed pm-sync visible."""
    return [
        entry
        for entry in sys.path
        if not any(Path(entry or ".").glob("pm_sync-*.dist-info")) and Path(entry or ".") != ROOT
    ]


def test_a_tracker_is_found_by_its_name(install: Install) -> None:
    install("pm-sync", "[pm_sync.trackers]\nlocal = connectors.local:KIND\n")

    assert registry.tracker_kind("local") is KIND
    assert registry.tracker_names() == ("local",)


def test_the_project_declares_the_embedded_tracker() -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert 'local = "connectors.local:KIND"' in declared


def test_documents_are_found_by_their_name(install: Install) -> None:
    code = "from connectors.kinds import DocumentsKind\nKIND = DocumentsKind('wiki', None, None)\n"
    install("wiki-pm", "[pm_sync.documents]\nwiki = wiki_pm:KIND\n", "wiki_pm", code)

    kind = registry.documents_kind("wiki")

    assert isinstance(kind, DocumentsKind)
    assert registry.documents_names() == ("wiki",)


def test_an_unknown_tracker_is_told_with_what_is_installed_and_the_nearest(
    install: Install,
) -> None:
    install("pm-sync", "[pm_sync.trackers]\nlocal = a:K\ngithub = b:K\n")

    with pytest.raises(UserError) as caught:
        registry.tracker_kind("GitHup")

    message = "unknown tracker 'GitHup'; installed: github, local; did you mean 'github'?"
    assert message in str(caught.value)


def test_with_nothing_installed_that_is_told(install: Install) -> None:
    with pytest.raises(UserError, match="unknown document source 'x'; installed: none"):
        registry.documents_kind("x")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import no_such_vendor", "ModuleNotFoundError: No module named 'no_such_vendor'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("this is no python", "SyntaxError"),
        ("OTHER = 1", "AttributeError"),
    ],
)
def test_a_broken_tracker_is_told_with_its_distribution(
    install: Install, code: str, told: str
) -> None:
    module = f"broken_{abs(hash(code))}"
    install("acme-tracker", f"[pm_sync.trackers]\nacme = {module}:KIND\n", module, code)

    with pytest.raises(UserError, match=r"'acme' of acme-tracker 1\.0 cannot be loaded") as caught:
        registry.tracker_kind("acme")

    assert told in str(caught.value)


def test_a_broken_tracker_does_not_disturb_the_others(install: Install) -> None:
    install("acme-tracker", "[pm_sync.trackers]\nacme = acme_broken:KIND\n", "acme_broken", "1 / 0")
    install("pm-sync", "[pm_sync.trackers]\nlocal = connectors.local:KIND\n")

    assert registry.tracker_names() == ("acme", "local")
    assert registry.tracker_kind("local") is KIND


def test_an_entry_point_that_leads_to_something_else_is_told(install: Install) -> None:
    install("acme-tracker", "[pm_sync.trackers]\nacme = acme_else:KIND\n", "acme_else", "KIND = 1")

    with pytest.raises(UserError, match=r"acme-tracker 1\.0 .* is a int, not a TrackerKind"):
        registry.tracker_kind("acme")


def test_one_name_from_two_distributions_is_told_with_both(install: Install) -> None:
    install("one-tracker", "[pm_sync.trackers]\nacme = one:KIND\n")
    install("two-tracker", "[pm_sync.trackers]\nacme = two:KIND\n")

    with pytest.raises(UserError, match=r"more than once: by one-tracker 1\.0, two-tracker 1\.0"):
        registry.tracker_kind("acme")


def test_the_kind_of_the_embedded_tracker_is_light() -> None:
    code = (
        "import sys; from connectors.local import KIND;"
        "print(*sorted({'sqlite3', 'pydantic', 'json', 'importlib.metadata'} & sys.modules.keys()))"
    )

    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == ""
