"""Where the settings may put the database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from connectors.local.options import LocalOptions, database_path
from sync.errors import UserError


def test_without_settings_the_database_lies_in_the_folder_of_ours(tmp_path: Path) -> None:
    assert database_path(LocalOptions(), tmp_path) == tmp_path / ".pm-sync" / "tracker.sqlite3"


def test_a_path_is_relative_to_the_root(tmp_path: Path) -> None:
    assert database_path(LocalOptions(path="a/b.db"), tmp_path) == tmp_path / "a" / "b.db"


@pytest.mark.parametrize("path", ["../b.db", "/etc/b.db", "a/../../b.db", ".", "a\0b"])
def test_a_path_that_leads_out_of_the_root_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UserError, match=r"trackers\.local\.path: .*name a file inside"):
        database_path(LocalOptions(path=path), tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_a_symbolic_link_out_of_the_root_is_refused(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / ".pm-sync").symlink_to(tmp_path)

    with pytest.raises(UserError, match="leads to"):
        database_path(LocalOptions(), tmp_path / "root")


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValidationError, match="pth"):
        LocalOptions.model_validate({"pth": "x"})
