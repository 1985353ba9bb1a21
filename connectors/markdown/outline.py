"""Which section stands open at each point of a document, and what its headings and labels say of all below them."""

from __future__ import annotations

from connectors.markdown.stretches import LABEL, WEAK_LABEL, Stretch
from sync.title_words import Section
from sync.vocabulary import Vocabulary


class Outline:
    """Opens one stretch after the other as headings and labels come along."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.current = Stretch(None, promised=False)
        self.stretches = [self.current]
        self._section = 0
        """Level of the heading that opened a section of action items; 0 outside."""
        self._suspended = 0
        """Level of the sub-heading that interrupts it; 0 if none does."""
        self._ignored: str | None = None
        """The reason if the section is marked to be ignored."""
        self._title: str | None = None
        """That of the section, or of what stands between sections."""
        self._above: list[tuple[int, str]] = []
        """Level and title of the section's headings that the current one stands under."""
        self.at = 0
        """Where the block begins that is being looked at."""

    @property
    def in_section(self) -> bool:
        """Whether a heading has opened a section of action items that is not at its end."""
        return bool(self._section)

    @property
    def inside(self) -> bool:
        """Whether action items are expected here because of a heading."""
        return bool(self._section) and not self._suspended

    def open(
        self,
        title: str | None,
        *,
        promised: bool,
        group: str | None = None,
        labelled: bool = False,
    ) -> None:
        """Begin a stretch; of several empty ones without action items only the last stays."""
        if group is None:
            self._ignored, self._title, self._above = None, title, []
        current = self.current
        if not promised and not current.promised and not current.blocks:
            current.title = title
            return
        above = tuple(text for _, text in self._above if text != group)
        self._begin(Stretch(title, promised, [], group, labelled, self._ignored, self.at, above))

    def group(self, label: str, *, weak: bool, labelled: bool = True) -> None:
        """Begin the group of a label inside a section of action items; a `weak` one may stand below another label."""
        level = WEAK_LABEL if weak else LABEL
        self._above = [*(one for one in self._above if one[0] < level), (level, label)]
        self.open(label, promised=True, group=label, labelled=labelled)

    def reopen(self, before: Stretch) -> None:
        """Go on with what stood open before a part that has ended by itself."""
        again = Stretch(before.title, before.promised, [], before.group, before.labelled)
        again.above = before.above
        self._begin(again)

    def go_on(self, level: int) -> None:
        """Go on with the section behind what stood under a heading of `level`."""
        self._above = [one for one in self._above if one[0] < level]
        self.open(self._title, promised=True, group="")
        self.current.plain = True

    def _begin(self, stretch: Stretch) -> None:
        self.current = stretch
        self.stretches.append(stretch)

    def heading(self, level: int, title: str, meaning: Section) -> None:
        """Open what a heading of `level` begins; whether that is action items depends on where it stands."""
        self._above = [one for one in self._above if one[0] < level]
        if self._section and level > self._section:
            self._above.append((level, title))
            self._sub_heading(level, title, meaning)
            return
        self._section = level if meaning is Section.ACTIONS else 0
        self._suspended = 0
        self.open(title, promised=bool(self._section))
        self._above = [(level, title)] if self._section else []

    def _sub_heading(self, level: int, title: str, meaning: Section) -> None:
        if self._suspended and level > self._suspended:
            self.open(title, promised=meaning is Section.ACTIONS, group=title)
            return
        theme = self._vocabulary.is_theme(title)
        self._suspended = level if meaning is Section.OTHER and not theme else 0
        self.open(title, promised=not self._suspended, group=title)

    def ignore(self, reason: str) -> None:
        """Ignore the rest of the part that stands open; all of its section if that has just begun."""
        current = self.current
        if current.blocks:
            self.open(
                current.title,
                promised=True,
                group=current.group or "",
                labelled=current.labelled,
            )
        elif current.group is None:
            self._ignored = reason
        self.current.ignored = reason
