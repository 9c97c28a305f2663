"""How a job is given to the program, and what it answered."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.journeys.jobs import Job


def arguments(job: Job, folder: Path) -> list[str]:
    """The command that does the job in `folder`."""
    images = [part for name in job.images for part in ("--image", str(folder / name))]
    return ["run", job.words, "--folder", str(folder), "--approve", "all", *images]


def answer_of(events: Sequence[Mapping[str, Any]]) -> str:
    """The last words of the model."""
    said = [one["message"] for one in events if one["kind"] == "message_added"]
    last = next(message for message in reversed(said) if message["kind"] == "assistant_message")
    return " ".join(part["text"] for part in last["parts"] if part["kind"] == "text")
