"""From a model's name to a ChatModel: retries, records of what leaves, and later everything else that wraps it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from agent.core.events import Notice, Sent
from agent.core.ports import ChatModel
from agent.core.words import Words
from agent.models.address import is_local
from agent.models.catalog import Catalog, ModelConfig
from agent.models.fallback import WithFallback
from agent.models.keys import KeyBox
from agent.models.presence import listens, until_it_is_back
from agent.models.presets.connect import echoed, model_for
from agent.models.retry import Retrying
from agent.models.written import WrittenCalls
from agent.session.delegation.conversation import Conversation
from agent.session.journal import Journal
from agent.session.left import leaving
from agent.session.purse import Purse
from agent.session.state import SessionState
from desktop.compose.missing import no_model
from desktop.compose.money import Money

Wrap = Callable[[ChatModel], ChatModel]


class Speaker(Protocol):
    """Whose words go to a model: a Session, or one delegate in it."""

    @property
    def state(self) -> SessionState:
        """What was heard and sent so far."""

    def emit(self, notice: Notice, /) -> None:
        """Keep an Event."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The model of a task, and the one that goes on when it gives up; `unasked` as in Backup."""

    first: ModelConfig
    second: ModelConfig | None = None
    unasked: bool = False


def _as_it_is(model: ChatModel) -> ChatModel:
    return model


@dataclass(frozen=True, slots=True)
class Connecting:
    """The way to models: which there are, their keys, the Journal that hears what leaves, and what they may cost."""

    models: Catalog
    keys: KeyBox
    journal: Journal
    money: Money

    def chosen(self, name: str) -> ModelConfig | None:
        """The model of that name, or the active one for ""; None when there is none.

        Raises:
            NeedsUserError: there is no model of that name.
        """
        config = self.models.find(name) if name else self.models.active()
        if config is None and name:
            raise no_model(name)
        return config

    def backup_of(self, config: ModelConfig, name: str = "") -> ModelConfig | None:
        """The model that goes on when this one gives up: of that name, or the one that the person chose for it.

        Raises:
            NeedsUserError: there is no model of that name.
        """
        found = self.models.find(name or config.fallback)
        if found is None and name:
            raise no_model(name)
        return found if found is not None and found.name != config.name else None

    def connected(
        self,
        config: ModelConfig,
        note: Callable[[Words], None],
        session: Speaker,
        purse: Purse,
        below: Wrap = _as_it_is,
    ) -> ChatModel:
        """A ChatModel for a configured model, with the one place that retries. `note` hears of retries.

        What it sends is written down in `session` before it leaves, and paid from `purse`. `below` wraps what is asked
        at each try.
        """

        def leaves(size: int) -> None:
            session.emit(leaving(session.state, model.host, config.name, size))

        model = self._chat(config, leaves)
        paid = WrittenCalls(self.money.capped(model, config, purse), note)
        away = until_it_is_back(partial(listens, config.base_url)) if is_local(config.base_url) else None
        return echoed(config, Retrying(below(paid), note=note, away=away))

    def unattended(self, pair: Pair, talk: Conversation, purse: Purse, below: Wrap = _as_it_is) -> ChatModel:
        """The same for an agent that works by itself in a Session, with the second model behind the first.

        Nobody can be asked there: nothing that stays on this computer goes elsewhere unless that was said before.
        """

        def connected(config: ModelConfig) -> ChatModel:
            return self.connected(config, talk.note, talk, purse, below)

        async def may_leave(_: Words) -> bool:
            return pair.unasked

        first = connected(pair.first)
        return WithFallback(first, connected(pair.second), talk.note, may_leave) if pair.second else first

    def once(self, config: ModelConfig) -> ChatModel:
        """A ChatModel that asks only once, for no Session: what it sends is written down as the house's own."""

        def leaves(size: int) -> None:
            self.journal.record(Sent(model.host, config.name, size))

        model = self._chat(config, leaves)
        return echoed(config, self.money.capped(model, config, self.money.own_purse()))

    def _chat(self, config: ModelConfig, leaves: Callable[[int], None]) -> ChatModel:
        return model_for(config, self.keys.key_for(config), leaves)
