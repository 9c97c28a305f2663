"""A window's end of a real host process: JSON-RPC lines over its standard input and output."""

import os
import queue
import signal
import subprocess
import sys
import threading
from typing import Any

from desktop.wire import messages as wire
from desktop.wire.framing import Answer, answer_as, parsed, request_line


class Window:
    """Speaks with a real host process."""

    def __init__(self, deskhand, command=(sys.executable, "-m", "desktop", "host"), errors=subprocess.DEVNULL):
        self.process = subprocess.Popen(
            command, env=deskhand.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.into, self.out = self.process.stdin, self.process.stdout
        self.number = 0
        self.waiting: queue.Queue[Any] = queue.Queue()
        self.published = []
        self.lines: list[bytes] = []
        self.pump = threading.Thread(target=self._pump, daemon=True)
        self.pump.start()

    def _pump(self):
        for line in self.out:
            self.lines.append(line)
            self.waiting.put(parsed(line))
        self.waiting.put(None)

    def ask(self, request):
        """The answer to a request; a Failed is given as it is."""
        self.number += 1
        self.into.write(request_line(self.number, request) + b"\n")
        self.into.flush()
        while True:
            message = self.waiting.get(timeout=60)
            assert message is not None, "the host ended"
            if isinstance(message, Answer) and message.id == self.number:
                return message.failed or answer_as(request, message.result)
            self.published.append(message)

    def ask_all(self, *requests):
        """The answers to requests that are all sent before one is heard, in the order in which they were given."""
        sent = {}
        for request in requests:
            self.number += 1
            sent[self.number] = request
            self.into.write(request_line(self.number, request) + b"\n")
        self.into.flush()
        answers = []
        while sent:
            message = self.waiting.get(timeout=60)
            assert message is not None, "the host ended"
            if isinstance(message, Answer) and message.id in sent:
                request = sent.pop(message.id)
                answers.append(message.failed or answer_as(request, message.result))
            else:
                self.published.append(message)
        return answers

    def until(self, kind):
        """The first Notice of that kind that was published and not yet asked for."""
        while True:
            for message in self.published:
                if isinstance(message, wire.Published) and isinstance(message.notice, kind):
                    self.published.remove(message)
                    return message.notice
            message = self.waiting.get(timeout=60)
            assert message is not None, "the host ended"
            self.published.append(message)

    def close(self):
        """Close the input: the host ends by itself."""
        self.into.close()
        assert self.process.wait(timeout=20) == 0
        self._let_go()

    def kill(self):
        """As a crash would."""
        os.kill(self.process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        self.process.wait(timeout=20)
        self.into.close()
        self._let_go()

    def _let_go(self):
        """The thread reads to the end first: a pipe that is closed under it is an error in the thread."""
        self.pump.join(timeout=20)
        self.out.close()
