"""The MCP Registry, asked when the person asks. What it said is kept, because it promises to be there to nobody."""

import hashlib
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from agent.core.errors import NeedsUserError, ToolError
from agent.core.words import Words
from agent.packages.fields import as_object, text_of
from agent.packages.written import BrokenFileError, JsonFile
from connectors.bundles.registry_entries import Entry, entries_of

ADDRESS = "https://registry.modelcontextprotocol.io"
FRESH_SECONDS = 3600.0
LIMIT = 50
_PAGES = 2
_LONGEST_WORDS = 100
_MOST_KEPT = 100
_NO_WORDS = Words("What are you looking for?", "検索する言葉がありません。")
_GIVE_WORDS = Words("Give a few letters of its name.", "名前の一部を入力してください。")
_AWAY = Words("The registry did not answer: {why}", "レジストリから応答がありませんでした。{why}")
_LATER = Words("Try again later.", "しばらくしてから、もう一度お試しください。")
_ODD = Words("what it says is no list of servers.", "サーバーの一覧ではない内容が返されました。")


@dataclass(frozen=True, slots=True)
class Listing:
    """What the registry said at `at` (seconds since 1970). `old`: it did not answer now, this is from then."""

    entries: tuple[Entry, ...]
    at: float
    old: bool = False


class Registry:
    """`folder` is a folder of ours for what was heard; `get` fetches an address and may raise ToolError or OSError."""

    def __init__(
        self, folder: Path, get: Callable[[str], bytes], address: str = ADDRESS, now: Callable[[], float] = time.time
    ) -> None:
        self._folder, self._get, self._address, self._now = folder, get, address.rstrip("/"), now

    def search(self, words: str) -> Listing:
        """Servers whose name holds these words. They leave this computer, unless they were asked for in the last hour.
        Blocks.

        Raises:
            NeedsUserError: there are no words (code "no_words"), or nobody answers and nothing is known of an earlier
                time (code "registry").
        """
        wanted = " ".join(words.split())[:_LONGEST_WORDS]
        if not wanted:
            raise NeedsUserError(_NO_WORDS, _GIVE_WORDS, "no_words")
        file = JsonFile(self._folder / f"{hashlib.sha256(wanted.casefold().encode()).hexdigest()[:32]}.json")
        kept = _kept(file)
        if kept is not None and 0 <= self._now() - kept.at < FRESH_SECONDS:
            return kept
        try:
            servers = self._asked(wanted)
        except (ToolError, OSError, ValueError) as error:
            if kept is not None:
                return Listing(kept.entries, kept.at, old=True)
            why = error.words if isinstance(error, ToolError) else _ODD if isinstance(error, ValueError) else str(error)
            raise NeedsUserError(_AWAY.of(why=why), _LATER, "registry") from error
        at = self._now()
        self._tidy()
        file.write({"at": at, "words": wanted, "servers": servers})
        return Listing(entries_of({"servers": servers}), at)

    def _asked(self, words: str) -> list[object]:
        servers: list[object] = []
        cursor = ""
        for _ in range(_PAGES):
            asked = {"search": words, "version": "latest", "limit": str(LIMIT)} | ({"cursor": cursor} if cursor else {})
            answer = as_object(json.loads(self._get(f"{self._address}/v0.1/servers?{urlencode(asked)}")))
            found = None if answer is None else answer.get("servers")
            if answer is None or not isinstance(found, list):
                raise ValueError("no list of servers")
            servers += found
            metadata = as_object(answer.get("metadata")) or {}
            cursor = text_of(metadata.get("nextCursor", metadata.get("next_cursor")))
            if not cursor:
                break
        return servers

    def _tidy(self) -> None:
        """The oldest answers go when there are many."""
        with suppress(OSError):
            files = sorted(self._folder.glob("*.json"), key=lambda one: one.stat().st_mtime)
            for path in files[: max(len(files) - _MOST_KEPT + 1, 0)]:
                path.unlink(missing_ok=True)


def _kept(file: JsonFile) -> Listing | None:
    try:
        said = as_object(file.read())
    except BrokenFileError:
        return None
    at = None if said is None else said.get("at")
    if said is None or not isinstance(at, (int, float)):
        return None
    return Listing(entries_of(said), float(at))
