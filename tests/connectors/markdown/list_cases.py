"""Lists and paragraphs before and after an edit, in every form that people write items in."""

from __future__ import annotations

from tests.connectors.markdown.cases import DONE, DUPLICATE, OPEN, STARTED, WONT_DO, Case
from tests.connectors.markdown.writing import linked, moved

LISTS = [
    Case("a bullet", "- Add alert\n", (linked(0, 7),), "- Add alert (LOCAL-7)\n"),
    Case(
        "a bullet and a page",
        "* Add alert\n",
        (linked(0, 7, page=True),),
        "* Add alert ([#7](https://github.com/acme/shop/issues/7))\n",
    ),
    Case(
        "a bullet with a status",
        "- Add alert\n",
        (linked(0, 7), moved(0, DONE)),
        "- Add alert (LOCAL-7, done)\n",
    ),
    Case("a number", "1. Add alert\n", (linked(0, 7),), "1. Add alert (LOCAL-7)\n"),
    *(
        Case(
            f"a sign at the {name} becomes the sign of {status}",
            f"- {before}\n",
            (moved(0, status),),
            f"- {after}\n",
        )
        for name, before, status, after in [
            ("end", "Add alert ✅", STARTED, "Add alert 🚧"),
            ("end", "Add alert (LOCAL-7) ✔️", OPEN, "Add alert (LOCAL-7) ⬜"),
            ("beginning", "❌ Add alert (LOCAL-7)", DONE, "✅ Add alert (LOCAL-7)"),
            ("beginning", "🚧 Add alert", WONT_DO, "🚫 Add alert"),
            ("end", "Add alert 🚧", DUPLICATE, "Add alert (duplicate)"),
            ("beginning", "🚧 Add alert", DUPLICATE, "(duplicate) Add alert"),
        ]
    ),
    Case(
        "a colon at the end of a wrapped text stays on its line",
        "- Fix the parser\n  of Bob:\n",
        (linked(0, 7),),
        "- Fix the parser\n  of Bob (LOCAL-7):\n",
    ),
    *(
        Case(
            f"a text that ends in {end!r}",
            f"- Fix it{end}\n",
            (linked(0, 7),),
            f"- Fix it{end} (LOCAL-7)\n",
        )
        for end in (" !", " ?", " ;", " ,", "!")
    ),
    *(
        Case(f"a text that {name}", f"- {text}\n", (linked(0, 7),), f"- {after}\n")
        for name, text, after in [
            ("ends in à and a colon", "Voilà :", "Voilà (LOCAL-7) :"),
            ("ends in bold and a colon", "**Corriger** :", "**Corriger** (LOCAL-7) :"),
            ("ends in a blank that does not break", "Voilà\u00a0:", "Voilà (LOCAL-7)\u00a0:"),
            (
                "ends in a blank and a colon",
                "Corriger les alertes :",
                "Corriger les alertes (LOCAL-7) :",
            ),
            ("ends in a sign", "Add alert :rocket:", "Add alert :rocket: (LOCAL-7)"),
            ("ends in two colons", "Fix the Foo::", "Fix the Foo:: (LOCAL-7)"),
            (
                "holds a blank without width",
                "Fix the parser\u200b crash",
                "Fix the parser\u200b crash (LOCAL-7)",
            ),
        ]
    ),
    Case(
        "a wrapped text that ends in a backslash",
        "- Fix the parser\n  on C:\\\n",
        (linked(0, 7),),
        "- Fix the parser\n  on C:\\ (LOCAL-7)\n",
    ),
    Case(
        "the end of a container below the last item",
        ":::note\n- Add alert\n- Fix it\n:::\n",
        (linked(1, 7), moved(1, DONE)),
        ":::note\n- Add alert\n- Fix it (LOCAL-7, done)\n:::\n",
    ),
    Case("no last line end", "- Add alert", (linked(0, 7),), "- Add alert (LOCAL-7)"),
    Case("blanks at the end stay", "- Add alert  \n", (linked(0, 7),), "- Add alert (LOCAL-7)  \n"),
    Case("a full stop stays", "- Add alert.\n", (linked(0, 7),), "- Add alert. (LOCAL-7)\n"),
    Case("Windows", "- Add alert\r\n", (linked(0, 7),), "- Add alert (LOCAL-7)\r\n"),
    Case(
        "a text over two lines",
        "- Add an alert\n  for checkout\n- Fix it\n",
        (linked(0, 7), linked(1, 8)),
        "- Add an alert\n  for checkout\n  (LOCAL-7)\n- Fix it (LOCAL-8)\n",
    ),
    Case(
        "a text over two Windows lines",
        "- Add an alert\r\n  for checkout\r\n",
        (linked(0, 7), moved(0, DONE)),
        "- Add an alert\r\n  for checkout\r\n  (LOCAL-7, done)\r\n",
    ),
    Case(
        "a text over two lines in a block quote",
        "> - Add an alert\n>   for checkout\n",
        (linked(0, 7),),
        "> - Add an alert\n>   for checkout\n>   (LOCAL-7)\n",
    ),
    Case(
        "a colon at the end and a list below",
        "- Add alerts:\n  - for checkout\n  - for search\n",
        (linked(0, 7),),
        "- Add alerts (LOCAL-7):\n  - for checkout\n  - for search\n",
    ),
    Case(
        "a status is added to the group",
        "- Add alert (LOCAL-7)\n",
        (moved(0, DONE),),
        "- Add alert (LOCAL-7, done)\n",
    ),
    Case(
        "a status in the group changes",
        "- Add alert (LOCAL-7, done)\n",
        (moved(0, OPEN),),
        "- Add alert (LOCAL-7, open)\n",
    ),
    Case(
        "a status where the reference is no group",
        "- Add alert LOCAL-7\n",
        (moved(0, DONE),),
        "- Add alert LOCAL-7 (done)\n",
    ),
    Case(
        "a bold word stays bold",
        "- Add alert **DONE** (LOCAL-7)\n",
        (moved(0, OPEN),),
        "- Add alert **OPEN** (LOCAL-7)\n",
    ),
    Case(
        "a capital stays a capital",
        "- Add alert (LOCAL-7, Done)\n",
        (moved(0, WONT_DO),),
        "- Add alert (LOCAL-7, Won't do)\n",
    ),
    Case(
        "a box is ticked",
        "- [ ] Add alert (LOCAL-7)\n",
        (moved(0, DONE),),
        "- [x] Add alert (LOCAL-7)\n",
    ),
    Case(
        "a box is cleared",
        "- [x] Add alert (LOCAL-7)\n",
        (moved(0, OPEN),),
        "- [ ] Add alert (LOCAL-7)\n",
    ),
    Case(
        "a box is linked and ticked at once",
        "- [ ] Add alert\n",
        (linked(0, 7), moved(0, DONE)),
        "- [x] Add alert (LOCAL-7)\n",
    ),
    Case(
        "a box that is not done because nobody will",
        "- [ ] Add alert (LOCAL-7)\n",
        (moved(0, WONT_DO),),
        "- [x] Add alert (LOCAL-7, won't do)\n",
    ),
    Case(
        "and done after all",
        "- [x] Add alert (LOCAL-7, won't do)\n",
        (moved(0, DONE),),
        "- [x] Add alert (LOCAL-7)\n",
    ),
    Case(
        "and open again",
        "- [x] Add alert (LOCAL-7, won't do)\n",
        (moved(0, OPEN),),
        "- [ ] Add alert (LOCAL-7)\n",
    ),
    Case(
        "a box in progress",
        "- [ ] Add alert (LOCAL-7)\n",
        (moved(0, STARTED),),
        "- [ ] Add alert (LOCAL-7, in progress)\n",
    ),
    Case(
        "and done",
        "- [ ] Add alert (LOCAL-7, in progress)\n",
        (moved(0, DONE),),
        "- [x] Add alert (LOCAL-7)\n",
    ),
    Case(
        "a document that ticks with a capital",
        "- [ ] Add alert (LOCAL-7)\n- [X] Fix it\n",
        (moved(0, DONE),),
        "- [X] Add alert (LOCAL-7)\n- [X] Fix it\n",
    ),
    Case(
        "a duplicate",
        "- [ ] Add alert\n",
        (linked(0, 7), moved(0, DUPLICATE)),
        "- [x] Add alert (LOCAL-7, duplicate)\n",
    ),
    Case(
        "a text that ends in markup",
        "- Add **everything**\n- See [runbook](https://example.com/x)\n- Add _all_ **DONE**\n",
        (linked(0, 7), linked(1, 8), linked(2, 9), moved(2, OPEN)),
        "- Add **everything** (LOCAL-7)\n- See [runbook](https://example.com/x) (LOCAL-8)\n"
        "- Add _all_ **OPEN** (LOCAL-9)\n",
    ),
    Case(
        "a paragraph",
        "**Add alert**: so that we know.\n\n**Fix it**: so that it works.\n",
        (linked(0, 7), linked(1, 8), moved(1, DONE)),
        "**Add alert**: so that we know. (LOCAL-7)\n\n**Fix it**: so that it works. (LOCAL-8, done)\n",
    ),
    Case(
        "a box beside a link is ticked by one byte",
        "- [ ] Enable alerts [GitHub Issue](https://github.com/acme/shop/issues/3)\n",
        (moved(0, DONE),),
        "- [x] Enable alerts [GitHub Issue](https://github.com/acme/shop/issues/3)\n",
    ),
    Case(
        "a nested entry below a theme",
        "- Short term\n  - Implement Secrets Manager\n",
        (linked(0, 61, page=True), moved(0, DONE)),
        "- Short term\n  - Implement Secrets Manager ([#61](https://github.com/acme/shop/issues/61), done)\n",
    ),
    Case(
        "a status in capitals of two words in front of a day",
        "- **TODO due 2026-05-15** — Purge the log\n- Fix it\n",
        (moved(0, STARTED),),
        "- **IN PROGRESS due 2026-05-15** — Purge the log\n- Fix it\n",
    ),
    Case(
        "an item with the label of the next group right below it",
        "- Add a runbook\nLong term:\n- Kill it\n",
        (linked(0, 7), moved(0, DONE)),
        "- Add a runbook (LOCAL-7, done)\nLong term:\n- Kill it\n",
    ),
]
