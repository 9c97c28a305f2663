"""The connectors of the house: built from the list, opened when a Turn needs them, their Tools given to each Turn.

Delegates and drafts get none of them: nobody can prove that a tool of others only reads.
"""

import asyncio
import shutil
import time
import webbrowser
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from agent.core.actions import Approval, Effect, Grant, Question
from agent.core.documents import Documents
from agent.core.errors import NeedsUserError
from agent.core.ports import Approver, Files, Tool
from connectors.catalog import ConnectorCatalog
from connectors.connector import Config, Connector, Kind, Means, OverFiles, Standing, State
from desktop.compose.connector_calls import Asker, Joined, TurnTalk
from desktop.compose.connector_living import Living
from desktop.compose.connector_logs import ConnectorLogs
from desktop.compose.connector_missing import Missing
from desktop.compose.kept_secrets import Secrets
from desktop.compose.masking import Masking

PATIENCE = 2.0
"""Seconds that a Turn waits for connectors that are not there yet; they join it at a later Step, or the next one."""
AGAIN_SECONDS = 0.2
"""The same for what one that is there offers now; it can be used as it was."""
ALL_SECONDS = 15.0
"""Seconds for a process that has one Turn only: there is no next one."""
Build = Callable[[Config, Means, str], Connector]


@dataclass(slots=True)
class Connectors:
    """`build` makes one of each kind; below `folders` each has one of its own; `language` is that of the person who
    asked last.
    """

    catalog: ConnectorCatalog
    secrets: Secrets
    logs: ConnectorLogs
    build: Mapping[Kind, Build]
    folders: Path
    language: str = ""
    _other_keys: set[str] = field(default_factory=set)
    _living: dict[str, Living] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ready(self, language: str = "", seconds: float = PATIENCE) -> None:
        """Open every connector that is on, before a Turn begins. One that takes longer joins when it is there, one that
        just failed is tried again later: no Turn waits for it.
        """
        self.language = language
        if not self._living and not any(one.enabled for one in self.catalog.list()):
            return
        until = time.monotonic() + seconds
        work = asyncio.create_task(self._begun())
        await asyncio.wait({work}, timeout=seconds)  # what takes longer goes on meanwhile
        if not work.done():
            return
        opening, again = work.result()
        if again:
            await asyncio.wait(again, timeout=min(seconds, AGAIN_SECONDS))
        if opening and (left := until - time.monotonic()) > 0:
            await asyncio.wait(opening, timeout=left)

    async def _begun(self) -> tuple[list[asyncio.Task[None]], list[asyncio.Task[None]]]:
        """What opens those that are not there, and what looks at those again that are."""
        async with self._lock:
            await self._settled()
            due = [one for one in self._living.values() if one.is_due]
            there = [one for one in due if one.connector.state.standing is Standing.READY]
            opening = [one.begin(self._opened) for one in due if one not in there]
            return opening, [one.begin(self._opened) for one in there]

    async def tested(self, name: str, approver: Approver | None = None) -> State:
        """Connect one now, and learn its tools; `approver` can be asked meanwhile (to sign in).

        Raises:
            NeedsUserError: there is none of that id (code "no_connector").
        """
        self.catalog.known(name)
        async with self._lock:
            await self._settled((name,))
        one = self._living[name]
        turn = None if approver is None else Asker(approver)
        await one.stop()
        one.forgive()
        if turn is not None:
            one.calls.append(turn)
        try:
            opening = one.begin(self._opened)
            await asyncio.wait({opening})
            if not opening.cancelled():
                opening.result()
        finally:
            if turn is not None:
                one.calls.remove(turn)
        return one.state

    def find(self, name: str) -> Connector | None:
        """The living connector of that id."""
        one = self._living.get(name)
        return None if one is None else one.connector

    def state(self, name: str) -> State:
        """How it stands; one that nobody needed yet is OFF."""
        one = self._living.get(name)
        return State(Standing.OFF) if one is None else one.state

    def tools(
        self, files: Files, documents: Documents, talk: TurnTalk, language: str, only: Container[str] | None = None
    ) -> tuple[Tool, ...]:
        """Their Tools for a Turn, of those whose ids are in `only`, all without it; a name that is taken by an earlier
        connector is not offered twice.
        """
        found: dict[str, Tool] = {}
        for one in self._living.values():
            if only is not None and one.config.id not in only:
                continue
            made = one.connector
            tools = made.tools_over(files, documents, language) if isinstance(made, OverFiles) else made.tools(language)
            for tool in tools:
                found.setdefault(tool.spec.name, Joined(tool, made, files, talk, one.calls, one.masking))
        return tuple(found.values())

    def missing(self) -> tuple[Missing, ...]:
        """Those that are on and not there."""
        return tuple(missing for one in self._living.values() if (missing := one.missing) is not None)

    def grants(self) -> tuple[Grant, ...]:
        """That a connector is on means that its account may be spoken with; what each call carries is judged apart."""
        accounts = (one.connector.account for one in self._living.values() if one.config.enabled)
        return tuple(Grant(Effect.CONNECT, account) for account in accounts if account)

    async def forget(self, name: str) -> None:
        """Close it, and forget it with its secrets, its log and its folder."""
        config = self.catalog.find(name)
        async with self._lock:
            await self._dropped(name)
        if config is not None:
            await asyncio.to_thread(self.forget_kept, config)
        self.catalog.remove(name)

    def forget_kept(self, config: Config) -> None:
        """All that is kept for a connector beside its entry, which goes last: it names the secrets."""
        self.secrets.forget(config)
        self.logs.forget(config.id)
        shutil.rmtree(self.folders / config.id, ignore_errors=True)

    def keep_secrets(self, name: str, values: Mapping[str, str]) -> None:
        """Keep hidden values, which its entry names already; one that lives is connected anew with them. Empty ones are
        forgotten.
        """
        for key, value in values.items():
            self.secrets.keep(name, key, value)
        if values:
            self._other_keys.add(name)

    async def close(self) -> None:
        """End every connection and process."""
        async with self._lock:
            for name in tuple(self._living):
                await self._dropped(name)

    async def _settled(self, wanted: Sequence[str] = ()) -> None:
        """Those that are on, and `wanted`, live as they are set up now; the others are closed."""
        listed = {one.id: one for one in self.catalog.list() if one.enabled or one.id in wanted}
        for name, one in tuple(self._living.items()):
            if listed.get(name) != one.config or name in self._other_keys:
                await self._dropped(name)
        self._other_keys.clear()
        for name, config in listed.items():
            if name not in self._living:
                made = await asyncio.to_thread(self._made, config)  # the first one loads its library
                if made is not None:
                    self._living[name] = made

    def _made(self, config: Config) -> Living | None:
        build = self.build.get(config.kind)
        if build is None:
            return None
        calls: list[Asker] = []
        masking = Masking()
        return Living(config, build(config, self._means(config, calls, masking), self.language), calls, masking)

    async def _opened(self, one: Living) -> None:
        await one.connector.open()
        learned = one.connector.config
        if learned != one.config:
            with suppress(NeedsUserError):  # it was removed meanwhile
                one.config = self.catalog.change(learned.id, lambda kept: _learned(kept, one.config, learned))

    async def _dropped(self, name: str) -> None:
        one = self._living.pop(name, None)
        if one is not None:
            await one.stop()
            await one.connector.close()

    def _means(self, config: Config, calls: list[Asker], masking: Masking) -> Means:
        async def ask(question: Question) -> Approval:
            return await calls[-1].ask(question) if calls else question.answer()

        def sends(what: str, size: int) -> None:
            one = self._living.get(config.id)
            if calls and one is not None:
                calls[-1].leaves(one.connector.account, f"call {config.id} {what}", size, ())

        return Means(
            secret=lambda key: masking.learn(self.secrets.get(config.id, key)),
            keep_secret=lambda key, value: _none(self.secrets.keep(config.id, key, masking.learn(value) or "")),
            folders=lambda: calls[-1].folders if calls else (),
            log=lambda text: self.logs.note(config.id, masking.text(text)),
            open_page=_open_page,
            ask=ask,
            sends=sends,
        )


def _learned(kept: Config, before: Config, learned: Config) -> Config:
    """What a connector learned, in the entry as it is kept now; another start was approved meanwhile: nothing."""
    if kept.declared != before.declared or kept.approved != before.approved:
        return kept
    return replace(kept, era=learned.era, approved=learned.approved)


def _open_page(address: str) -> None:
    webbrowser.open(address)


def _none(_: object) -> None:
    return
