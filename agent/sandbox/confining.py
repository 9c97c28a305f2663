"""Which way to confine a process this computer has: the strongest that works, by trying it."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Confinement, Launch, Offer, Profile, Tier
from agent.core.words import Words, joined
from agent.sandbox.linux.alone import LandlockAlone
from agent.sandbox.linux.bubblewrap import Bubblewrap
from agent.sandbox.macos.seatbelt import Seatbelt
from agent.sandbox.windows.appcontainer import AppContainer

_WEAKER = Words(
    "Until then Landlock alone is used: a program cannot read or change other files, but can see whether they exist.",
    "それまでは Landlock のみを使用します。プログラムは他のファイルを読み書きできませんが、存在の有無は確認できます。",
)
_NONE = Words(
    "Code cannot be confined on this system, so it is not run.",
    "この OS ではプログラムを隔離できないため、実行しません。",
)


class FirstThatWorks:
    """`agent.core.running.Confinement` by the first of several that is there, the strongest first."""

    def __init__(self, ways: Sequence[Confinement]) -> None:
        self._ways = tuple(ways)

    def offer(self) -> Offer:
        """The offer of the way that is used, with what would make a stronger one work; else all that is missing."""
        missing: list[Words] = []
        for way in self._ways:
            offer = way.offer()
            if offer.there:
                return replace(offer, note=joined(*missing, _WEAKER)) if missing else offer
            missing.append(offer.missing)
        return Offer(Tier.NATIVE, "", joined(*missing) if missing else _NONE)

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        """See Confinement."""
        for way in self._ways:
            if way.offer().there:
                return way.launch(argv, profile, cwd)
        raise ToolError(self.offer().missing, "no_sandbox")


def confinement_here(platform: str = sys.platform) -> Confinement:
    """What confines processes on this system."""
    if platform == "linux":
        return FirstThatWorks((Bubblewrap(), LandlockAlone()))
    if platform == "darwin":
        return FirstThatWorks((Seatbelt(),))
    if platform == "win32":
        return FirstThatWorks((AppContainer(),))
    return FirstThatWorks(())
