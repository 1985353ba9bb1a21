"""What GitHub does beside its official description."""

from __future__ import annotations

from typing import Any

from tests.fakes.wire.openapi import Described, Dialect, Operation

DIALECT = Dialect(
    error={"$ref": "#/components/schemas/basic-error"},
    # Told in the documentation, and described under another path here.
    same_as={"/repos/{owner}/{repo}/installation": "/app/installations/{installation_id}"},
    # Told in words only: a list may come without the object around it.
    bare_lists={("/repos/{owner}/{repo}/issues/{issue_number}/labels", "post"): "labels"},
    # GitHub puts these into its own `Link` headers.
    anywhere_asked=frozenset({"after", "before"}),
    # Any endpoint may answer so, whether that is described or not.
    anywhere_told=frozenset({301, 307, 400, 401, 403, 404, 410, 422, 429, 500, 502, 503}),
)


class DescribedGitHub(Described):
    """A repository may also be named by its id."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(document, DIALECT)

    def operation(self, method: str, path: str) -> Operation:
        steps = path.strip("/").split("/")
        if steps[:1] == ["repositories"]:
            steps = ["repos", "-", *steps[1:]]
        return super().operation(method, "/" + "/".join(steps))
