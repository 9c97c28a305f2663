"""What the person and the model are told of connectors that are on and not there when a Turn begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agent.core.words import Words, joined
from connectors.connector import Standing

CODE = "connector"
_STARTING = Words("it is still being connected, and joins as soon as it is there",
                  "まだ接続中です。接続できしだい利用できるようになります")  # fmt: skip
_WAITS = Words(
    "it waits for you, see Connectors in the settings", "確認を待っています。設定の「コネクタ」をご覧ください"
)
_FAILED = Words("it could not be connected, see Connectors in the settings",
                "接続できませんでした。設定の「コネクタ」をご覧ください")  # fmt: skip
_WHY = {
    Standing.OFF: _STARTING, Standing.CONNECTING: _STARTING, Standing.ASKS: _WAITS, Standing.FAILED: _FAILED,
}  # fmt: skip
_SAID = Words("“{title}” is not available now: {why}.", "コネクタ「{title}」は、現在利用できません。{why}。")
_TOLD = {
    Standing.OFF: "still connecting", Standing.CONNECTING: "still connecting",
    Standing.ASKS: "waits for the person", Standing.FAILED: "could not be connected",
}  # fmt: skip
_PROMPT = (
    "Connectors that were switched on but not available when this turn began, so their tools are missing: {those}. "
    "Tools of one that comes meanwhile are added. If the task needs one that does not come, say so instead of working "
    "around it; the person sees why under Connectors in the settings."
)


@dataclass(frozen=True, slots=True)
class Missing:
    """One of them."""

    id: str
    title: str
    standing: Standing

    @property
    def words(self) -> Words:
        """For the person."""
        return _SAID.of(title=self.title, why=_WHY[self.standing])

    @property
    def told(self) -> str:
        """For the model: by its id, since a title may be a package's words."""
        return f"{self.id} ({_TOLD[self.standing]})"


def nobody_misses() -> tuple[Missing, ...]:
    """There are no connectors."""
    return ()


@dataclass(slots=True)
class Telling:
    """Of one Session: the person hears of each once, until it stands otherwise. `missing` gives those of now."""

    missing: Callable[[], Sequence[Missing]] = nobody_misses
    _heard: tuple[Missing, ...] = field(default=())

    def told(self, note: Callable[[Words, str], None]) -> str:
        """What the model is told of a Turn that begins now, "" for nothing; `note` tells the person what is new."""
        now = tuple(self.missing())
        if new := [one.words for one in now if one not in self._heard]:
            note(joined(*new), CODE)
        self._heard = now
        return _PROMPT.format(those=", ".join(one.told for one in now)) if now else ""
