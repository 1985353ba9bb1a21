"""A remote with a document that a run has written into, and what is published of it."""

from __future__ import annotations

from pathlib import Path

from connectors.git.publisher import Published, Publisher
from tests.connectors.git.remotes import Remote
from tests.fakes.program import Program

DOC = "postmortems/a.md"
STATE = "pm-sync.state"
MESSAGE = "pm-sync: 1 ticket linked\n\nPm-Sync-Run: 01234567\n"
LINES = [f"line {number}\n" for number in range(12)]


def seeded(tmp_path: Path) -> Remote:
    """A remote with a document."""
    remote = Remote(tmp_path)
    first = remote.clone("seed")
    first.write(DOC, "".join(LINES))
    first.write("other.md", "other")
    remote.commit(first, "documents")
    first.git("push", "--quiet", "origin", "main")
    return remote


def edited(program: Program, line: int = 0, word: str = "linked") -> None:
    """What a run writes: one line of the document, and the state."""
    lines = program.read(DOC).splitlines(keepends=True)
    lines[line] = f"{lines[line].rstrip()} {word}\n"
    (program.root / DOC).write_bytes("".join(lines).encode())
    (program.root / STATE).write_bytes(f"state of {word}\n".encode())


def publisher(program: Program, prefix: str = "") -> Publisher:
    return Publisher(program.root, prefix, union=[STATE])


def publish(program: Program, branch: str = "main") -> Published:
    return publisher(program).push(branch, [DOC, STATE], MESSAGE)


def on_remote(remote: Remote, path: str = DOC, branch: str = "main") -> str:
    return remote.git("show", f"{branch}:{path}")


def somebody(remote: Remote, line: int, name: str = "somebody") -> None:
    """Push an edit of the same document from elsewhere."""
    other = remote.clone(name)
    lines = other.read(DOC).splitlines(keepends=True)
    lines[line] = f"{lines[line].rstrip()} edited\n"
    (other.root / DOC).write_bytes("".join(lines).encode())
    remote.commit(other, "by somebody")
    other.git("push", "--quiet", "origin", "main")
