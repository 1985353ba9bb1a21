"""Settings: from file, variables and options, and every problem at once."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, SecretStr

from config.find import Place, find, look_in
from config.load import Loaded, load
from config.problem import Problem, SettingsError

TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    repository: str
    token: SecretStr | None = None


def load_text(root: Path, text: str, **environ: str) -> Loaded:
    (root / "pm-sync.toml").write_text(text, encoding="utf-8")
    return load(look_in(root), environ)


def problems_of(root: Path, text: str, **environ: str) -> tuple[Problem, ...]:
    with pytest.raises(SettingsError) as error:
        load_text(root, text, **environ)
    return error.value.problems


def test_without_a_file_the_defaults_work(tmp_path: Path) -> None:
    settings = load(find(tmp_path), {}).settings

    assert settings.documents == ("postmortems/**/*.md",)
    assert settings.tracker == "local"
    assert settings.limits.create == 25
    assert settings.since is None


def test_the_file_is_read(tmp_path: Path) -> None:
    settings = load_text(
        tmp_path,
        """
        documents = ["docs/*.md"]
        since = 2026-10-24
        [people."Mara Lindqvist"]
        aliases = ["ML"]
        github = "mara"
        [create]
        unless_status = ["draft", "review"]
        """,
    ).settings

    assert settings.documents == ("docs/*.md",)
    assert settings.since == date(2026, 10, 24)
    assert settings.people["Mara Lindqvist"].identities == {"github": "mara"}
    assert settings.create.unless_status == ("draft", "review")


def test_limits_by_priority_and_people_who_left_are_read(tmp_path: Path) -> None:
    settings = load_text(
        tmp_path,
        """
        [sla]
        preset = "atlassian"
        days = { P0 = 7, "Must have" = 30 }
        default = 90
        [people."Mara Lindqvist"]
        left = true
        github = "mara"
        """,
    ).settings

    assert settings.sla.model_dump() == {
        "preset": "atlassian",
        "days": {"P0": 7, "Must have": 30},
        "default": 90,
    }
    assert settings.people["Mara Lindqvist"].left
    assert settings.people["Mara Lindqvist"].identities == {"github": "mara"}


def test_a_date_may_be_written_as_text(tmp_path: Path) -> None:
    assert load_text(tmp_path, 'since = "2026-10-24"').settings.since == date(2026, 10, 24)


def test_variables_beat_the_file_and_options_beat_variables(tmp_path: Path) -> None:
    (tmp_path / "pm-sync.toml").write_text("[limits]\ncreate = 1\n")
    place = look_in(tmp_path)
    environ = {"PM_SYNC_LIMITS__CREATE": "2", "PM_SYNC_DOCUMENTS": "a/*.md, b/*.md"}

    from_variable = load(place, environ).settings
    from_option = load(place, environ, {"limits": {"create": 3}}).settings

    assert from_variable.limits.create == 2
    assert from_variable.documents == ("a/*.md", "b/*.md")
    assert from_option.limits.create == 3


def test_a_table_from_the_file_and_a_key_from_a_variable_are_merged(tmp_path: Path) -> None:
    loaded = load_text(
        tmp_path,
        '[trackers.github]\nrepository = "acme/shop"\n',
        PM_SYNC_TRACKERS__GITHUB__TOKEN=TOKEN,
    )

    options = loaded.options("trackers", "github", Options)

    assert options.repository == "acme/shop"
    assert options.token is not None
    assert options.token.get_secret_value() == TOKEN


def test_a_secret_never_shows(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, "", PM_SYNC_TRACKERS__GITHUB__TOKEN=TOKEN)

    assert TOKEN not in repr(loaded.settings)
    with pytest.raises(SettingsError) as error:
        loaded.options("trackers", "github", Options)
    assert TOKEN not in str(error.value)
    assert TOKEN not in repr(error.value.problems)


def test_secrets_may_lie_in_a_folder(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "PM_SYNC_TRACKERS__GITHUB__TOKEN").write_text(TOKEN + "\n")
    (secrets / "unrelated").write_bytes(b"\xff")

    loaded = load_text(
        tmp_path, '[trackers.github]\nrepository = "x"', PM_SYNC_SECRETS_DIR=str(secrets)
    )

    token = loaded.options("trackers", "github", Options).token
    assert token is not None
    assert token.get_secret_value() == TOKEN


def test_a_folder_of_secrets_that_is_not_there_is_told(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "", PM_SYNC_SECRETS_DIR=str(tmp_path / "nowhere"))

    assert problem.path == "PM_SYNC_SECRETS_DIR"


def test_every_problem_is_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    problems = problems_of(
        tmp_path,
        'documets = ["x"]\n'
        "\n"
        "since = 12\n"
        "[limits]\n"
        "create = -1\n"
        "creat = 3\n"
        '[people."M"]\n'
        "aliases = [1]\n",
    )

    told = {problem.line: problem for problem in problems}
    assert list(told) == [1, 3, 5, 6, 8]
    assert "documets" in told[1].found
    assert "`documents`" in told[1].remedy
    assert "2026-10-24" in told[3].remedy
    assert "limits.create" in told[5].found
    assert "create = 25" in told[5].remedy
    assert "`create`" in told[6].remedy


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'[trackers.github]\ntoken = "{TOKEN}"\n', 2),
        (f'[trackers.github]\nrepository = "{TOKEN}"\n', 2),
        ('[trackers.jira]\napi_key = "x"\n', 2),
        (f'[people."M"]\naliases = [\n  "a",\n  "{TOKEN}",\n]\n', 2),
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(
    tmp_path: Path, text: str, line: int
) -> None:
    problems = problems_of(tmp_path, text)

    assert [problem.line for problem in problems] == [line]
    assert "PM_SYNC_" in problems[0].remedy
    assert TOKEN not in str(problems)


@pytest.mark.parametrize(
    "text",
    [
        f'limits = "{TOKEN}"\n',
        f'since = "{TOKEN}"\n',
        f'people = "{TOKEN}"\n',
        '[limits]\ncreate = { token = "hunter2hunter2" }\n',
        f'[trackers]\nlocal = "{TOKEN}"\n',
    ],
)
def test_a_secret_in_the_place_of_something_else_is_not_repeated(tmp_path: Path, text: str) -> None:
    told = str(problems_of(tmp_path, text))

    assert "secret" in told
    assert TOKEN not in told
    assert "hunter2" not in told


def test_a_value_in_the_place_of_a_table_is_told_in_the_words_of_toml(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "limits = 3\n")

    assert problem.found == "`limits` is 3, and should be a table"


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = \n", 1), ("\n\n[limits\ncreate = 1\n", 3), ('x = """\nabc\n', 2), ("a = 1\na = 2\n", 2)],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    (problem,) = problems_of(tmp_path, text)

    assert (problem.path, problem.line) == ("pm-sync.toml", line)
    assert "TOML" in problem.found


def test_a_file_that_is_no_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "pm-sync.toml").write_bytes(b"# fine\ntracker = 'l\xf6cal'\n")

    with pytest.raises(SettingsError) as error:
        load(look_in(tmp_path), {})

    assert error.value.problems[0].line == 2


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "pm-sync.toml").mkdir()

    with pytest.raises(SettingsError, match="folder"):
        load(look_in(tmp_path), {})


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("PM_SYNC_TRACKR", "tracker"), ("PM_SYNC_LIMITS__CREAT", "create"), ("PM_SYNC_TYPO__X", "")],
)
def test_an_unknown_variable_is_told_with_the_nearest_known_one(
    tmp_path: Path, name: str, remedy: str
) -> None:
    (problem,) = problems_of(tmp_path, "", **{name: "1"})

    assert name.startswith(problem.path)
    assert remedy in problem.remedy


def test_control_characters_never_reach_the_terminal(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, 'list_status = "\\u001b[31mred\\u202e"\n')

    assert problem.found.isprintable()


@pytest.mark.parametrize("word", ["", "a|b", "a\\nb"])
def test_a_word_that_would_break_a_table_is_refused(tmp_path: Path, word: str) -> None:
    (problem,) = problems_of(tmp_path, f'[status]\ndone = "{word}"\n')

    assert problem.line == 2


def test_people_may_live_in_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('[people."Mara"]\nlocal = "m"\n')

    settings = load_text(tmp_path, 'people_file = "people.toml"').settings

    assert settings.people["Mara"].identities == {"local": "m"}


@pytest.mark.parametrize(
    "text",
    [
        'documents = ["/etc/*.md"]',
        'documents = ["../**/*.md"]',
        'documents = ["a\\u0000b"]',
        f'documents = ["{"x" * 300}"]',
        'exclude = ["../a"]',
        'documents = ["C:/postmortems/*.md"]',
        'people_file = "/etc/passwd"',
        'people_file = "a\\u0000b"',
    ],
)
def test_paths_that_leave_the_root_or_cannot_exist_are_refused(tmp_path: Path, text: str) -> None:
    (problem,) = problems_of(tmp_path, text)

    assert problem.line == 1
    assert "should be" in problem.found


@pytest.mark.parametrize("text", ["[sync]\nfull_every = ", "[limits]\ncreate = "])
def test_numbers_that_mean_nothing_are_refused(tmp_path: Path, text: str) -> None:
    (problem,) = problems_of(tmp_path, f"{text}99999999999999999999\n")

    assert problem.line == 2


def test_the_file_of_people_may_be_named_by_a_variable(tmp_path: Path) -> None:
    (tmp_path / "people.toml").write_text('[people."Mara"]\nlocal = "m"\n')

    settings = load_text(tmp_path, "", PM_SYNC_PEOPLE_FILE="people.toml").settings

    assert settings.people["Mara"].identities == {"local": "m"}


@pytest.mark.parametrize("pattern", ["highs_and_lows/**", "ghs_/*.md", "docs/github_pat_/x.md"])
def test_names_of_people_s_own_are_no_secrets(tmp_path: Path, pattern: str) -> None:
    assert load_text(tmp_path, f'documents = ["{pattern}"]').settings.documents == (pattern,)


def test_a_file_of_people_outside_the_root_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "people.toml").write_text('[people."Mara"]\nlocal = "m"\n')
    (root / "people.toml").symlink_to(tmp_path / "people.toml")

    (problem,) = problems_of(root, 'people_file = "people.toml"')

    assert "outside" in problem.found


def test_settings_may_stand_in_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pm-sync.limits]\ncreate = 7\ncreat = 1\n")

    with pytest.raises(SettingsError) as error:
        load(look_in(tmp_path), {})

    assert [(p.path, p.line) for p in error.value.problems] == [("pyproject.toml", 3)]


def test_settings_in_two_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.pm-sync]\n")
    (tmp_path / "pm-sync.toml").write_text("")

    with pytest.raises(SettingsError, match="keep one"):
        find(tmp_path)


def test_a_pyproject_of_others_is_none_of_our_business(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("this is no toml")

    assert find(tmp_path) == Place(tmp_path, None)


def test_settings_are_found_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / "pm-sync.toml").write_text("")
    below = tmp_path / "postmortems" / "2026"
    below.mkdir(parents=True)

    assert find(below).root == tmp_path


def test_the_search_ends_at_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "pm-sync.toml").write_text("")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)

    assert find(repository) == Place(repository, None)


@given(st.text())
def test_any_text_gives_settings_or_problems(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    root = tmp_path_factory.mktemp("any")
    (root / "pm-sync.toml").write_bytes(text.encode("utf-8", "surrogatepass"))

    with contextlib.suppress(SettingsError):
        load(look_in(root), {})


def test_without_settings_the_folder_of_earlier_runs_is_the_root(tmp_path: Path) -> None:
    (tmp_path / "pm-sync.state").write_text("")
    below = tmp_path / "postmortems" / "2026"
    below.mkdir(parents=True)

    assert find(below) == Place(tmp_path, None)

    (tmp_path / "postmortems" / ".git").mkdir()
    assert find(below) == Place(below, None)


def test_a_day_with_a_time_is_refused_in_plain_words(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, "since = 2026-11-01T10:00:00\n")

    assert "should be a day, such as 2026-10-24" in problem.found
    assert "datetime" not in str(problem)


def test_the_variable_of_the_contract_run_is_no_setting(tmp_path: Path) -> None:
    assert load(look_in(tmp_path), {"PM_SYNC_API_SPECS": "/specs"}).settings.tracker == "local"
