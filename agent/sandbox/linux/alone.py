"""Landlock and seccomp without namespaces, where those are closed: files outside can be seen to exist, no more."""

import os
from collections.abc import Callable
from pathlib import Path

from agent.core.errors import ToolError
from agent.core.running import Launch, Offer, Profile, Tier
from agent.core.words import Words
from agent.sandbox.linux import command, landlock, trying
from agent.sandbox.trying import Tried, without

# ABI 3 (Linux 6.2) is the first that holds what cuts a file off; the network is held by seccomp.
_LEAST = 3
_OLD = Words(
    "The kernel of this computer is too old to confine programs by Landlock: Linux 6.2 or newer can.",
    "この OS のカーネルは古いため、Landlock による隔離を使用できません。Linux 6.2 以降が必要です。",
)


class LandlockAlone:
    """`agent.core.running.Confinement` by Landlock and seccomp alone. `abi` says which Landlock the kernel has."""

    def __init__(self, abi: Callable[[], int] = landlock.abi) -> None:
        self._abi = abi
        self._tried = Tried(self._measured)

    def offer(self) -> Offer:
        """See Confinement."""
        return self._tried.offer()

    def launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        """See Confinement."""
        offer = self.offer()
        if not offer.there:
            raise ToolError(offer.missing, "no_sandbox")
        return self._launch(argv, profile, cwd)

    def _launch(self, argv: tuple[str, ...], profile: Profile, cwd: Path) -> Launch:
        inside = command.Inside(tuple(map(os.fspath, profile.writes)), False)
        words = command.command(argv, profile, inside)
        return Launch(tuple(words), command.environment(profile, cwd, inside), cwd)

    def _measured(self) -> Offer:
        offer = Offer(Tier.NATIVE, "Landlock, seccomp")
        if self._abi() < _LEAST:
            return without(offer, _OLD)
        return trying.proved(offer, self._launch(trying.ARGV, trying.PROFILE, Path("/")))
