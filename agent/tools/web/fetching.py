"""The doors for what code asks of the web: each address is an outward Action of its own.

It is judged with what the code has read so far, asked about, written down before it leaves, and fetched. What comes is
a Source from outside. Only GET, which by its own rules changes nothing there: a run that is repeated may repeat it.
"""

import asyncio
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from agent.core.actions import (
    CODED,
    Action,
    Allow,
    Approval,
    Argument,
    Ask,
    Deny,
    Effect,
    Intent,
    Question,
    Source,
    Trust,
)
from agent.core.errors import ToolError
from agent.core.ports import Approver, Gate
from agent.core.running import Fetched
from agent.core.words import Words
from agent.web.addresses import Address, Reachable
from agent.web.getting import Answered, Get, leaves

MOST, WHOLE_SECONDS = 100, 120.0
MOST_BYTES = 256 * 1024**2
_REDIRECTS = 5
_TITLE = Words("Fetch from {host} for code", "プログラムのために {host} から取得")
_NO_MORE = Words(
    "One run fetches at most {count} addresses and {size} MB.",
    "1 回の実行で取得できるのは {count} 件、{size} MB までです。",
)
_DECLINED = Words(
    "The person declined: {address} was not fetched.", "承認されなかったため、{address} は取得していません。"
)
_BECAUSE = Words(
    "The person declined: {address} was not fetched. {reason}",
    "承認されなかったため、{address} は取得していません。理由: {reason}",
)
_SLOW = Words(
    "{host} took more than {seconds} {seconds:second|seconds}.", "{host} の応答に {seconds} 秒以上かかりました。"
)
_ROUND = Words("{host} leads from one address to the next without an end.", "{host} の転送が終わりません。")
_OPENLY = Words("{host} leads on to an address without https.", "{host} が https でないアドレスへ転送しました。")


@dataclass(frozen=True, slots=True)
class Web:
    """The way to web servers. `trust` says whose certificates are believed."""

    reachable: Reachable = field(default_factory=Reachable)
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True, slots=True)
class Outside:
    """The doors of one agent. `sent` writes down, before it leaves: host, request line, bytes, and Sources beyond those
    of the Session.
    """

    gate: Gate
    approver: Approver
    web: Web
    sent: Callable[[str, str, int, Sequence[Source]], None]
    language: str = ""


class Fetches:
    """What one run fetches, for the ToolCall `call`: an `agent.core.running.Fetching`. `given` are the Sources that the
    code may have read; `left` the seconds of its Turn.
    """

    def __init__(self, outside: Outside, call: str, given: Sequence[Source], left: Callable[[], float | None]) -> None:
        self._outside, self._call, self._given, self._left = outside, call, tuple(given), left
        self._count = self._size = 0
        self._hosts: dict[str, None] = {}

    @property
    def hosts(self) -> tuple[str, ...]:
        """From where it has something now."""
        return tuple(self._hosts)

    async def __call__(self, text: str) -> Fetched:
        """See Fetching."""
        address = self._outside.web.reachable.address(text)
        asked: Address | None = None
        for _ in range(_REDIRECTS + 1):
            if self._count >= MOST or self._size >= MOST_BYTES:
                raise ToolError(_NO_MORE.of(count=MOST, size=MOST_BYTES // 1024**2), "too_much")
            self._count += 1
            if asked is None or not address.beside(asked):
                await self._pass(address)
                asked = address
            answered = await self._got(address)
            if not answered.moved:
                return Fetched(address.text, answered.kind, answered.data)
            address = self._moved(address, answered.moved)
        raise ToolError(_ROUND.of(host=address.host), "redirects")

    async def _pass(self, address: Address) -> None:
        """Judge and ask. Raises ToolError: it is refused (code "denied")."""
        arguments = (Argument(CODED, address.text), Argument("bytes", str(leaves(address))))
        action = Action(Effect.CONNECT, address.host, arguments)
        title = _TITLE.of(host=address.host).text(self._outside.language)
        match self._outside.gate.judge(Intent(title, (action,)), self._heard()):
            case Allow():
                return
            case Deny(because, words):
                raise ToolError(Words(because, words.ja), "denied")
            case Ask(question):
                approval = await self._outside.approver.ask(question, self._call)
                _accepted(question, approval, address)

    async def _got(self, address: Address) -> Answered:
        """One request; written down before it leaves."""
        left = self._left()
        seconds = WHOLE_SECONDS if left is None else min(left, WHOLE_SECONDS)
        numbers = await asyncio.to_thread(self._outside.web.reachable.numbers, address)
        self._outside.sent(address.host, f"GET {address.text}", leaves(address), self._heard())
        self._hosts.setdefault(address.host)
        get = Get(address, numbers, self._outside.web.trust)
        try:
            answered = await asyncio.wait_for(asyncio.to_thread(get.run), max(seconds, 1.0))
        except TimeoutError:
            raise ToolError(_SLOW.of(host=address.host, seconds=round(seconds)), "too_slow") from None
        finally:
            get.stop()  # its thread is not ended by a Stop
        self._size += len(answered.data)
        return answered

    def _heard(self) -> tuple[Source, ...]:
        return (*self._given, *(Source(Trust.OUTSIDE, host) for host in self._hosts))

    def _moved(self, address: Address, where: str) -> Address:
        found = self._outside.web.reachable.address(urljoin(address.text, where))
        if address.scheme == "https" and found.scheme == "http":
            raise ToolError(_OPENLY.of(host=address.host), "redirects")
        return found


def _accepted(question: Question, approval: Approval, address: Address) -> None:
    if question.refused(approval) or not (approval.yes or approval.accepted):
        words = _BECAUSE.of(address=address.text, reason=approval.text) if approval.text else None
        raise ToolError(words or _DECLINED.of(address=address.text), "denied")
    question.must_fit(approval, time.time())
