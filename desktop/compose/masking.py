"""Secrets of a connector in what it says: servers print keys in errors, and hand them back. They are told as dots.

Only what stands there as it was given is found. A server that turns its key around is stopped by the network, not here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from agent.core.errors import ToolError
from agent.core.messages import Part, Result, Text
from agent.core.words import Words
from connectors.bundles.starting import MASK

SHORTEST = 6
"""Shorter values are words of ordinary texts too, so they are not masked."""


@dataclass(slots=True)
class Masking:
    """The values that one connector was given in this process."""

    _known: set[str] = field(default_factory=set, repr=False)

    def learn(self, value: str | None) -> str | None:
        """The value itself, which is masked from now on. One of several lines is masked line by line too."""
        self._known.update(one for one in _pieces(value or "") if len(one) >= SHORTEST)
        return value

    def text(self, text: str) -> str:
        """The text with dots in the place of each value, the longest first."""
        for one in sorted(self._known, key=len, reverse=True):
            text = text.replace(one, MASK)
        return text

    def result(self, result: Result) -> Result:
        """What a call gave, for the model, the person and the record."""
        if not self._known:
            return result
        return replace(
            result,
            for_model=self._parts(result.for_model),
            for_user=self.text(result.for_user),
            found=self._parts(result.found),
        )

    def error(self, error: ToolError) -> ToolError:
        """The same error in masked words; the very same one when there is nothing to mask."""
        words = Words(self.text(error.words.en), self.text(error.words.ja))
        told = tuple(map(self.text, error.told))
        if words == error.words and told == error.told:
            return error
        masked = type(error)(words, error.code)
        masked.told, masked.hosts = told, error.hosts
        return masked

    def _parts(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        return tuple(replace(one, text=self.text(one.text)) if isinstance(one, Text) else one for one in parts)


def _pieces(value: str) -> Iterator[str]:
    yield value.strip()
    yield from (line.strip() for line in value.splitlines())
