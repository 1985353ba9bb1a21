"""What `check` found as SARIF 2.1.0, which code scanning and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Final
from urllib.parse import quote

from sync.check.catalogue import CATALOGUE
from sync.check.rule import Finding, Grade, Rule
from sync.render.checked import Checked, allowed_by

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {
    Grade.ERROR: "error",
    Grade.WARNING: "warning",
    Grade.NOTE: "note",
    Grade.OFF: "none",
}
_ROOT: Final = "%SRCROOT%"
_UNREADABLE: Final = "document-unreadable"


def sarif(checked: Checked, prefix: str) -> dict[str, object]:
    """The log of one run; `prefix` is where the root lies in the repository. What is restricted is not in it."""
    told = [one for findings in checked.findings.values() for one in findings]
    used = sorted({one.rule for one in told}, key=list(CATALOGUE).index)
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "pm-sync",
                        "version": version("pm-sync"),
                        "rules": [_rule(CATALOGUE[name]) for name in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    _ROOT: {"description": {"text": "The top of the repository"}}
                },
                "invocations": [
                    {
                        "executionSuccessful": not checked.problems,
                        "toolExecutionNotifications": [
                            {
                                "descriptor": {"id": _UNREADABLE},
                                "level": "error",
                                "message": {
                                    "text": f"{one.found}; {one.remedy}"
                                    if one.remedy
                                    else one.found
                                },
                                "locations": [_location(prefix + one.path, one.line or 1, None)],
                            }
                            for one in checked.problems
                        ],
                    }
                ],
                "results": list(_results(told, used, prefix)),
            }
        ],
    }


def _results(told: Iterable[Finding], used: list[str], prefix: str) -> Iterable[dict[str, object]]:
    for one in told:
        yield {
            "ruleId": one.rule,
            "ruleIndex": used.index(one.rule),
            "level": _LEVELS[one.grade],
            "message": {"text": one.message},
            "locations": [_location(prefix + one.path, one.line, one.column)],
        }


def _location(path: str, line: int, column: int | None) -> dict[str, object]:
    region = {"startLine": line} | ({} if column is None else {"startColumn": column})
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(path), "uriBaseId": _ROOT},
            "region": region,
        }
    }


def _rule(rule: Rule) -> dict[str, object]:
    text = f"{rule.why} Source: {rule.source}. {allowed_by(rule.id)}"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[rule.grade]},
    }
