"""A ticket leads back to the line of its postmortem: at the commit, if others have it, else on the default branch."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.git.checkout import look
from connectors.git.weblink import line_url, page_of
from tests.fakes.program import Program

PAGE = "https://git.example/acme/shop"


@pytest.mark.parametrize(
    "remote",
    [
        "https://git.example/acme/shop.git",
        "https://user:secret@git.example/acme/shop",
        "ssh://git@git.example:22/acme/shop.git",
        "git@git.example:acme/shop.git",
        "git@git.example:/acme/shop/",
    ],
)
def test_the_page_of_a_remote_holds_neither_user_nor_password(remote: str) -> None:
    assert page_of(remote, {}) == PAGE


def test_a_server_on_a_port_of_its_own_keeps_it() -> None:
    assert page_of("http://git.example:8080/acme/shop", {}) == "http://git.example:8080/acme/shop"


@pytest.mark.parametrize("remote", ["/srv/acme/shop.git", "../shop", "work:acme/shop", "", None])
def test_a_folder_and_an_alias_have_no_page(remote: str | None) -> None:
    assert page_of(remote, {}) is None


def test_a_runner_knows_where_its_repository_is_read() -> None:
    runner = {"GITHUB_SERVER_URL": "https://ghe.example", "GITHUB_REPOSITORY": "acme/shop"}

    assert page_of("git@alias:acme/shop.git", runner) == "https://ghe.example/acme/shop"
    assert page_of("https://git.example/acme/other", runner) == "https://git.example/acme/other"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (PAGE, f"{PAGE}/blob/main/docs/a%20%23b.md?plain=1#L7"),
        (
            "https://gitlab.com/a/b",
            "https://gitlab.com/a/b/-/blob/main/docs/a%20%23b.md?plain=1#L7",
        ),
        (
            "https://bitbucket.org/a/b",
            "https://bitbucket.org/a/b/src/main/docs/a%20%23b.md#lines-7",
        ),
    ],
)
def test_each_host_has_its_own_way_to_name_a_line(page: str, expected: str) -> None:
    assert line_url(page, "main", "docs/a #b.md", 7) == expected


def test_a_file_that_is_not_rendered_needs_no_plain_view() -> None:
    assert line_url(PAGE, "main", "a.txt", 1) == f"{PAGE}/blob/main/a.txt#L1"


class TestInACheckout:
    @pytest.fixture
    def program(self, tmp_path: Path) -> Program:
        program = Program(tmp_path / "clone")
        program.write("docs/a.md", "a\n")
        program.git("init", "--quiet", "--initial-branch=main")
        program.git("add", ".")
        program.git("commit", "--quiet", "--message", "first")
        program.git("remote", "add", "origin", "https://git.example/acme/shop.git")
        return program

    def push(self, program: Program) -> str:
        """As after a push: the remote's branch is where ours is."""
        commit = program.git("rev-parse", "HEAD").strip()
        program.git("update-ref", "refs/remotes/origin/main", commit)
        program.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
        return commit

    def url(self, program: Program, path: str = "a.md", folder: str = "docs") -> str | None:
        checkout = look(program.root / folder, {})
        assert checkout is not None
        return checkout.source()(path, 3)

    def test_what_was_pushed_is_linked_for_good(self, program: Program) -> None:
        commit = self.push(program)

        assert self.url(program) == f"{PAGE}/blob/{commit}/docs/a.md?plain=1#L3"

    def test_what_was_not_pushed_is_linked_on_the_default_branch(self, program: Program) -> None:
        self.push(program)
        program.git("commit", "--quiet", "--allow-empty", "--message", "second")

        assert self.url(program) == f"{PAGE}/blob/main/docs/a.md?plain=1#L3"

    def test_an_edited_file_is_linked_on_the_default_branch(self, program: Program) -> None:
        self.push(program)
        program.write("docs/a.md", "edited\n")

        assert self.url(program) == f"{PAGE}/blob/main/docs/a.md?plain=1#L3"

    def test_a_file_that_git_does_not_know_is_linked_on_the_default_branch(
        self, program: Program
    ) -> None:
        self.push(program)
        program.write(".gitignore", "new.md\n")
        program.write("docs/new.md", "new\n")

        assert self.url(program, "new.md") == f"{PAGE}/blob/main/docs/new.md?plain=1#L3"

    def test_where_no_branch_is_the_default_one_the_head_is(self, program: Program) -> None:
        assert self.url(program) == f"{PAGE}/blob/HEAD/docs/a.md?plain=1#L3"

    def test_a_name_full_of_magic_is_a_name(self, program: Program) -> None:
        program.write("docs/a*[b]?.md", "x\n")
        program.git("add", ".")
        program.git("commit", "--quiet", "--message", "odd")
        commit = self.push(program)

        assert self.url(program, "a*[b]?.md") == (
            f"{PAGE}/blob/{commit}/docs/a%2A%5Bb%5D%3F.md?plain=1#L3"
        )

    def test_many_documents_are_linked_as_each_of_them_is_alone(self, program: Program) -> None:
        names = ["b.md", "a*[b]?.md", "edited.md"]
        for name in names:
            program.write(f"docs/{name}", "x\n")
        program.git("add", ".")
        program.git("commit", "--quiet", "--message", "more")
        commit = self.push(program)
        program.write("docs/edited.md", "edited\n")
        program.write("docs/new.md", "new\n")
        paths = [*names, "new.md", *(f"nowhere-{number}.md" for number in range(500))]
        checkout = look(program.root / "docs", program.environment())
        assert checkout is not None

        together, alone = checkout.source(paths), checkout.source()

        some = [*names, "new.md", "nowhere-499.md", "a.md"]
        told = [together(path, 3) or "" for path in some]
        assert told == [alone(path, 3) for path in some]
        assert [commit in url for url in told] == [True, True, False, False, False, True]

    def test_a_remote_without_pages_gives_no_link(self, program: Program) -> None:
        program.git("remote", "set-url", "origin", "/srv/shop.git")

        assert self.url(program) is None
