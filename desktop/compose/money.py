"""Money: what models cost, what was spent, and the purse that a Session pays from."""

from dataclasses import dataclass

from agent.core.events import Noted
from agent.core.ports import ChatModel
from agent.core.words import Words
from agent.models.catalog import ModelConfig
from agent.models.price_book import PriceBook
from agent.session.capped import Capped
from agent.session.journal import Journal
from agent.session.purse import Cap, Purse
from agent.session.session import Session
from agent.session.spending import Scope, Spending, today
from desktop.compose.budgets import BudgetFile
from desktop.compose.settings import PreferenceFile

NEAR = "near_limit"
"""The code of the Noted that says that most of a cap is spent."""


def _nobody(_: Words) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Money:
    """One for each House."""

    journal: Journal
    spending: Spending
    prices: PriceBook
    budgets: BudgetFile
    preferences: PreferenceFile

    def purse(self, session: Session, budget: str = "") -> Purse:
        """What a Session may spend: its own limit, that of the day, and that of a named budget.

        Raises:
            NeedsUserError: there is no such budget (code "no_budget").
        """
        if budget:
            self.budgets.find(budget)

        def note(words: Words) -> None:
            session.emit(Noted(words.text(session.language), NEAR))

        def caps() -> tuple[Cap, ...]:
            most = self.task_cap(session.state.most)
            task = (Cap(Scope("task", session.id), most),) if most else ()
            own = self.budgets.all().get(budget) if budget else None
            return (*task, *self._day(), *((own.cap(budget),) if own is not None else ()))

        return Purse(self.spending, session.emit, caps, note, budget)

    def own_purse(self) -> Purse:
        """What is spent for no Session: tests of models. Only the day limits it."""
        return Purse(self.spending, self.journal.record, self._day, _nobody)

    def capped(self, model: ChatModel, config: ModelConfig, purse: Purse) -> ChatModel:
        """The model, paid from a purse."""
        return Capped(model, lambda: self.prices.price_of(config), purse)

    def task_cap(self, most: float | None) -> float:
        """What a task may cost in US dollars: its own limit, else what the settings say; 0 for no limit."""
        return self.preferences.read().task_usd if most is None else most

    def today(self) -> float:
        """US dollars that were spent today by all Sessions, with what is reserved."""
        return self.spending.spent(Scope("day", when=today()))

    def _day(self) -> tuple[Cap, ...]:
        most = self.preferences.read().day_usd
        return (Cap(Scope("day", when=today()), most),) if most else ()
