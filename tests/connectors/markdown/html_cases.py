"""HTML tables and lists before and after an edit."""

from __future__ import annotations

from tests.connectors.markdown.cases import DONE, OPEN, STARTED, Case
from tests.connectors.markdown.writing import linked, moved

PAGE = '<a href="https://github.com/acme/shop/issues/7">#7</a>'

HTML = [
    Case(
        "cells that are closed at once, as browsers do not have it",
        "<table>\n<tr><th>Action</th><th>Ticket</th></tr>\n<tr><td>Add alert</td><td/></tr>\n</table>\n",
        (linked(0, 7),),
        "<table>\n<tr><th>Action</th><th>Ticket</th></tr>\n<tr><td>Add alert</td><td/>LOCAL-7</tr>\n</table>\n",
    ),
    Case(
        "a list inside of a cell",
        "<table>\n<tr><th>Action</th><th>Ticket</th></tr>\n<tr><td><ul><li>Add alert</li><li>Fix it</li></ul></td><td></td></tr>\n</table>\n",
        (linked(0, 7),),
        "<table>\n<tr><th>Action</th><th>Ticket</th></tr>\n<tr><td><ul><li>Add alert</li><li>Fix it</li></ul></td><td>LOCAL-7</td></tr>\n</table>\n",
    ),
    Case(
        "a table with its own columns",
        "<table><tr><th>Action</th><th>Ticket</th><th>Status</th></tr>\n"
        "<tr><td>Add &amp; page</td><td></td><td>Open</td></tr></table>\n",
        (linked(0, 7, page=True), moved(0, DONE)),
        "<table><tr><th>Action</th><th>Ticket</th><th>Status</th></tr>\n"
        f"<tr><td>Add &amp; page</td><td>{PAGE}</td><td>Done</td></tr></table>\n",
    ),
    Case(
        "blanks inside of a cell stay",
        "<table>\n<tr><th>Action</th><th>Status</th></tr>\n"
        "<tr><td>Add alert (LOCAL-7)</td>\n<td>\n\n  Open\n\n</td></tr>\n</table>\n",
        (moved(0, DONE),),
        "<table>\n<tr><th>Action</th><th>Status</th></tr>\n"
        "<tr><td>Add alert (LOCAL-7)</td>\n<td>\n\n  Done\n\n</td></tr>\n</table>\n",
    ),
    Case(
        "a status behind its reference, in the table's own dress",
        "<table><tr><th>Action</th><th>Bug</th></tr>"
        "<tr><td>Add alert</td><td>LOCAL-7 <b>TODO</b></td></tr>"
        "<tr><td>Fix it</td><td>LOCAL-8 <b>DONE</b></td></tr></table>\n",
        (moved(0, DONE),),
        "<table><tr><th>Action</th><th>Bug</th></tr>"
        "<tr><td>Add alert</td><td>LOCAL-7 <b>DONE</b></td></tr>"
        "<tr><td>Fix it</td><td>LOCAL-8 <b>DONE</b></td></tr></table>\n",
    ),
    Case(
        "a status behind a reference that had none",
        "<table><tr><th>Action</th><th>Bug</th></tr><tr><td>Add alert</td><td></td></tr></table>\n",
        (linked(0, 7, page=True), moved(0, STARTED)),
        "<table><tr><th>Action</th><th>Bug</th></tr>"
        f"<tr><td>Add alert</td><td>{PAGE} <strong>IN PROGRESS</strong></td></tr></table>\n",
    ),
    Case(
        "new columns on lines of their own, through ragged rows too",
        "<table>\n  <tr>\n    <th>Action</th>\n    <th>Owner</th>\n  </tr>\n"
        "  <tr>\n    <td>Add alert</td>\n    <td>Ann</td>\n  </tr>\n  <tr><td>Fix it</td></tr>\n</table>\n",
        (linked(0, 7), moved(0, OPEN)),
        "<table>\n  <tr>\n    <th>Action</th>\n    <th>Owner</th>\n    <th>Ticket</th>\n    <th>Status</th>\n  </tr>\n"
        "  <tr>\n    <td>Add alert</td>\n    <td>Ann</td>\n    <td>LOCAL-7</td>\n    <td>Open</td>\n  </tr>\n"
        "  <tr><td>Fix it</td><td></td><td></td><td></td></tr>\n</table>\n",
    ),
    Case(
        "a cell that a row lacks",
        "<table><tr><th>Action</th><th>Ticket</th><th>Status</th></tr><tr><td>Fix it</td></tr></table>\n",
        (linked(0, 7), moved(0, DONE)),
        "<table><tr><th>Action</th><th>Ticket</th><th>Status</th></tr>"
        "<tr><td>Fix it</td><td>LOCAL-7</td><td>Done</td></tr></table>\n",
    ),
    Case(
        "entries of a list, closed or not",
        "<ul>\n<li>Add <b>alert</b></li>\n<li>Fix it:\n<ol><li>first</li></ol>\n<li>Ünïcode\n</ul>\n",
        (linked(0, 7, page=True), linked(1, 8), linked(2, 9)),
        f"<ul>\n<li>Add <b>alert</b> ({PAGE})</li>\n<li>Fix it (LOCAL-8):\n<ol><li>first</li></ol>\n<li>Ünïcode (LOCAL-9)\n</ul>\n",
    ),
    Case(
        "a status of an entry",
        f"<ol><li>Add alert ({PAGE})</li></ol>\n",
        (moved(0, DONE),),
        f"<ol><li>Add alert ({PAGE}, done)</li></ol>\n",
    ),
]
