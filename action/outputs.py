"""Gives the numbers of the report to the steps that follow: numbers and one path of ours, no text of anybody."""

from __future__ import annotations

import json
import os
from pathlib import Path

NONE = {"summary": {}, "overdue": 0}


def main() -> None:
    """Write the outputs; where there is no report they are 0, and the path is empty."""
    file = Path(os.environ["REPORT"] or os.devnull)
    report = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else NONE
    summary = report["summary"]
    told = {
        "created": int(summary.get("create", 0)),
        "changed": int(summary.get("update", 0)) + int(summary.get("write", 0)),
        "conflicts": int(summary.get("conflict", 0)),
        "overdue": int(report.get("overdue", summary.get("overdue", 0))),
        "report": file if file.is_file() else "",
    }
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.writelines(f"{name}={value}\n" for name, value in told.items())


main()
