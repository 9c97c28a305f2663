"""A connector of our own over a folder, called as a model would, behind the real gate."""

import asyncio
import json

from agent.core.actions import Allow, Ask, Effect, Grant, Mode, Source, Trust
from agent.core.events import RootGranted
from agent.core.messages import ToolCall, text_of
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from agent.workspace.workspace import Workspace
from connectors.connector import Config, Kind, Means
from desktop.compose.connector_calls import handed_over


class Ring(dict):
    """A keyring."""

    def means(self, ask=None) -> Means:
        """What a connector gets of it."""
        return Means(self.get, self.__setitem__, tuple, lambda _: None, None, ask)


class Desk:
    """The Tools of one connector over `root`."""

    def __init__(self, connector, root, staging, documents):
        root.mkdir(exist_ok=True)
        self.root, self.connector = root, connector
        self.files = Workspace((RootGranted("", str(root)),), staging)
        self.documents = documents
        asyncio.run(connector.open())

    def tool(self, name):
        made = self.connector.tools_over(self.files, self.documents, "en")
        assert tuple(tool.spec.name for tool in made) == self.connector.state.tools
        return next(tool for tool in made if tool.spec.name == name)

    def ready(self, name, **arguments):
        return self.tool(name).prepare(ToolCall("1", name, json.dumps(arguments)))

    def call(self, name, **arguments):
        return asyncio.run(self.ready(name, **arguments).run())

    def text(self, name, **arguments):
        return text_of(self.call(name, **arguments).for_model)

    def leaving(self, name, **arguments):
        """(host, request, bytes, files) of each place that hears of the call."""
        return list(handed_over(self.ready(name, **arguments).intent, name, self.connector, self.files))

    def verdict(self, name, *said, outside=False, granted=True, **arguments):
        """ "" when it would go silently, else why the person is asked."""
        account = self.connector.account
        grants = (Grant(Effect.CONNECT, account, "always"),) if granted else ()
        sources = (Source(Trust.OUTSIDE, "somewhere"),) if outside else ()
        facts = Facts(Mode.DESTRUCTIVE, grants, said=said, sources=sources)
        judged = RuleGate(lambda: facts, "en").judge(self.ready(name, **arguments).intent)
        if isinstance(judged, Allow):
            return ""
        assert isinstance(judged, Ask), judged
        return judged.question.why


def config(kind: Kind, /, **settings) -> Config:
    """A connector that is on."""
    return Config(kind.value, kind, "Mine", True, settings=settings)
