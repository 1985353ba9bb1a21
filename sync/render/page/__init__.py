"""The follow-through of a repository as one page of HTML that needs nothing but itself.

Style and script stand in the page, and its policy allows those two and nothing else, by their hashes: no request leaves it, and
nothing that a document or a tracker says is ever obeyed. Everything is there without the script, which only sorts and filters.
"""

from __future__ import annotations

from sync.followthrough.model import FollowThrough
from sync.render.page import charts
from sync.render.page.numbers import Numbers
from sync.render.page.template import rendered


def render_page(follow: FollowThrough) -> str:
    """The page; equal values make equal pages."""
    return rendered(
        {
            "follow": follow,
            "numbers": Numbers(follow),
            "burn_up": charts.burn_up(follow.weeks),
            "ageing": charts.ageing(follow.ages),
        }
    )
