"""The calls of one Step: together where their Actions do not touch each other, else one after the other."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.core.actions import Intent
from agent.core.errors import NeedsUserError
from agent.core.messages import NO_INTENT, ToolCall, ToolResult, cut_off, failed, not_started
from agent.core.ports import ReadyCall
from agent.loop.dispatch import Bench, prepared, run_call

_Wave = list[tuple[ToolCall, ReadyCall | None]]


@dataclass(slots=True)
class Batch:
    """The calls of an AssistantMessage. Waves run one after the other, the calls of a wave at once.

    A call joins a wave when it can be prepared as the world is now and clashes with no call of the wave. What
    reaches outside, runs a program or does not say what it touches is a wave of its own.
    `answered` are results by the ids of calls that are not run again.
    """

    calls: Sequence[ToolCall]
    bench: Bench
    answered: Mapping[str, ToolResult]
    _ended: dict[str, ToolResult] = field(default_factory=dict)

    @property
    def results(self) -> tuple[ToolResult, ...]:
        """One for each call, in their order; what never began says so."""
        known = {**self.answered, **self._ended}
        return tuple(known.get(call.id) or not_started(call) for call in self.calls)

    async def run(self) -> None:
        """Run them all.

        Raises:
            What ended a call otherwise than with a result, a cancel too: when the other calls of its wave have ended.
        """
        left = [call for call in self.calls if call.id not in self.answered]
        while left:
            wave = self._wave(left)
            await self._together(wave)
            del left[: len(wave)]

    def _wave(self, left: Sequence[ToolCall]) -> _Wave:
        wave: _Wave = []
        taken: list[Intent] = []
        for call in left:
            ready = _ready(call, self.bench)
            intent = NO_INTENT if ready is None else ready.intent
            if wave and (intent.alone or any(intent.clashes(other) for other in taken)):
                break
            wave.append((call, ready))
            taken.append(intent)
            if intent.alone:
                break
        return wave

    async def _together(self, wave: _Wave) -> None:
        tasks = [asyncio.ensure_future(self._one(*each)) for each in wave]
        stop: BaseException | None = None
        while not all(task.done() for task in tasks):
            try:
                await asyncio.wait(tasks)
            except asyncio.CancelledError as stopped:
                stop = stopped
                for task in tasks:
                    task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        if error := stop or next((end for end in ends if end is not None), None):
            raise error

    async def _one(self, call: ToolCall, ready: ReadyCall | None) -> None:
        self._ended[call.id] = cut_off(call)
        try:
            self._ended[call.id] = await run_call(call, self.bench, ready)
        except NeedsUserError as need:
            self._ended[call.id] = failed(call, need, self.bench.language)
            raise


def _ready(call: ToolCall, bench: Bench) -> ReadyCall | None:
    """None when it cannot be prepared now: it waits for the calls before it, and is told of alone."""
    try:
        return prepared(call, bench)
    except Exception:  # noqa: BLE001  # `run_call` prepares it again, and tells it
        return None
