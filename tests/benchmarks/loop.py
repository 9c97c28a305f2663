"""What the loop adds to the provider library's own call, in CPU ms a Step; how long the prompt is. Argument: [STEPS].

The bound is measured in the same run: the same requests, with a history that grows in the same way, through
pydantic-ai's direct call alone, to the same server (a process of its own, so that its CPU does not count). Both sides
make a call of a tool in each Step. Rounds alternate, the best of each side counts. Then the same with a Session that
writes its Journal and keeps the Context. Last, the characters and estimated tokens of the system text and all tools.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

import httpx2  # noqa: E402
from pydantic_ai.direct import model_request, model_request_stream  # noqa: E402
from pydantic_ai.messages import ModelMessage, ModelRequest, ToolCallPart, ToolReturnPart, UserPromptPart  # noqa: E402
from pydantic_ai.models import ModelRequestParameters  # noqa: E402
from pydantic_ai.models.openai import OpenAIChatModel  # noqa: E402
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider  # noqa: E402
from pydantic_ai.tools import ToolDefinition  # noqa: E402

from agent.core.actions import Intent, Mode  # noqa: E402
from agent.core.messages import Result, Text, ToolSpec, UserMessage  # noqa: E402
from agent.core.ports import Settings  # noqa: E402
from agent.loop.dispatch import Bench  # noqa: E402
from agent.loop.turn import Turn, run_turn  # noqa: E402
from agent.models.catalog import ModelConfig  # noqa: E402
from agent.models.estimates import Estimator  # noqa: E402
from agent.models.making import model_of  # noqa: E402
from agent.models.retry import Retrying  # noqa: E402
from agent.models.scripted import ScriptedModel  # noqa: E402
from agent.models.written import WrittenCalls  # noqa: E402
from agent.policy.facts import Facts  # noqa: E402
from agent.policy.gate import RuleGate  # noqa: E402
from agent.session.claim import Claim  # noqa: E402
from agent.session.context import FittingContext  # noqa: E402
from agent.session.guard import TurnGuard  # noqa: E402
from agent.session.journal import Journal  # noqa: E402
from agent.session.limits import Limits  # noqa: E402
from agent.session.request import Request  # noqa: E402
from agent.session.session import Session  # noqa: E402
from desktop.compose.asked import Asked  # noqa: E402
from desktop.compose.connecting import Pair  # noqa: E402
from tests.benchmarks.grant_and_loop import Nobody  # noqa: E402
from tests.journeys.october import Desk  # noqa: E402

ROUNDS = 5
WORDS = 60
SERVER = """
import json, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

def chunk(delta, finish=None):
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(body).encode() + b"\\n\\n"

class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *_): pass
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        made = sum(one["role"] == "assistant" for one in asked["messages"])
        call = {"index": 0, "id": f"c{made}", "type": "function", "function": {"name": "note", "arguments": "{}"}}
        left = made < int(self.path.split("/")[1])
        words = " ".join(["word"] * WORDS)
        if asked.get("stream"):
            body = b"".join(chunk({"role": "assistant", "content": "word "}) for _ in range(WORDS))
            body += chunk({"tool_calls": [call]}, None) if left else b""
            body += chunk({}, "tool_calls" if left else "stop") + b"data: [DONE]\\n\\n"
        else:
            del call["index"]
            said = {"role": "assistant", "content": words, **({"tool_calls": [call]} if left else {})}
            choice = {"index": 0, "message": said, "finish_reason": "tool_calls" if left else "stop"}
            usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
            body = json.dumps({"id": "x", "object": "chat.completion", "created": 1, "model": "m",
                               "choices": [choice], "usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if asked.get("stream") else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
print(server.server_port, flush=True)
server.serve_forever()
""".replace("WORDS", str(WORDS))
RESULT = "a row of words and numbers\n" * 20


class Note:
    """A Tool that answers at once; its result differs each time, so that the loop does not take it for a circle."""

    spec = ToolSpec("note", "Note.", {"type": "object", "properties": {}})
    intent = Intent("Note")
    count = 0

    def prepare(self, call):
        """Ready at once."""
        return self

    async def run(self):
        """A number, and what makes the history grow."""
        self.count += 1
        return Result((Text(f"{self.count}\n{RESULT}"),))


async def theirs(url, steps, stream):
    """CPU seconds a Step of the library alone."""
    definition = ToolDefinition(name="note", description="Note.", parameters_json_schema=dict(Note.spec.parameters))
    parameters = ModelRequestParameters(function_tools=[definition])
    async with httpx2.AsyncClient(timeout=60, trust_env=False) as http:
        provider = OpenAICompatibleProvider("x", base_url=f"{url}/{steps}/v1", api_key="k", http_client=http)
        model = OpenAIChatModel("m", provider=provider)
        history: list[ModelMessage] = [ModelRequest([UserPromptPart("go")])]
        began, made = time.process_time(), 0
        while True:
            response = await once(model, history, parameters, stream)
            calls = [part for part in response.parts if isinstance(part, ToolCallPart)]
            if not calls:
                return (time.process_time() - began) / (made + 1)
            made += 1
            answers = [ToolReturnPart("note", f"{made}\n{RESULT}", tool_call_id=call.tool_call_id) for call in calls]
            history += [response, ModelRequest(answers)]


async def once(model, history, parameters, stream):
    """One answer of the library."""
    if not stream:
        return await model_request(model, history, model_request_parameters=parameters)
    async with model_request_stream(model, history, model_request_parameters=parameters) as events:
        async for _ in events:
            pass
        return events.get()


def model_at(url, steps):
    """Our model, with what wraps it."""
    return Retrying(WrittenCalls(model_of(ModelConfig("m", "openai-chat", f"{url}/{steps}/v1", "m")), lambda _: None))


async def loop(url, steps, stream):
    """CPU seconds a Step of the loop with our wire."""
    bench = Bench({"note": Note()}, RuleGate(lambda: Facts(Mode.ACT)), Nobody(), Nobody(), lambda _: None)
    go = (UserMessage((Text("go"),)),)
    turn = Turn(go, Settings("", stream=stream), lambda: "", lambda: (), guard=TurnGuard())
    began = time.process_time()
    ended = await run_turn(turn, model_at(url, steps), bench)
    assert ended.ending == "done", ended
    return (time.process_time() - began) / (steps + 1)


async def session(url, steps, _stream):
    """CPU seconds a Step of a Session: the loop, the Journal, the fold and the Context."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.db")
        journal.start("s")
        talk = Session("s", journal, lambda _n, _notice: None, Claim(Path(folder) / "claim"))
        bench = Bench({"note": Note()}, RuleGate(lambda: Facts(Mode.ACT)), Nobody(), Nobody(), talk.emit)
        model = model_at(url, steps)
        context = FittingContext(model, [Note.spec], Settings(""), lambda: talk.state, talk.emit)
        began = time.process_time()
        ended = await talk.begin(Request("go", model, "", limits=Limits(steps + 10), context=context), bench)
        used = time.process_time() - began
        journal.close()
        assert ended.ending == "done", ended
        return used / (steps + 1)


def measured(url, steps):
    """Print the loop beside the library, alternately."""
    for stream in (False, True):
        sides = (theirs, loop, session) if stream else (theirs, loop)
        for side in sides:
            asyncio.run(side(url, 3, stream))
        rounds = [[asyncio.run(side(url, steps, stream)) for side in sides] for _ in range(ROUNDS)]
        best = [min(one) * 1000 for one in zip(*rounds, strict=True)]
        name = "streamed" if stream else "in one piece"
        print(f"{name}: library alone {best[0]:.1f} ms CPU a step, loop {best[1]:.1f}: {best[1] - best[0]:+.1f} ms,"
              f" ratio {best[1] / best[0]:.2f} (goal: at most 10 ms more in one piece)")  # fmt: skip
        if stream:
            print(f"  with Journal, fold and Context: {best[2]:.1f} ms, {best[2] - best[0]:+.1f} ms")


def prompt():
    """Print how long the system text and the tools are, as a Turn over one folder sends them."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), "en")

        async def asked():
            opened, model = desk.open(), ScriptedModel(["done"])
            config = ModelConfig("here", "openai-chat", "http://127.0.0.1:9/v1", "m")
            delegating = desk.house.delegating(
                Pair(config), opened.session.id, desk.house.money.purse(opened.session, "")
            )
            await opened.begin(Asked("go", model, language="en", delegating=delegating), desk)
            return model

        model = asyncio.run(asked())
        desk.house.close()
    tools = json.dumps([[tool.name, tool.description, tool.parameters] for tool in model.offered[0]])
    system = model.settings[0].system
    total = Estimator().tokens((), model.offered[0], model.settings[0])
    plain = (len(system) + len(tools)) / 4
    print(f"prompt: system {len(system):,} characters, {len(model.offered[0])} tools {len(tools):,} characters")
    print(f"  about {plain:,.0f} tokens at 4 characters each, {total:,} by our own estimate (goal: below 6,000)")


def main(steps):
    """Measure and print."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            measured(f"http://127.0.0.1:{server.stdout.readline().strip()}", steps)
        finally:
            server.terminate()
    prompt()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
