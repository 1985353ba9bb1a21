"""Runs pm-sync with the inputs of the action, which arrive in variables and never as code.

In this process, so that the runner's signals reach it; an input that is empty is not given.
"""

from __future__ import annotations

import base64
import json
import os
import sys

from sync.__main__ import main

COMMANDS = ("sync", "plan", "check", "comment", "report", "remind")
SECRETS = ("GITHUB_TOKEN", "JIRA_EMAIL", "JIRA_API_TOKEN", "PM_SYNC_REMIND__URLS")


def arguments() -> list[str]:
    """The command line."""
    command = value("ACTION_COMMAND")
    if command not in COMMANDS:
        known = f"{', '.join(COMMANDS[:-1])} or {COMMANDS[-1]}"
        sys.exit(f"pm-sync: the input `command` is {command!r}; it can be {known}")
    if command == "report" and (value("ACTION_REPORTS") or value("ACTION_EXPECTED")):
        return joined()
    start = [command, f"--root={value('ACTION_ROOT') or '.'}"]
    if command == "comment":
        return [*start, *lines("ACTION_OPTIONS"), "--", *commented()]
    if command == "check":
        return [*start, *judged(), *lines("ACTION_OPTIONS"), "--", *lines("ACTION_PATHS")]
    if command == "report":
        return [*start, *told(), *lines("ACTION_OPTIONS"), "--", *lines("ACTION_PATHS")]
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    summary = [f"--summary={page}"] if page else []
    if command == "remind":
        return [*start, *summary, *lines("ACTION_OPTIONS"), "--", *lines("ACTION_PATHS")]
    return [
        *start,
        *(published() if command == "sync" else planned()),
        f"--report={os.environ['REPORT']}",
        *summary,
        *lines("ACTION_OPTIONS"),
        "--",
        *lines("ACTION_PATHS"),
    ]


def published() -> list[str]:
    """Where `sync` brings what it wrote."""
    publish = value("ACTION_PUBLISH")
    return [f"--publish={publish}"] if publish else []


def planned() -> list[str]:
    """What `plan` compares with, and where it leaves what is told below a pull request."""
    base, comment = value("ACTION_BASE"), value("ACTION_COMMENT")
    compared = [f"--base={base}", "--annotate"] if base else []
    if base and comment:
        author = value("ACTION_AUTHOR")
        compared += [f"--comment={comment}", *([f"--author={author}"] if author else [])]
    return compared


def judged() -> list[str]:
    """How `check` shows what it finds, and what it compares with."""
    base = value("ACTION_BASE")
    return ["--format=github", *([f"--base={base}"] if base else [])]


def commented() -> list[str]:
    """The pull request, and the file that `plan` left."""
    number, comment = value("ACTION_PULL_REQUEST"), value("ACTION_COMMENT")
    if not number or not comment:
        missing = "comment" if number else "pull-request"
        sys.exit(f"pm-sync: the input `{missing}` is empty, and `command: comment` needs it")
    return [number, comment]


def told() -> list[str]:
    """Where the report goes: the files that were named, the page of the job, and the file that the outputs are taken from."""
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    files = [*lines("ACTION_OUT"), os.environ["REPORT"]]
    return [*(f"--out={one}" for one in files), *([f"--summary={page}"] if page else [])]


def joined() -> list[str]:
    """The reports of many repositories, for the page of the job."""
    try:
        expected = json.loads(value("ACTION_EXPECTED") or "[]")
    except ValueError:
        expected = None
    if not isinstance(expected, list):
        sys.exit("pm-sync: the input `expected` is no JSON list")
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    return [
        "report",
        f"--merge={value('ACTION_REPORTS') or '.'}",
        *(f"--expect={one}" for one in expected),
        *([f"--out={page}"] if page else []),
        *lines("ACTION_OPTIONS"),
    ]


def be_in(repository: str) -> None:
    """Have the variables tell of this repository, if it is another than the job's own, of which the event tells."""
    if repository and repository != os.environ.get("GITHUB_REPOSITORY"):
        os.environ["GITHUB_REPOSITORY"] = repository
        for name in ("GITHUB_EVENT_PATH", "GITHUB_REF_NAME", "GITHUB_REF_TYPE"):
            os.environ.pop(name, None)


def value(name: str) -> str:
    """An input without blanks around it."""
    return os.environ.get(name, "").strip()


def lines(name: str) -> list[str]:
    """The lines of an input, without those that are empty."""
    return [line.strip() for line in os.environ[name].splitlines() if line.strip()]


def sign_in() -> None:
    """Let git sign in with the token of the action, for this process and what it starts; whatever the checkout kept gives way."""
    for name in SECRETS:
        if not os.environ.get(name, "").strip():
            os.environ.pop(name, None)
    token, server = os.environ.get("GITHUB_TOKEN"), os.environ.get("GITHUB_SERVER_URL")
    if not token or not server:
        return
    pair = base64.b64encode(f"x-access-token:{token}".encode()).decode()
    sys.stdout.write(f"::add-mask::{pair}\n")
    sys.stdout.flush()
    header = f"http.{server.rstrip('/')}/.extraheader"
    known = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    for number, value in enumerate(("", f"AUTHORIZATION: basic {pair}"), known):
        os.environ[f"GIT_CONFIG_KEY_{number}"] = header
        os.environ[f"GIT_CONFIG_VALUE_{number}"] = value
    os.environ["GIT_CONFIG_COUNT"] = str(known + 2)


if __name__ == "__main__":
    sys.argv = ["pm-sync", *arguments()]
    be_in(value("ACTION_REPOSITORY"))
    sign_in()
    main()
