"""The wire against the model server whose answers are written by hand."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.messages import (
    Finish,
    Outcome,
    Reply,
    Text,
    ToolCall,
    ToolMessage,
    ToolResult,
    ToolSpec,
    UserMessage,
    text_of,
)
from agent.core.ports import Settings
from tests.agent.models.asking import chat as chat_at

REPO = Path(__file__).resolve().parents[3]
HAND = REPO.parent / "shared" / "tools" / "handmodel.py"
READ = ToolSpec("read", "Read a file.", {"type": "object", "properties": {"path": {"type": "string"}}})

pytestmark = pytest.mark.skipif(not HAND.exists(), reason="the hand model is not beside the repository")


def hand(spool: Path, verb: str, *arguments: str) -> str:
    command = [sys.executable, str(HAND), verb, "--dir", str(spool), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.fixture
def address(tmp_path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(HAND), "serve", "--dir", str(tmp_path / "spool"), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}/v1"
        process.terminate()


def test_two_steps_with_a_call_and_thinking(address, tmp_path):
    chat, spool, system = (
        chat_at("hand", address, "handmodel"),
        tmp_path / "spool",
        Settings("Be brief."),
    )

    async def answered(history, verb, *arguments) -> Reply:
        async def ask():
            return [piece async for piece in chat.reply(history, (READ,), system)][-1]

        task = asyncio.ensure_future(ask())
        await asyncio.to_thread(hand, spool, "next", "--wait", "20")
        await asyncio.to_thread(hand, spool, verb, *arguments)
        return await asyncio.wait_for(task, 20)

    async def talk():
        ask = UserMessage((Text("What is in a.txt?"),))
        first = await answered((ask,), "call", "00001", "read", '{"path": "a.txt"}', "--think", "I must read it.")
        result = ToolMessage((ToolResult(first.message.calls[0].id, Outcome.DONE, (Text("hello"),)),))
        return first, await answered((ask, first.message, result), "say", "00002", "It says hello.")

    first, second = asyncio.run(talk())
    assert first.finish is Finish.CALLS
    assert first.message.calls == (ToolCall("call_00001_0", "read", '{"path": "a.txt"}'),)
    assert text_of(second.message.parts) == "It says hello."
    assert second.usage.input > 0
