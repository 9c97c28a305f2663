"""A model server on loopback that serves a planner and its delegates at once, told apart by their system text."""

import json
import re
import threading

from tests.redteam.model_server import ModelServer


class Office(ModelServer):
    """`planner(step, heard)` and `delegate(step, heard)` give a text, or a list of (tool, arguments); `heard` are the
    messages of the request, steps count from 0. `most` is how many delegates were served at the same time.
    """

    def __init__(self, planner, delegate):
        self.planner, self.delegate = planner, delegate
        self.lock = threading.Lock()
        self.together = threading.Event()
        self.served = self.active = self.most = 0
        self.roles: list[str] = []
        super().__init__([])
        setattr(self.http.RequestHandlerClass, "do_POST", self._post())  # noqa: B010  # one handler of its own

    def _post(self):
        outer = self

        def post(door):
            body = json.loads(door.rfile.read(int(door.headers["Content-Length"])))
            outer.serve(door, body)

        return post

    def serve(self, door, body):
        messages = body["messages"]
        system = json.dumps(messages[0], ensure_ascii=False)
        role = "delegate" if "You are a delegate of Deskhand" in system else "planner"
        step = sum(message["role"] == "assistant" for message in messages)
        with self.lock:
            self.roles.append(role)
            self.served += 1
            self.active += role == "delegate"
            self.most = max(self.most, self.active)
            if self.most > 1:
                self.together.set()
        if role == "delegate":
            self.together.wait(10)  # so that it is seen whether others come meanwhile
        try:
            said = (self.delegate if role == "delegate" else self.planner)(step, messages)
            if body.get("stream"):
                self.answer(door, said)
            else:
                self.whole(door, said)
        finally:
            with self.lock:
                self.active -= role == "delegate"

    def whole(self, door, said):
        """An answer in one piece, as delegates want it."""
        message: dict[str, object] = {"role": "assistant", "content": said if isinstance(said, str) else None}
        if not isinstance(said, str):
            message["tool_calls"] = [
                {"id": f"w{self.served}_{n}", "type": "function",
                 "function": {"name": name, "arguments": json.dumps(arguments)}}
                for n, (name, arguments) in enumerate(said)
            ]  # fmt: skip
        finish = "stop" if isinstance(said, str) else "tool_calls"
        body = {
            "id": "x", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": 1234, "completion_tokens": 56, "total_tokens": 1290},
        }  # fmt: skip
        self._send(door, 200, "application/json", json.dumps(body).encode())


def words(messages):
    """All that was said in them."""
    return "\n".join(json.dumps(message.get("content"), ensure_ascii=False) for message in messages)


def results(messages):
    """What the last calls gave."""
    last = [message for message in messages if message["role"] == "tool"][-1]
    content = last["content"]
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def claims(text):
    """(key, value, source) of every claim that the planner heard."""
    return re.findall(r"^(.+?) = (.+?) \((\S+\.docx) ", text, re.MULTILINE)
