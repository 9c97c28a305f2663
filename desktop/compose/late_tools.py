"""Tools of a connector that was not there when a Turn began: they join it at the Step that comes after."""

from collections.abc import Callable, Iterator, Mapping

from agent.core.ports import Tool

Late = Callable[[], Mapping[str, Tool]]


class LateTools(Mapping[str, Tool]):
    """`now` are the Tools that a Turn begins with; those of `late` stand behind them, and take no name of theirs."""

    def __init__(self, now: Mapping[str, Tool], late: Late) -> None:
        self._now, self._late = now, late

    def __getitem__(self, name: str) -> Tool:
        return self._now[name] if name in self._now else self._late()[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._now
        yield from (name for name in self._late() if name not in self._now)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def over(self, now: Mapping[str, Tool]) -> "LateTools":
        """The same late ones behind other Tools."""
        return LateTools(now, self._late)

    @property
    def now(self) -> Mapping[str, Tool]:
        """Those that the Turn began with."""
        return self._now


def with_more(tools: Mapping[str, Tool], more: Mapping[str, Tool], *, behind: bool = False) -> Mapping[str, Tool]:
    """The same with `more`, which take the place of others of their names, or, `behind` them, do not."""
    now = tools.now if isinstance(tools, LateTools) else tools
    both = {**more, **now} if behind else {**now, **more}
    return tools.over(both) if isinstance(tools, LateTools) else both
