"""What the suites of attacks share."""

import pytest

from agent.core.errors import AgentError
from agent.core.paths import Place

SECRET = "not granted"
TOP = Place("", "")


def place(path):
    """Below the first granted folder."""
    return Place("", path)


def listed(world, **options):
    """Every name that a walk tells, with its kind."""
    return {str(entry.place): entry.kind for entry in world.workspace.walk(TOP, **options)}


def kind_of(world, path):
    """What the agent is told lies there."""
    entry = world.workspace.entry(place(path))
    assert entry is not None
    return entry.kind


def code_of(call, *arguments):
    """The code with which it is refused."""
    with pytest.raises(AgentError) as caught:
        call(*arguments)
    return caught.value.code


def refusal(world, *changes):
    """The error with which a commit is refused."""
    with pytest.raises(AgentError) as caught:
        world.commit(*changes)
    return caught.value


def put(folder, path, text=SECRET):
    """A file, with its folders."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text)
