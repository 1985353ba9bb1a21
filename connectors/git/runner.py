"""What a runner of GitHub Actions says of its checkout, which has neither a branch nor the remote's HEAD.

The variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Runner:
    """The branches that the runner names."""

    branch: str | None = None
    default_branch: str | None = None

    @classmethod
    def of(cls, environ: Mapping[str, str], repository: str | None) -> Runner:
        """The runner of these variables, if they are about `repository`; it may have checked out others beside it."""
        own = environ.get("GITHUB_REPOSITORY")
        if own and repository and own.casefold() != repository.casefold():
            return cls()
        on_branch = environ.get("GITHUB_REF_TYPE") == "branch"
        return cls(
            branch=environ.get("GITHUB_REF_NAME") if on_branch else None,
            default_branch=_default_branch(environ.get("GITHUB_EVENT_PATH")),
        )


def _default_branch(event: str | None) -> str | None:
    """As the event that started the run names it. It is no promise of anybody: whatever is missing is unknown."""
    if not event:
        return None
    try:
        branch = json.loads(Path(event).read_bytes())["repository"]["default_branch"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return branch if isinstance(branch, str) and branch else None
