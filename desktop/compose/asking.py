"""From the person's words and wishes to everything that a Turn is done with. Both front doors ask here."""

from collections.abc import Callable
from dataclasses import dataclass

from agent.core.ports import ChatModel
from agent.core.words import Words
from agent.models.catalog import ModelConfig
from agent.session.limits import Limits
from desktop.compose.asked import Asked
from desktop.compose.backing import Backup
from desktop.compose.connecting import Pair
from desktop.compose.house import House
from desktop.compose.opened import OpenedSession


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the person wants a task to be done. "", 0 and False leave it to what was chosen elsewhere.

    `attachments` are texts of Places, `budget` the full name of one, `fallback` the second model, which may take over
    from one on this computer without a question when `fallback_unasked`; `parallel` is how many requests of delegates
    run at once.
    """

    attachments: tuple[str, ...] = ()
    limits: Limits = Limits()
    budget: str = ""
    fallback: str = ""
    fallback_unasked: bool = False
    delegate_model: str = ""
    parallel: int = 0
    thorough: bool = False


def asked(  # noqa: PLR0913  # everything that a Turn is done with
    house: House, opened: OpenedSession, config: ModelConfig, text: str, wishes: Wishes, note: Callable[[Words], None]
) -> Asked:
    """What is asked of the model `config`. `note` hears of its retries. Blocks: keys are read, pictures drawn.

    Raises:
        NeedsUserError: there is no such budget, or no such model.
    """
    purse = house.money.purse(opened.session, wishes.budget)

    def connected(one: ModelConfig) -> ChatModel:
        return house.connecting.connected(one, note, opened.session, purse)

    def pair(one: ModelConfig) -> Pair:
        return Pair(one, house.connecting.backup_of(one, wishes.fallback), wishes.fallback_unasked)

    model, both = connected(config), pair(config)
    own = house.connecting.chosen(wishes.delegate_model) if wishes.delegate_model else None
    return Asked(
        text,
        model,
        wishes.attachments,
        wishes.limits,
        opened.session.language,
        opened.pictures(wishes.attachments, model) if wishes.attachments else (),
        house.delegating(pair(own) if own else both, opened.session.id, purse, wishes.parallel),
        house.thorough(both, purse) if wishes.thorough else None,
        Backup(connected(both.second), both.unasked) if both.second else None,
        wishes.budget,
    )
