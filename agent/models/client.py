"""The HTTP client below every SDK. What leaves is decided here: to whom, with which headers, which bytes.

The SDKs add the system, versions and what their own environment variables say; none of it passes. Redirects are not
followed, because words must not go to a host that the person did not choose.
"""

import ssl
from collections.abc import AsyncIterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2

from agent.core.errors import NeedsUserError, TransientError
from agent.core.words import Words
from agent.models.address import is_local
from agent.models.bounded import ENDLESS, LARGEST
from agent.models.dialect import Protocol
from agent.models.endpoint import NO_KEY, Endpoint
from agent.models.spoken import spoken

_CONNECT_SECONDS = 15.0
_WHOLE_SECONDS = 600.0
_HEADERS = frozenset({"accept", "accept-encoding", "connection", "content-type"})
_ANTHROPIC = "api.anthropic.com"
_ELSEWHERE = Words(
    "The request was not for the address that was set up.", "設定されたアドレスとは別の宛先への要求です。"
)
_SENT_ON = Words(
    "{host} wants the request to go to another address.", "{host} が、要求を別のアドレスへ送るよう求めています。"
)
_CHECK_ADDRESS = Words(
    "Check the address of the model: it may have changed.", "モデルのアドレスが変わっていないかをご確認ください。"
)
_STOPPED = Words("Nothing was sent.", "何も送信していません。")
_EVENT_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")


class PlainClient(httpx2.AsyncClient):
    """An AsyncClient that sends what an Endpoint allows and nothing else.

    `headers` are those of the protocol. `whole`: the answer comes in one piece.
    """

    def __init__(self, endpoint: Endpoint, headers: Mapping[str, str], *, whole: bool = False) -> None:
        address = endpoint.address()
        self._endpoint = endpoint
        self._own = {"User-Agent": "deskhand", **headers, **endpoint.dialect.headers, **_key_headers(endpoint)}
        self._target = _origin(address)
        # An answer in one piece is silent until it is there.
        silence = max(endpoint.silence(), _WHOLE_SECONDS) if whole and not endpoint.patience else endpoint.silence()
        self._timeouts = httpx2.Timeout(silence, connect=min(silence, _CONNECT_SECONDS))
        secure = address.startswith("https:")
        environment = secure and not is_local(address)  # a proxy would read what is sent in the clear
        super().__init__(
            verify=_trust(secure=secure, environment=environment),
            trust_env=environment,
            follow_redirects=False,
            timeout=self._timeouts,
        )

    async def send(self, request: httpx2.Request, **how: Any) -> httpx2.Response:
        """As AsyncClient.send, after the request was made plain and its size was told."""
        if _origin(str(request.url)) != self._target:
            raise NeedsUserError(_ELSEWHERE, _STOPPED, "request_refused")
        endpoint = self._endpoint
        body = spoken(await request.aread(), endpoint.protocol, endpoint.dialect)
        kept = {name: value for name, value in request.headers.items() if name.lower() in _HEADERS}
        timeouts = {"timeout": self._timeouts.as_dict()}
        plain = httpx2.Request(
            request.method, request.url, headers={**kept, **self._own}, content=body, extensions=timeouts
        )
        endpoint.leaving(len(body))
        response = await super().send(plain, **{**how, "stream": True, "follow_redirects": False})
        if response.is_redirect:
            await response.aclose()
            raise NeedsUserError(_SENT_ON.of(host=endpoint.host), _CHECK_ADDRESS, "request_refused")
        whole = response.is_error or not how.get("stream")
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Bounded(response.stream, endpoint.host, whole=whole)
        if whole:
            await _read(response)
        return response


class _Bounded(httpx2.AsyncByteStream):
    """The bytes of `stream`; a TransientError when there are more than LARGEST: of the `whole` body, or, in a stream of
    events, since an event has ended.
    """

    def __init__(self, stream: httpx2.AsyncByteStream, host: str, *, whole: bool) -> None:
        self._stream = stream
        self._host = host
        self._whole = whole

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            ended = -1 if self._whole else max(map(piece.rfind, _EVENT_ENDS))
            size = size + len(piece) if ended < 0 else len(piece) - ended
            if size > LARGEST:
                raise TransientError(ENDLESS.of(host=self._host))
            yield piece

    async def aclose(self) -> None:
        """See AsyncByteStream."""
        await self._stream.aclose()


async def _read(response: httpx2.Response) -> None:
    """The whole body. When it cannot be had, the connection is closed."""
    try:
        await response.aread()
    except BaseException:
        await response.aclose()
        raise


def _key_headers(endpoint: Endpoint) -> Mapping[str, str]:
    key = endpoint.key or NO_KEY
    match endpoint.protocol:
        case Protocol.GEMINI:
            return {"x-goog-api-key": key}
        case Protocol.ANTHROPIC if endpoint.host != _ANTHROPIC:  # servers like it know one or the other
            return {"Authorization": f"Bearer {key}", "x-api-key": key}
        case _:
            return {"Authorization": f"Bearer {key}"}


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def public_trust() -> ssl.SSLContext:
    """Whose certificates are believed of servers on the internet."""
    return _trust(secure=True, environment=True)


@cache
def _trust(*, secure: bool, environment: bool) -> ssl.SSLContext:
    """Whose certificates are believed. Reading them takes 20 ms, so it is done once; without TLS nobody's are."""
    return httpx2.create_ssl_context(trust_env=environment) if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
