"""A body that is read as one piece, up to a size: a server can send without an end."""

from collections.abc import AsyncIterator

import httpx2

from agent.core.errors import TransientError
from agent.core.words import Words

LARGEST = 64_000_000
"""Bytes; an answer of 8,000,000 characters with a few pictures has room."""
ENDLESS = Words("The answer of {host} does not end.", "{host} からの回答が終わりません。")


class Bounded(httpx2.AsyncByteStream):
    """The bytes of `stream`; a TransientError when there are more than LARGEST."""

    def __init__(self, stream: httpx2.AsyncByteStream, host: str) -> None:
        self._stream = stream
        self._host = host

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > LARGEST:
                raise TransientError(ENDLESS.of(host=self._host))
            yield piece

    async def aclose(self) -> None:
        """See AsyncByteStream."""
        await self._stream.aclose()
