"""The routes of the settings, as the plan knows them."""

from __future__ import annotations

from sync.cli.project import Project
from sync.errors import UserError
from sync.plan.routing import unknown_placeholders
from sync.policy import Route, everywhere


def routes_of(project: Project) -> tuple[Route, ...]:
    """The routes in their order. Raises `UserError` for what no tracker, and no document, could fulfil."""
    if not project.settings.routes:
        return ()
    from connectors.markdown.discovery import matcher  # noqa: PLC0415 - most settings have no routes

    for name in project.destinations:
        project.places(name)
    routes = []
    for number, route in enumerate(project.settings.routes):
        strange = sorted(unknown_placeholders(route.place))
        if strange:
            raise UserError(
                f"{project.where(number)}: {strange[0]} in a route means nothing; write {{front_matter.KEY}} for what a"
                " document says there, and {{ or }} for a brace"
            )
        routes.append(
            Route(
                tracker=route.tracker or project.settings.tracker,
                covers=matcher(route.paths) if route.paths else everywhere,
                owners=route.owners,
                types=route.types,
                priorities=route.priorities,
                place=route.place,
            )
        )
    return tuple(routes)
