"""What the window and the host say about money. Amounts are in US dollars, prices for a million tokens."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListSpending:
    """What was spent today, and what models cost. Answer: SpendingView."""


@dataclass(frozen=True, slots=True)
class PriceView:
    """What a model costs; None where nobody knows. `own` when the person said so, `local` when it runs here.

    `steps`: long requests cost more.
    """

    model: str
    sent: float | None = None
    answered: float | None = None
    cached: float | None = None
    written: float | None = None
    own: bool = False
    local: bool = False
    steps: bool = False


@dataclass(frozen=True, slots=True)
class SpendingView:
    """`today` with what is reserved at the moment."""

    today: float
    prices: tuple[PriceView, ...] = ()


@dataclass(frozen=True, slots=True)
class SetPrice:
    """Keep the person's price of a model; without `sent` and `answered` the list counts again. Answer: SpendingView."""

    model: str
    sent: float | None = None
    answered: float | None = None
    cached: float | None = None
    written: float | None = None


@dataclass(frozen=True, slots=True)
class ForecastTask:
    """What would a task with these words cost here? Answer: TaskForecast."""

    session: str
    text: str


@dataclass(frozen=True, slots=True)
class TaskForecast:
    """`short` is the range ("≈ $0.02 – $0.15"), "" when nothing is paid; `sentence` says what it was taken from."""

    short: str = ""
    sentence: str = ""


NO_FORECAST = TaskForecast()
