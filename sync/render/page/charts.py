"""The two charts of the page, as SVG that has no look of its own: colours and type are the style sheet's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

import leather  # type: ignore[import-untyped]
from markupsafe import Markup

from sync.followthrough.model import Week

WIDTH: Final = 480
_CROP: Final = 12
"""Of the empty edge that the library leaves."""
_LABELS: Final = 5
"""So many dates fit below the lines on a telephone."""
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_LOOKS: Final = ("fill", "stroke", "stroke-width", "font-family", "font-size")
_LONG: Final = re.compile(r"\d+\.\d+")


def burn_up(weeks: Sequence[Week]) -> Markup | None:
    """How many items were opened and how many closed, week by week; None where one week is all there is."""
    if len(weeks) < 2:
        return None
    chart = leather.Chart()
    for name, numbers in (
        ("opened", [week.opened for week in weeks]),
        ("closed", [week.closed for week in weeks]),
    ):
        chart.add_line(list(enumerate(numbers)), name=name)
    chart.add_x_scale(0, len(weeks) - 1)
    step = max(1, -(-(len(weeks) - 1) // (_LABELS - 1)))
    shown = list(range(len(weeks) - 1, -1, -step))[::-1]
    label = _month if len(weeks) > 52 else _day
    chart.add_x_axis(ticks=shown, tick_formatter=lambda at, *_: label(weeks[at].ends))
    ticks = _ticks(max(week.opened for week in weeks))
    chart.add_y_scale(0, ticks[-1])
    chart.add_y_axis(ticks=ticks, tick_formatter=lambda number, *_: f"{number:,}")
    first, last = weeks[0], weeks[-1]
    said = (
        f"From {first.opened} opened and {first.closed} closed by {first.ends}"
        f" to {last.opened} opened and {last.closed} closed by {last.ends}."
    )
    return _svg(chart, 250, "burn-up", "Items opened and closed over the weeks", said)


def ageing(ages: Mapping[str, int]) -> Markup | None:
    """How many open items are how old; None where nothing is open."""
    if not any(ages.values()):
        return None
    chart = leather.Chart()
    chart.add_bars([(number, f"{age}: {number:,}") for age, number in ages.items()])
    ticks = _ticks(max(ages.values()))
    chart.add_x_scale(0, ticks[-1])
    chart.add_x_axis(ticks=ticks, tick_formatter=lambda number, *_: f"{number:,}")
    said = ", ".join(f"{age}: {number}" for age, number in ages.items())
    return _svg(chart, 90 + 30 * len(ages), "ageing", "Open items by age", f"{said}.")


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _ticks(most: int) -> list[int]:
    """Round numbers from 0 to at least `most`, at most six of them."""
    steps = [digit * 10**power for power in range(len(str(most)) + 1) for digit in (1, 2, 5)]
    step = next(one for one in steps if one * 5 >= max(1, most))
    return list(range(0, max(1, most) + step, step))


def _svg(chart: leather.Chart, height: int, name: str, title: str, said: str) -> Markup:
    root = ET.Element(
        "svg",
        {
            "class": f"chart {name}",
            "viewBox": f"{_CROP} {_CROP} {WIDTH - _CROP} {height - 2 * _CROP}",
            "role": "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-desc",
        },
    )
    ET.SubElement(root, "title", id=f"{name}-title").text = title
    ET.SubElement(root, "desc", id=f"{name}-desc").text = said
    drawn = chart.to_svg_group(WIDTH, height)
    drawn.remove(drawn[0])  # the background
    root.append(drawn)
    for element in root.iter():
        if [child.tag for child in element] == ["rect", "text"]:
            element.set("class", "key")
        for look in _LOOKS:
            element.attrib.pop(look, None)
        for key, value in element.attrib.items():
            element.set(key, _LONG.sub(lambda number: f"{float(number[0]):.4g}", value))
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return Markup(text)  # noqa: S704 - ElementTree escapes what it writes
