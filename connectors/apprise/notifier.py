"""Sends through Apprise, which is imported only here, and only when something is to be sent or looked at.

Apprise keeps nothing on the disk, reads no files of its own settings, and loads no plugins of others. An address is a secret: none of it
is ever told but its kind.
"""

from __future__ import annotations

import contextlib
import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sync.errors import UserError

_KIND: Final = re.compile(r"[a-z][a-z0-9]{0,30}(?=://)", re.IGNORECASE)


class Notifier:
    """Fulfils `sync.reminding.Notifier` for addresses of Apprise. Raises `UserError` for one that it does not understand."""

    def __init__(self, urls: Sequence[str], variable: str) -> None:
        with _unwarned():
            import apprise  # noqa: PLC0415 - takes a third of a second

        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it would tell addresses
        self._text = apprise.NotifyFormat.TEXT
        asset = apprise.AppriseAsset(
            app_id="pm-sync",
            app_desc="pm-sync",
            app_url="",
            async_mode=False,
            interpret_escapes=False,
            interpret_emojis=False,
            plugin_paths=[],
        )
        self._services: list[tuple[str, Any]] = []
        for number, url in enumerate(urls, 1):
            service = apprise.Apprise(asset=asset)
            with _unwarned():  # loads the plugins
                understood = service.add(url) and len(service) == 1
            if not understood:
                raise UserError(
                    f"{variable}: address {number} ({_kind(url)}) is none that Apprise understands; see"
                    " https://github.com/caronc/apprise/wiki"
                )
            self._services.append((_kind(url), service))

    @property
    def called(self) -> str:
        """The kinds of its services."""
        return ", ".join(dict.fromkeys(kind for kind, _ in self._services))

    def send(self, title: str, body: str) -> str:
        """To every service, each once; one that fails stops none of the others."""
        failed = [kind for kind, one in self._services if not self._sent(one, title, body)]
        if not failed:
            return ""
        return f"{' and '.join(dict.fromkeys(failed))} did not take it"

    def _sent(self, service: Any, title: str, body: str) -> bool:  # noqa: ANN401
        try:
            with _unwarned():
                return bool(service.notify(title=title, body=body, body_format=self._text))
        except Exception:  # noqa: BLE001 - plugins of a hundred services; what they raise may hold the address
            return False


@contextlib.contextmanager
def _unwarned() -> Iterator[None]:
    """What a hundred plugins are warned of by newer versions of Python is for their authors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _kind(url: str) -> str:
    found = _KIND.match(url.strip())
    return found[0].lower() if found else "no address"
