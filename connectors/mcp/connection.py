"""One connection to a server: opened in a task of its own, spoken with from any other, mended with patience.

A server that died is started again when it is needed next, not sooner than its back-off wants, and given up after some
times until somebody opens it on purpose.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import mcp_types as types
from mcp import Client
from mcp.client._transport import TransportStreams
from mcp.client.session import ElicitationFnT, ListRootsFnT, MessageHandlerFnT
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

from agent.core.words import Words

T = TypeVar("T")
START_SECONDS = 30.0
LEGACY = "legacy"
_AUTO = "auto"
_WAITS = (1.0, 2.0, 5.0, 15.0, 60.0)
_CLOSE_SECONDS = 8.0
_TOO_OFTEN = Words("it failed too often; test the connector", "失敗が続いています。コネクタをテストしてください")
_LATER = Words(
    "it ended; it is started again in {wait} {wait:second|seconds} at the earliest",
    "終了しました。早くても {wait} 秒後に再起動します",
)
Streams = Callable[[], AbstractAsyncContextManager[TransportStreams]]


class LostError(Exception):
    """The connection ended, or could not be made: `why` in English, for the log and the model."""

    def __init__(self, why: str, cause: BaseException | None = None) -> None:
        super().__init__(why)
        self.why, self.cause = why, cause


class WaitingError(LostError):
    """It is not tried now, because it failed before; `words` say it for the person."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Answers:
    """What answers a server that asks; None is a plain no that is not even offered."""

    elicit: ElicitationFnT | None = None
    roots: ListRootsFnT | None = None
    hear: MessageHandlerFnT | None = None


class Connection:
    """`streams` makes the transport, `ended` says whether it is known to be dead, `era` is how it was spoken with last
    ("legacy", a version of the protocol, "" for not known), `patience` is in seconds, for the first answer.
    """

    def __init__(
        self, streams: Streams, answers: Answers, era: str = "", ended: Callable[[], bool] = lambda: False,
        patience: float = START_SECONDS,
    ) -> None:  # fmt: skip
        self._streams, self._answers, self._ended, self._patience = streams, answers, ended, patience
        self.era = era
        self._client: Client | None = None
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._lock = asyncio.Lock()
        self._failures, self._not_before = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether it can be spoken with."""
        return self._client is not None and not self._ended()

    async def client(self, *, on_purpose: bool = False) -> Client:
        """The client of a living connection; made when there is none. `on_purpose` forgets what failed before.

        Raises:
            LostError: it cannot be made, or not yet.
        """
        async with self._lock:
            if self._client is not None and not self._ended():
                return self._client
            await self._shut()
            if on_purpose:
                self._failures, self._not_before = 0, 0.0
            if self._failures >= len(_WAITS):
                raise WaitingError(_TOO_OFTEN)
            if (wait := self._not_before - time.monotonic()) > 0:
                raise WaitingError(_LATER.of(wait=f"{wait:.0f}"))
            return await self._open()

    async def close(self) -> None:
        """End it. Twice is once."""
        async with self._lock:
            await self._shut()

    def succeeded(self) -> None:
        """Something was answered: what failed before is over."""
        self._failures = 0

    async def _open(self) -> Client:
        ready: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        self._closing = asyncio.Event()
        self._task = asyncio.create_task(self._live(ready, self._closing))
        try:
            async with asyncio.timeout(self._patience):
                client = await asyncio.shield(ready)
        except Exception as error:
            await self._shut()
            self._failed()
            self.era = ""  # it may speak otherwise now
            why = f"no answer within {self._patience:.1f} seconds" if isinstance(error, TimeoutError) else said(error)
            raise LostError(why, error) from error
        except asyncio.CancelledError:
            await self._shut()
            raise
        self._client = client
        self.era = LEGACY if client.protocol_version not in MODERN_PROTOCOL_VERSIONS else client.protocol_version
        # It may die at once again: only an answer to a call takes a failure back.
        self._failed()
        return client

    def _failed(self) -> None:
        self._not_before = time.monotonic() + _WAITS[min(self._failures, len(_WAITS) - 1)]
        self._failures += 1

    async def _live(self, ready: "asyncio.Future[Client]", closing: asyncio.Event) -> None:
        try:
            async with AsyncExitStack() as stack:
                mode = LEGACY if self.era == LEGACY else _AUTO
                client = await stack.enter_async_context(self._made(mode))
                ready.set_result(client)
                await closing.wait()
        except BaseException as error:  # whatever it is, who waits must hear it
            if not ready.done():
                ready.set_exception(LostError(said(error), error))
                ready.exception()
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
        finally:
            self._client = None

    def _made(self, mode: str) -> Client:
        more: dict[str, Any] = {}
        if self._answers.elicit is not None:
            more["elicitation_callback"] = self._answers.elicit
        if self._answers.roots is not None:
            more["list_roots_callback"] = self._answers.roots
        return Client(
            _entered(self._streams), mode=mode, message_handler=self._answers.hear, cache=None,
            client_info=types.Implementation(name="deskhand", version="1"), **more,
        )  # fmt: skip

    async def _shut(self) -> None:
        task, client = self._task, self._client
        self._task = self._client = None
        if task is None:
            return
        self._closing.set()
        if client is None:
            task.cancel()  # it is not there yet: nobody waits to be told
        try:
            await asyncio.wait({task}, timeout=_CLOSE_SECONDS)
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def _entered(streams: Streams) -> Any:
    async with streams() as both:
        yield both


async def within(seconds: float, ended: asyncio.Event | None, work: Awaitable[T]) -> T:
    """What `work` gives; it is cancelled when that takes too long, or when the other side is gone meanwhile.

    Raises:
        LostError, TimeoutError.
    """
    task = asyncio.ensure_future(work)
    watch = asyncio.ensure_future(ended.wait()) if ended is not None else None
    try:
        waiting = {task} if watch is None else {task, watch}
        done, _ = await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task in done:
            return task.result()
        if watch is not None and watch in done:
            await asyncio.wait({task}, timeout=0.5)  # its last words may be on their way
            if task.done():
                return task.result()
            raise LostError("the program ended meanwhile")
        raise TimeoutError
    finally:
        for one in (task, watch):
            if one is not None and not one.done():
                one.cancel()
                await asyncio.gather(one, return_exceptions=True)


def said(error: BaseException) -> str:
    """The first plain reason in an error: groups of tasks wrap it, some of them several times."""
    while isinstance(error, BaseExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    if isinstance(error, LostError):
        return error.why
    return f"{type(error).__name__}: {error}"[:500]


def root_of(error: BaseException) -> BaseException:
    """The error itself, out of its groups and of what was lost by it."""
    while True:
        if isinstance(error, BaseExceptionGroup) and error.exceptions:
            error = error.exceptions[0]
        elif isinstance(error, LostError) and error.cause is not None:
            error = error.cause
        else:
            return error
