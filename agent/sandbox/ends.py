"""Why a process is gone, in a sentence for the model."""

import signal

from agent.core.running import Bounds, RunEnd

_AFTER = " Its variables are gone; files that it was given are put there anew for the next run."


def sentence(end: RunEnd, bounds: Bounds) -> str:
    """What is said of a run that was ended for this reason."""
    gigabytes = bounds.memory / 1024**3
    said = {
        RunEnd.TOO_SLOW: f"The code took longer than {bounds.seconds:g} s and was ended.",
        RunEnd.NO_MEMORY: f"The code needed more than {gigabytes:.1f} GB of memory and was ended. Work in parts.",
        RunEnd.TOO_MUCH: "The code wrote or printed more than it may, and was ended: at most "
        f"{bounds.disk / 1024**3:.1f} GB, {bounds.files:,} files.",
    }
    return said.get(end, "Python ended.") + _AFTER


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
