"""What a body of an issue asks for: held against the rules first, so that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.github.exchange import Refused, invalid
from tests.fakes.github.model import Account, IssueType, Label, Milestone, Repository
from tests.fakes.github.world import World

LONGEST = {"title": 256, "body": 65_536}
LONGEST_LABEL = 50
MOST_LABELS = 100
MOST_ASSIGNEES = 10
REASONS = {"closed": ("completed", "not_planned", "duplicate"), "open": ("reopened",)}


def check_texts(body: Mapping[str, Any]) -> None:
    """Titles and bodies that are missing, blank or too long."""
    if "title" in body:
        title = body["title"]
        if title is None:
            raise Refused(422, "Invalid request.\n\nFor 'properties/title', nil is not a string.")
        if not str(title).strip():
            raise invalid("Issue", "title", "missing_field")
    for name, most in LONGEST.items():
        if len(str(body.get(name) or "")) > most:
            message = f"{name} is too long (maximum is {most} characters)"
            raise invalid("Issue", name, "custom", message=message)


def check_state(body: Mapping[str, Any]) -> None:
    """States and reasons that there are."""
    state, reason = body.get("state"), body.get("state_reason")
    if state is not None and state not in REASONS:
        raise invalid("Issue", "state", "invalid", value=state)
    known = REASONS.get(state or "", (*REASONS["closed"], *REASONS["open"]))
    if reason is not None and reason not in known:
        raise invalid("Issue", "state_reason", "invalid", value=reason)


def wanted_assignees(home: Repository, logins: list[str]) -> list[Account]:
    """One who may not be assigned fails all of it."""
    if len(logins) > MOST_ASSIGNEES:
        raise invalid("Issue", "assignees", "invalid", message="too many assignees")
    found = []
    for login in logins:
        who = home.find_assignable(login)
        if who is None:
            raise invalid("Issue", "assignees", "invalid", value=login)
        if who not in found:
            found.append(who)
    return found


def wanted_milestone(home: Repository, number: int | str | None) -> Milestone | None:
    if number is None:
        return None
    found = home.milestones.get(int(number)) if str(number).isdigit() else None
    if found is None:
        raise invalid("Issue", "milestone", "invalid", value=number)
    return found


def wanted_type(home: Repository, name: str | None) -> IssueType | None:
    if name is None:
        return None
    for one in home.types:
        if one.name.casefold() == name.casefold():
            return one
    raise invalid("Issue", "type", "invalid", value=name)


def label_names(asked: list[Any]) -> list[str]:
    """Labels come by name, bare or in an object of their own."""
    names = [one if isinstance(one, str) else str(one["name"]) for one in asked]
    for name in names:
        if not name.strip():
            raise invalid("Label", "name", "missing_field")
        if len(name) > LONGEST_LABEL:
            message = f"name is too long (maximum is {LONGEST_LABEL} characters)"
            raise invalid("Label", "name", "custom", message=message)
    if len(names) > MOST_LABELS:
        raise invalid("Issue", "labels", "custom", message="too many labels")
    return names


def taken_labels(world: World, home: Repository, names: list[str]) -> list[Label]:
    """Labels by these names; those that nobody made before are made along the way."""
    made = [world.label(home.full_name, name) for name in names]
    return list({label.id: label for label in made}.values())
