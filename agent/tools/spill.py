"""Results that are too long to be heard at once: kept in a folder of the Session, with a preview and a way on."""

import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from agent.calls.marks import END, MARK, as_data
from agent.calls.params import parsed
from agent.core.actions import Action, Effect, Intent, Source
from agent.core.codec import built, plain
from agent.core.errors import NotFoundError
from agent.core.messages import Part, Result, Text, ToolCall, ToolSpec, text_of
from agent.core.ports import ReadyCall, Tool
from agent.core.words import Words
from agent.tools.ready import Ready

LONGEST = 50_000
PREVIEW = 2_000
PAGE = 20_000
MOST = 20_000_000
_HANDLE = re.compile(r"result:([0-9a-f]{12})")
_READ_ON = Words("Read on in a long result", "長い結果の続きを読み取り")
_GONE = Words(
    "There is no kept result {name!r}. Make the call again that gave it.", "保存された結果「{name}」が見つかりません。"
)


class KeptResults:
    """Long results in `folder`, which belongs to one Session and is made when the first one comes."""

    def __init__(self, folder: Path, language: str = "") -> None:
        self._folder = folder
        self._language = language

    def shortened(self, result: Result) -> Result:
        """The same result; of more than LONGEST characters the first PREVIEW, and how the rest is read."""
        words = text_of(result.for_model)
        if len(words) <= LONGEST:
            return result
        handle = uuid.uuid4().hex[:12]
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = {"sources": plain(result.sources), "text": words[:MOST]}
        self._file(handle).write_text(json.dumps(kept, ensure_ascii=True), encoding="ascii")
        more = f'… {len(words):,} characters in all. Read on: `read` path "result:{handle}" start={PREVIEW}.'
        others = tuple(part for part in result.for_model if not isinstance(part, Text))
        told = (Text(f"{_start(words)}\n{more}"), *_end(result), *others)
        passing = [part for part in result.for_model if part not in result.found]
        found = tuple(part for part in told if part not in passing) if result.found else ()
        return replace(result, for_model=told, found=found)

    def reading(self, text: str, start: int) -> ReadyCall | None:
        """The call that reads on at character `start` of the result that `text` names; None when it names none.

        Raises:
            NotFoundError: it is not kept here.
        """
        found = _HANDLE.fullmatch(text.strip())
        if found is None:
            return None
        file = self._file(found[1])
        if not file.is_file():
            raise NotFoundError(_GONE.of(name=text))
        intent = Intent(_READ_ON.text(self._language), (Action(Effect.READ, found[0]),))
        return Ready(intent, lambda: self._page(file, found[0], max(0, start)))

    def _page(self, file: Path, handle: str, start: int) -> Result:
        kept = json.loads(file.read_text(encoding="ascii"))
        words = str(kept["text"])
        piece, end = words[start : start + PAGE], min(len(words), start + PAGE)
        more = f"\nThere is more: read again with start={end}." if end < len(words) else ""
        told = f"{handle} characters {start}-{end} of {len(words)}\n{as_data([piece])}{more}"
        return Result((Text(told),), sources=tuple(built(Source, one) for one in kept["sources"]))

    def _file(self, handle: str) -> Path:
        return self._folder / f"{handle}.json"


def spilling(tools: Iterable[Tool], kept: KeptResults) -> tuple[Tool, ...]:
    """The same tools; what is too long of their results goes to `kept`, and `read` reads on in it."""
    return tuple(_Reading(tool, kept) if tool.spec.name == "read" else _Spilling(tool, kept) for tool in tools)


@dataclass(frozen=True, slots=True)
class _Spilling:
    """A Tool whose long results are kept."""

    tool: Tool
    kept: KeptResults

    @property
    def spec(self) -> ToolSpec:
        """As the tool says."""
        return self.tool.spec

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        return _ReadySpilling(self.tool.prepare(call), self.kept)


@dataclass(frozen=True, slots=True)
class _Reading:
    """`read`, which reads kept results too."""

    tool: Tool
    kept: KeptResults

    @property
    def spec(self) -> ToolSpec:
        """As the tool says, and one sentence more."""
        return replace(self.tool.spec, description=f'{self.tool.spec.description} "result:..." is a kept long result.')

    def prepare(self, call: ToolCall) -> ReadyCall:
        """See `agent.core.ports.Tool`."""
        arguments = parsed(call, self.tool.spec)
        kept = self.kept.reading(arguments.text("path"), arguments.number("start", 0))
        return kept or _ReadySpilling(self.tool.prepare(call), self.kept)


@dataclass(frozen=True, slots=True)
class _ReadySpilling:
    """A ReadyCall whose long result is kept."""

    ready: ReadyCall
    kept: KeptResults

    @property
    def intent(self) -> Intent:
        """As it was prepared."""
        return self.ready.intent

    async def run(self) -> Result:
        """See `agent.core.ports.ReadyCall`."""
        return self.kept.shortened(await self.ready.run())


def _start(words: str) -> str:
    """The preview, whose marks around words of a file are closed."""
    start = words[:PREVIEW]
    opened, mark, rest = start.partition(f"{MARK}\n")
    return opened + as_data([rest]) if mark else as_data([start]) if "<<<" in start else start


def _end(result: Result) -> tuple[Part, ...]:
    """What stands after the longest text, when it is short: the value of code, what it changed."""
    texts = [part for part in result.for_model if isinstance(part, Text)]
    longest = max(range(len(texts)), key=lambda index: len(texts[index].text))
    after = texts[longest + 1 :]
    if not after or after == [Text(END)] or len(text_of(tuple(after))) > PREVIEW:
        return ()
    return (Text(MARK), *after) if text_of(tuple(after)).find(END) >= 0 else tuple(after)
