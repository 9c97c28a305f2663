"""The pipes to the host: requests come, answers go, and code can ask for what lies at a web address."""

import json
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

_OVER = "Nothing can be fetched between two calls: wait for threads with join()."


class FetchError(OSError):
    """It was not fetched. `code` says why: denied, nobody, bad_address, not_found, away, http_404, too_large ..."""

    def __init__(self, said: str, code: str) -> None:
        super().__init__(said)
        self.code = code


class Channel:
    """One request at a time; what code asks goes between a request and its answer, one question at a time."""

    def __init__(self, asked: BinaryIO, answers: BinaryIO) -> None:
        self._asked, self._answers = asked, answers
        self._turn = threading.Lock()
        self._number: int | None = None

    def requests(self) -> Iterator[Mapping[str, Any]]:
        """Until the host wants no more."""
        for line in self._asked:
            request = json.loads(line)
            with self._turn:
                self._number = request["id"]
            yield request

    def answer(self, answer: Mapping[str, object]) -> None:
        """Answer the request; no more questions until the next one."""
        with self._turn:
            self._number = None
            self._say(answer)

    def fetch(self, address: str) -> bytes:
        """The bytes at a web address. Raises FetchError."""
        with self._turn:
            if self._number is None:
                raise FetchError(_OVER, "over")
            try:
                self._say({"fetch": address, "id": self._number})
                said = json.loads(self._asked.readline())
                data = self._asked.read(said.get("size", 0))
            except BaseException as error:  # noqa: BLE001  what is read next would be taken for another thing
                os._exit(128 + signal.SIGABRT if isinstance(error, MemoryError) else 1)
        if "failed" in said:
            raise FetchError(said["failed"], said["code"])
        return data

    def _say(self, answer: Mapping[str, object]) -> None:
        self._answers.write(json.dumps(answer).encode() + b"\n")
        self._answers.flush()
