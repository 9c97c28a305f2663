"""All tools over one folder, called as a model would."""

import asyncio
import json
from typing import Any

from agent.core.events import RootGranted
from agent.core.messages import ToolCall, text_of
from agent.core.ports import Traits
from agent.tools.ready import ReadLog
from agent.tools.toolset import built_in_tools
from agent.workspace.workspace import Workspace
from tests.agent.workspace.world import tree


class Person:
    """Gives one answer."""

    words = "blue"

    async def ask(self, question, call=""):
        return question.answer(yes=True, text=self.words)


class Toolbox:
    """All tools over one folder, called as a model would."""

    def __init__(self, root, staging, documents, *more, traits=Traits):
        self.root = root
        self.told: list[Any] = []
        self.person = Person()
        workspace = Workspace((RootGranted("", str(root)), *more), staging)
        made = built_in_tools(workspace, documents, self.told.append, self.person, ReadLog(), traits=traits)
        self.tools = {tool.spec.name: tool for tool in made}

    def call(self, name, **arguments):
        """Run a call; the folder must be as before."""
        return self.raw(name, json.dumps(arguments))

    def raw(self, name, arguments):
        before = tree(self.root)
        try:
            return asyncio.run(self.tools[name].prepare(ToolCall("1", name, arguments)).run())
        finally:
            assert tree(self.root) == before

    def text(self, name, **arguments):
        """What the model hears."""
        return text_of(self.call(name, **arguments).for_model)
