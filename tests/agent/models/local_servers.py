"""Model servers as people have them on their computers, on free ports: what each program really answers.

Shapes: Ollama 0.13 (docs/api.md), LM Studio 0.4 and 0.3 (REST v1 and v0), llama.cpp b9000 (tools/server/README.md),
vLLM 0.12, Jan 0.7. A server here keeps every request, so that a test can see what was sent, and to whom.
"""

import base64
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PIL import Image


class LocalServer:
    """Answers `routes`: {"GET /path": body}. A body is a value for JSON, bytes, an int (a status) or a function of
    the request's JSON. `talk` answers /v1/chat/completions."""

    def __init__(self, routes, talk=None):
        self.routes = dict(routes)
        self.talk = talk
        self.requests = []
        outer = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                outer.answer(self, None)

            def do_POST(self):
                outer.answer(self, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.http.daemon_threads = True
        self.port = self.http.server_port
        self.base = f"http://127.0.0.1:{self.port}/v1"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def answer(self, door, asked):
        self.requests.append((door.command, door.path, dict(door.headers), asked))
        if door.path == "/v1/chat/completions" and self.talk:
            status, kind, body = self.talk.answer(asked)
            return self.send(door, status, body, kind)
        found = self.routes.get(f"{door.command} {door.path}", 404)
        found = found(asked) if callable(found) else found
        if isinstance(found, int):
            return self.send(door, found, b'{"error": "no"}', "application/json")
        body = found if isinstance(found, bytes) else json.dumps(found).encode()
        return self.send(door, 200, body, "application/json")

    def send(self, door, status, body, kind):
        door.send_response(status)
        door.send_header("Content-Type", kind)
        door.send_header("Content-Length", str(len(body)))
        door.end_headers()
        door.wfile.write(body)

    def close(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)


def ollama(context=4096, talk=None, capabilities=("completion", "tools", "vision", "thinking")):
    """Two models and one that only embeds; the first is loaded with `context`, None when nothing is."""

    def row(name):
        details = {"parent_model": "", "format": "gguf", "family": "qwen3", "families": ["qwen3"],
                   "parameter_size": "8.2B", "quantization_level": "Q4_K_M"}  # fmt: skip
        return {"name": name, "model": name, "modified_at": "2026-11-01T10:00:00+01:00", "size": 5225388164,
                "digest": "500a1f067a9f", "details": details}  # fmt: skip

    def show(asked):
        can = {"nomic-embed-text:latest": ["embedding"], "llama3.2:3b": ["completion"]}
        about = {"general.architecture": "qwen3", "qwen3.context_length": 262144, "qwen3.block_count": 36}
        return {"license": "x" * 11000, "modelfile": "FROM ...", "template": "{{ .Prompt }}", "details": {},
                "model_info": about, "capabilities": can.get(asked["model"], list(capabilities)),
                "modified_at": "2026-11-01T10:00:00+01:00"}  # fmt: skip

    running = {**row("qwen3-vl:8b"), "expires_at": "2026-11-26T10:00:00Z", "size_vram": 5225388164}
    loaded = [] if context is None else [{**running, "context_length": context}]
    names = ("qwen3-vl:8b", "llama3.2:3b", "nomic-embed-text:latest")
    return LocalServer(
        {
            "GET /api/version": {"version": "0.13.1"},
            "GET /api/tags": {"models": [row(name) for name in names]},
            "GET /api/ps": {"models": loaded},
            "POST /api/show": show,
            "GET /v1/models": {"object": "list", "data": [
                {"id": name, "object": "model", "created": 1, "owned_by": "library"} for name in names]},
        },
        talk,
    )  # fmt: skip


def lm_studio(talk=None):
    def row(key, instances, **can):
        return {"type": "llm", "publisher": "qwen", "key": key, "display_name": key, "architecture": "qwen3",
                "quantization": {"name": "4bit", "bits_per_weight": 4}, "size_bytes": 14120998772,
                "params_string": "24B", "loaded_instances": instances, "max_context_length": 131072,
                "format": "gguf", "capabilities": can, "description": None}  # fmt: skip

    loaded = [{"id": "qwen/qwen3-8b", "config": {"context_length": 8192, "flash_attention": True}}]
    embedding = {**row("text-embedding-nomic", []), "type": "embedding", "max_context_length": 2048}
    models = [
        row("qwen/qwen3-8b", loaded, vision=False, trained_for_tool_use=True),
        row("google/gemma-3-12b", [], vision=True, trained_for_tool_use=False),
        embedding,
    ]
    return LocalServer({"GET /api/v1/models": {"models": models}, "GET /v1/models": _list("qwen/qwen3-8b")}, talk)


def older_lm_studio():
    def row(model, kind, state, **more):
        return {"id": model, "object": "model", "type": kind, "publisher": "x", "arch": "qwen2_vl",
                "compatibility_type": "gguf", "quantization": "Q4_K_M", "state": state, **more}  # fmt: skip

    rows = [
        row("qwen2-vl-7b", "vlm", "loaded", max_context_length=32768, loaded_context_length=4096),
        row("text-embedding", "embeddings", "not-loaded", max_context_length=2048),
    ]
    return LocalServer({"GET /api/v0/models": {"object": "list", "data": rows}, "GET /v1/models": _list("qwen2-vl-7b")})


def llama_cpp(context=4096, tools=True, locked=False, talk=None):
    caps = {"supports_tools": tools, "supports_tool_calls": tools, "supports_system_role": True}
    props = {
        "default_generation_settings": {"id": 0, "n_ctx": context, "params": {"seed": -1}},
        "total_slots": 4, "model_path": "/models/qwen3.gguf", "model_alias": "qwen3", "chat_template": "{{ ... }}",
        "chat_template_caps": caps, "modalities": {"vision": True, "audio": False}, "build_info": "b9014-d4b0c22f",
    }  # fmt: skip
    meta = {"vocab_type": 2, "n_vocab": 151936, "n_ctx": context, "n_ctx_train": 262144, "n_params": 8190735360}
    row = {"id": "qwen3", "aliases": ["qwen3"], "object": "model", "created": 1791322978, "owned_by": "llamacpp",
           "meta": meta}  # fmt: skip
    routes = {"GET /props": 401 if locked else props, "GET /v1/models": {"object": "list", "data": [row]}}
    return LocalServer(routes, talk)


def vllm(locked=False):
    allowed = [{"id": "modelperm-1", "object": "model_permission"}]
    row = {"id": "Qwen/Qwen3-8B", "object": "model", "created": 1, "owned_by": "vllm", "root": "Qwen/Qwen3-8B",
           "parent": None, "max_model_len": 40960, "permission": allowed}  # fmt: skip
    listed = 401 if locked else {"object": "list", "data": [row]}
    return LocalServer({"GET /version": {"version": "0.12.0"}, "GET /v1/models": listed})


def jan(locked=False):
    return LocalServer({"GET /v1/models": 401 if locked else _list("Jan-v1-4B-Q4_K_M", owner="user")})


def _list(*models, owner="organization_owner"):
    rows = [{"id": one, "object": "model", "created": 1, "owned_by": owner} for one in models]
    return {"object": "list", "data": rows}


class Talk:
    """A model that can do what it is asked, but for its `flaws`:

    silent, thinks_only, no_finish, wordy (no tool calls), as_text, miscalls, forgets (does not use results), blind
    (takes one colour for the other), refuses_pictures, refuses_tools, garbles and changes (Japanese),
    at_once, uncounted.
    """

    def __init__(self, *flaws, refuses=None):
        self.flaws = flaws
        self.refuses = refuses
        self.heard = []

    def answer(self, asked):
        self.heard.append(asked)
        if self.refuses:
            return _refusal(*self.refuses)
        if "refuses_tools" in self.flaws and asked.get("tools"):
            return _refusal(400, "this model does not support tools")
        said = asked["messages"][-1]
        text, picture = _parts(said)
        if picture and "refuses_pictures" in self.flaws:
            return _refusal(400, "image input is not supported by this model")
        return 200, "text/event-stream", self.streamed(said, text, picture, asked.get("tools"))

    def streamed(self, said, text, picture, tools):
        if said["role"] == "tool":
            number = json.loads(text)["pieces"]
            return self.words("I am not sure." if "forgets" in self.flaws else f"{number}")
        if tools:
            return self.call(tools[0]["function"]["name"])
        if picture:
            seen = colours(picture)
            return self.words(", ".join(seen.split(", ")[:: -1 if "blind" in self.flaws else 1]))
        if text.startswith("Copy"):
            return self.copied(text.partition("\n\n")[2])
        return self.words("" if "silent" in self.flaws or "thinks_only" in self.flaws else "OK")

    def copied(self, text):
        text = text.replace("髙", "\ufffd") if "garbles" in self.flaws else text
        return self.words(text.replace("四件", "三件") if "changes" in self.flaws else text)

    def call(self, name):
        arguments = json.dumps({"article": "青いペン A-7", "shelf": "twelve" if "miscalls" in self.flaws else 12})
        if "wordy" in self.flaws:
            return self.words("There are about 40 pieces.")
        if "as_text" in self.flaws:
            return self.words(f'<tool_call>{{"name": "{name}", "arguments": {arguments}}}</tool_call>')
        call = {"index": 0, "id": "c1", "type": "function", "function": {"name": name, "arguments": arguments}}
        return self.events([{"tool_calls": [call]}], "tool_calls")

    def words(self, text):
        pieces = [text] if "at_once" in self.flaws else [text[at : at + 9] for at in range(0, len(text), 9)]
        thought = [{"reasoning_content": "hm"}] if "thinks_only" in self.flaws else []
        finish = "length" if "thinks_only" in self.flaws else "stop"
        return self.events([*thought, *({"content": one} for one in pieces)], finish)

    def events(self, deltas, finish):
        head = {"id": "a1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        chunks = [{**head, "choices": [{"index": 0, "delta": one, "finish_reason": None}]} for one in deltas]
        if "no_finish" not in self.flaws:
            chunks.append({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        if "uncounted" not in self.flaws:
            usage = {"prompt_tokens": 120, "completion_tokens": 90, "total_tokens": 210}
            chunks.append({**head, "choices": [], "usage": usage})
        return "".join(f"data: {json.dumps(one)}\n\n" for one in chunks).encode() + b"data: [DONE]\n\n"


def _refusal(status, message):
    return status, "application/json", json.dumps({"error": {"message": message}}).encode()


def _parts(said):
    content = said["content"]
    if isinstance(content, str):
        return content, None
    texts = [one["text"] for one in content if one["type"] == "text"]
    pictures = [one["image_url"]["url"] for one in content if one["type"] == "image_url"]
    return "\n".join(texts), next(iter(pictures), None)


def colours(url):
    """What somebody with eyes says of the two circles."""
    known = {"red": (214, 32, 32), "green": (24, 150, 60), "blue": (30, 70, 220), "yellow": (250, 215, 30)}
    picture = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB")
    places = [(picture.width * at // 4, picture.height // 2) for at in (1, 3)]
    seen = [tuple(picture.crop((x, y, x + 1, y + 1)).tobytes()) for x, y in places]
    return ", ".join(min(known, key=lambda name: _far(known[name], one)) for one in seen)


def _far(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
