"""Whether a way to confine works here: it is started once, and what it starts must be refused everything it tries."""

import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace

from agent.core.running import Launch, Offer
from agent.core.words import Words

_SECONDS = 20
_LEAKS = Words(
    "Confining was tried here and does not hold ({why}).",
    "この環境では隔離が有効に機能しません（{why}）。",
)
_SILENT = Words(
    "Confining was tried here and failed ({why}).",
    "この環境では隔離を開始できませんでした（{why}）。",
)


class Tried:
    """An Offer that is measured once, by whoever asks first."""

    def __init__(self, measure: Callable[[], Offer]) -> None:
        self._measure = measure
        self._lock = threading.Lock()
        self._offer: Offer | None = None

    def offer(self) -> Offer:
        """Blocks, the first time."""
        with self._lock:
            if self._offer is None:
                self._offer = self._measure()
            return self._offer


def without(offer: Offer, missing: Words) -> Offer:
    """The same, but not there."""
    return replace(offer, missing=missing)


def failed(why: str) -> Words:
    """That it did not start."""
    return _SILENT.of(why=why)


def proved(offer: Offer, launch: Launch, why: Callable[[str], Words]) -> Offer:
    """The offer when `launch` started and was refused everything: it prints "open: NAME" for each thing that was not,
    and "confined" when it came to its end. `why` makes words of the last line that it wrote to stderr.
    """
    try:
        ran = subprocess.run(
            launch.argv, env=dict(launch.env), cwd=launch.cwd, capture_output=True, stdin=subprocess.DEVNULL,
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return without(offer, failed(type(error).__name__))
    printed = ran.stdout.decode("utf-8", "replace").split()
    if "open:" in printed:
        lines = ran.stdout.decode("utf-8", "replace").splitlines()
        opened = [line.removeprefix("open: ") for line in lines if line.startswith("open: ")]
        return without(offer, _LEAKS.of(why=", ".join(opened)))
    if "confined" not in printed:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        return without(offer, why((said or ["?"])[-1][:200]))
    return offer
