"""Why a process is gone, in a sentence for the model."""

import signal

from agent.core.running import Bounds, RunEnd

_AFTER = " All variables are gone, those of earlier calls too: load again what you need, and name the files."


def sentence(end: RunEnd, bounds: Bounds) -> str:
    """What is said of a run that was ended for this reason."""
    said = {
        RunEnd.TOO_SLOW: f"The code took longer than {bounds.seconds:g} s and was ended.",
        RunEnd.NO_MEMORY: f"The code needed more than {_size(bounds.memory)} of memory and was ended. Work in parts.",
        RunEnd.TOO_MUCH: f"The code wrote more than {_size(bounds.disk)} or {bounds.files:,} files, or printed without "
        "end, and was ended.",
    }
    return said.get(end, "Python ended.") + _AFTER


def _size(count: int) -> str:
    return f"{count / 1024**3:.3g} GB" if count >= 1024**3 else f"{count / 1024**2:.3g} MB"


def died(code: int, bounds: Bounds) -> tuple[RunEnd, str]:
    """Why a process ended that nobody ended, by its exit code: negative for a signal, or 128 and more where another
    program stood around it.
    """
    number = -code if code < 0 else code - 128
    name = signal.Signals(number).name if number in set(signal.Signals) else ""
    if name in {"SIGKILL", "SIGABRT"}:
        # The system's own killer, and what C++ and Rust do when they get no memory.
        return RunEnd.NO_MEMORY, sentence(RunEnd.NO_MEMORY, bounds)
    if name == "SIGSYS":
        return RunEnd.CRASHED, "Python was ended by the system: the code tried something that is refused." + _AFTER
    how = f"by {name}" if name else f"with exit code {code}"
    return RunEnd.CRASHED, f"Python ended {how} while the code ran." + _AFTER
