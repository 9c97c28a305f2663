"""Real servers on this computer, and a person who answers."""

import asyncio
import dataclasses
import os
import ssl
import sys
from pathlib import Path

from agent.core.actions import Question
from agent.core.messages import ToolCall, text_of
from agent.core.running import Launch
from agent.core.words import NO_WORDS
from agent.packages.package import Transport
from connectors.connector import Config, Kind, Means
from connectors.mcp import pins
from connectors.mcp.connector import McpConnector

SERVERS = Path(__file__).with_name("servers")


class Plain:
    """`StdioServers` without a confinement: what is tested here is the client."""

    def __init__(self, folder):
        self.folder, self.started = folder, 0

    def launch(self, server):
        self.started += 1
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder), **server.env}
        return Launch(server.command, env, self.folder)

    def means(self, server):
        return NO_WORDS


class Person:
    """Answers Questions in order, and keeps secrets."""

    def __init__(self, *answers):
        self.answers, self.asked, self.secrets, self.log = list(answers), [], {}, []
        self.opened, self.granted, self.sent = [], [], []

    async def ask(self, question: Question):
        self.asked.append(question)
        text = self.answers.pop(0) if self.answers else ""
        return question.answer(yes=bool(text), text=text)

    def means(self, ask=True):
        return Means(
            self.secrets.get, self.secrets.__setitem__, lambda: self.granted, self.log.append,
            self.opened.append, self.ask if ask else None, lambda *told: self.sent.append(told),
        )  # fmt: skip


def config(command=(), url="", **more):
    transport = Transport.HTTP if url else Transport.STDIO
    declared = {"name": "x", "transport": transport.value, **more.pop("declared", {})}
    if url:
        declared["url"] = url
    else:
        declared |= {"command": command[0], "arguments": list(command[1:])}
    approved = {pins.START: pins.start_digest(declared)}
    made = Config("box", Kind.MCP, "The box", enabled=True, declared=declared, approved=approved)
    return dataclasses.replace(made, **more)


def script(name, *arguments, **more):
    return config((sys.executable, str(SERVERS / name), *arguments), **more)


def connector(made, folder, person=None, servers=None):
    person = person or Person()
    return McpConnector(made, person.means(), servers or Plain(folder), ssl.create_default_context, None, "en")


async def call(one, name, arguments="{}", progress=None):
    """What the model hears of a call of the tool that the server calls so."""
    return await run(named(one, name), arguments, progress)


def named(one, name):
    found = {tool.spec.name: tool for tool in one.tools("en")}
    assert f"box_{name}" in found, (one.state, one.pending)
    return found[f"box_{name}"]


async def run(tool, arguments="{}", progress=None):
    ready = tool.prepare(ToolCall("c1", tool.spec.name, arguments))
    if progress is not None:
        ready = ready.reporting(progress)
    return await ready.run()


def heard(result):
    return text_of(result.for_model)


def opened(made, folder, work, person=None, servers=None):
    """What `work` gives with the connector of this configuration, opened; it is closed afterwards."""

    async def whole():
        one = connector(made, folder, person, servers)
        await one.open()
        try:
            return await asyncio.wait_for(work(one), 60)
        finally:
            await one.close()

    return asyncio.run(whole())
