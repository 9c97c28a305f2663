"""Model servers on this computer are found by what they say."""

import asyncio
import socket
import threading
from contextlib import suppress

import pytest

from agent.models.discovery.found import FoundModel, Program
from agent.models.discovery.search import PORTS, discovered, looked_up
from tests.agent.models import local_servers
from tests.agent.models.local_servers import LocalServer


@pytest.fixture
def run():
    """Starts a server; it is gone at the end."""
    running = []

    def start(made):
        running.append(made)
        return made

    yield start
    for server in running:
        server.close()


LISTED = b'{"object": "list", "data": [{"id": "m", "object": "model"}]}'


def found(**at):
    """What is found with these servers in the places where those programs usually are."""
    ports = {Program[name.upper()]: server.port for name, server in at.items()}
    return asyncio.run(discovered(ports))


def said(model):
    return " ".join(words.en for words in model.advice)


def test_ollama_tells_its_models_and_with_how_much_room_one_is_loaded(run):
    (server,) = found(ollama=run(local_servers.ollama(context=4096)))
    assert (server.program, server.version) == (Program.OLLAMA, "0.13.1")
    assert server.base_url.endswith("/v1")
    sees, plain = server.models
    assert (sees.id, sees.tools, sees.sees, sees.loaded) == ("qwen3-vl:8b", True, True, True)
    assert (sees.context, sees.most) == (4096, 262144)
    assert "OLLAMA_CONTEXT_LENGTH=64000" in said(sees)
    assert "4,096" in said(sees)
    assert (plain.tools, plain.sees, plain.loaded, plain.context) == (False, False, False, 0)
    assert "cannot call tools" in said(plain)


def test_enough_room_needs_no_advice(run):
    (server,) = found(ollama=run(local_servers.ollama(context=64000)))
    assert server.models[0].advice == ()


def test_an_old_ollama_that_does_not_tell_capabilities_is_still_found(run):
    server = run(local_servers.ollama())
    server.routes["POST /api/show"] = {"license": "", "details": {}}
    (told,) = found(ollama=server)
    assert {one.tools for one in told.models} == {None}


def test_a_cloud_model_of_ollama_is_not_said_to_run_here(run):
    server = run(local_servers.ollama())
    server.routes["GET /api/tags"]["models"][1]["name"] = "kimi-k3:cloud"
    (told,) = found(ollama=server)
    assert [one.local for one in told.models] == [True, False]
    assert "does not run on this computer" in said(told.models[1])


def test_lm_studio_tells_what_is_loaded_and_which_models_are_trained_for_tools(run):
    (server,) = found(lm_studio=run(local_servers.lm_studio()))
    assert server.program is Program.LM_STUDIO
    loaded, other = server.models
    assert (loaded.id, loaded.tools, loaded.sees, loaded.context, loaded.most) == (
        "qwen/qwen3-8b", True, False, 8192, 131072)  # fmt: skip
    assert "slider" in said(loaded)
    assert (other.id, other.tools, other.sees, other.loaded) == ("google/gemma-3-12b", False, True, False)


def test_an_older_lm_studio_is_known_by_its_older_list(run):
    (server,) = found(lm_studio=run(local_servers.older_lm_studio()))
    assert server.program is Program.LM_STUDIO
    (model,) = server.models
    assert (model.id, model.sees, model.context, model.most) == ("qwen2-vl-7b", True, 4096, 32768)


def test_llama_cpp_tells_its_room_and_whether_its_template_knows_tools(run):
    (server,) = found(llama_cpp=run(local_servers.llama_cpp(context=4096, tools=False)))
    assert (server.program, server.version) == (Program.LLAMA_CPP, "b9014-d4b0c22f")
    (model,) = server.models
    assert (model.id, model.tools, model.sees, model.context, model.most) == ("qwen3", False, True, 4096, 262144)
    assert "-c 64000 --jinja" in said(model)
    assert "with --jinja" in said(model)


def test_a_locked_llama_cpp_still_tells_its_model(run):
    (server,) = found(llama_cpp=run(local_servers.llama_cpp(locked=True)))
    assert server.locked
    assert [(one.id, one.context) for one in server.models] == [("qwen3", 4096)]


def test_vllm_tells_its_length_and_is_told_what_tools_need(run):
    (server,) = found(vllm=run(local_servers.vllm()))
    assert (server.program, server.version) == (Program.VLLM, "0.12.0")
    assert [(one.id, one.context) for one in server.models] == [("Qwen/Qwen3-8B", 40960)]
    assert "--enable-auto-tool-choice --tool-call-parser" in server.advice.en


@pytest.mark.parametrize("program", ["vllm", "jan"])
def test_a_server_that_wants_a_key_is_told_as_such(run, program):
    (server,) = found(**{program: run(getattr(local_servers, program)(locked=True))})
    assert server.program.value == program
    assert server.locked
    assert "key" in server.advice.en
    assert "キー" in server.advice.ja


def test_jan_is_known_by_its_place(run):
    (server,) = found(jan=run(local_servers.jan()))
    assert (server.program, [one.id for one in server.models]) == (Program.JAN, ["Jan-v1-4B-Q4_K_M"])


def test_a_program_at_another_port_is_known_by_what_it_says(run):
    swapped = found(vllm=run(local_servers.llama_cpp()), llama_cpp=run(local_servers.ollama()),
                    lm_studio=run(local_servers.vllm()), ollama=run(local_servers.jan()))  # fmt: skip
    assert [one.program for one in swapped] == [Program.LLAMA_CPP, Program.OLLAMA, Program.VLLM, Program.OTHER]


def test_what_is_no_model_server_is_left_out(run):
    odd = [
        LocalServer({"GET /": b"<html>Hello</html>"}),
        LocalServer({"GET /version": {"version": "1.30"}, "GET /v1/models": {"items": []}}),
        LocalServer({"GET /api/version": {"version": "2"}, "GET /api/tags": ["x"], "GET /v1/models": b"\xff\xfe"}),
        LocalServer({"GET /props": {"default_generation_settings": 7}, "GET /v1/models": b"[" * 100_000}),
        LocalServer({"GET /v1/models": {"object": "list", "data": [{"id": 5, "object": "x"}, None, "a"]}}),
    ]
    names = ("ollama", "lm_studio", "llama_cpp", "vllm", "jan")
    assert found(**dict(zip(names, map(run, odd), strict=True))) == ()


def test_an_endless_or_silent_body_is_given_up(run):
    huge = run(LocalServer({"GET /v1/models": LISTED[:-1] + b" " * 5_000_000 + LISTED[-1:]}))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        heard = asyncio.run(discovered({Program.VLLM: huge.port, Program.JAN: port, Program.OLLAMA: _closed()}))
    assert heard == ()


def test_a_body_that_drips_does_not_hold_up_the_rest(run):
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as dripping:

        def drip():
            while not stop.is_set():
                try:
                    client, _ = dripping.accept()
                except OSError:
                    return
                threading.Thread(target=_drip, args=(client, stop), daemon=True).start()

        threading.Thread(target=drip, daemon=True).start()
        good = run(local_servers.jan())
        heard = asyncio.run(discovered({Program.JAN: dripping.getsockname()[1], Program.VLLM: good.port}))
        stop.set()
    assert [one.program for one in heard] == [Program.OTHER]


def test_strange_names_never_reach_the_person(run):
    rows = [
        {"id": "a\u202eb", "object": "model"},
        {"id": "x" * 500, "object": "model"},
        {"id": "ok", "object": "model"},
    ]
    (server,) = found(jan=run(LocalServer({"GET /v1/models": {"object": "list", "data": rows}})))
    assert [one.id for one in server.models] == ["ok"]


def test_nobody_is_sent_a_key_and_no_proxy_is_asked(run, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{_closed()}")
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{_closed()}")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    server = run(local_servers.ollama())
    assert found(ollama=server)
    sent = {name.lower(): value for _, _, headers, _ in server.requests for name, value in headers.items()}
    assert "authorization" not in sent
    assert "canary" not in str(server.requests)
    assert sent["user-agent"] == "deskhand"
    assert sent["host"].startswith("127.0.0.1:")


def test_the_usual_ports_are_those_of_the_programs():
    assert {program.value: port for program, port in PORTS.items()} == {
        "ollama": 11434, "lmstudio": 1234, "llamacpp": 8080, "vllm": 8000, "jan": 1337}  # fmt: skip


def test_one_model_is_looked_up_by_its_address(run):
    server = run(local_servers.ollama(context=8192))
    model = asyncio.run(looked_up(server.base, "qwen3-vl:8b"))
    assert isinstance(model, FoundModel)
    assert model.context == 8192
    assert asyncio.run(looked_up(server.base, "unknown")) is None
    assert asyncio.run(looked_up(f"http://127.0.0.1:{_closed()}/v1", "x")) is None


def _closed():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _drip(client, stop):
    """A whole list of models, a byte each tenth of a second."""
    with client:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(LISTED)}\r\n\r\n"
        client.sendall(head.encode() + LISTED[:-30])
        for at in range(len(LISTED) - 30, len(LISTED)):
            if stop.wait(0.1):
                return
            with suppress(OSError):
                client.sendall(LISTED[at : at + 1])
