"""Signing in with a server on the web: OAuth by the SDK (PKCE with S256, resource, issuer checked), with the person.

Tokens are in the keyring under this connector, with the address and the issuer that they were given for, and are used
for no other. The browser comes back to a server of ours on this computer that listens for one answer only.
"""

import asyncio
import html
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from pydantic import ValidationError

from connectors.connector import Config, Means

TOKENS, CLIENT = "oauth-tokens", "oauth-client"
_SIGN_IN = 600.0
_LONGEST = 16_384
_PATH = "/callback"
_DONE = "Deskhand: you can close this page. / このページを閉じて Deskhand に戻ってください。"


class SignInNeededError(Exception):
    """The server wants the person to sign in, and nobody could be asked, or they did not want to."""


@dataclass(slots=True)
class KeptTokens:
    """The SDK's storage, in the keyring. What was kept for another address counts as nothing. `issuer` says who gives
    the tokens: the SDK itself binds only clients that it registered.
    """

    config: Config
    means: Means
    address: str
    redirect: str
    issuer: Callable[[], str] = str

    async def get_tokens(self) -> OAuthToken | None:
        """Those of this address."""
        kept = (await self._read(TOKENS)).get("value")
        try:
            return None if kept is None else OAuthToken.model_validate(kept)
        except ValidationError:
            return None

    async def set_tokens(self, tokens: OAuthToken) -> None:
        """Keep them."""
        await self._write(TOKENS, tokens.model_dump(mode="json", exclude_none=True))

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        """What this client is called there: as it was registered, or as the declaration says."""
        kept = (await self._read(CLIENT)).get("value")
        oauth = self.config.declared.get("oauth")
        given = oauth.get("clientId") if isinstance(oauth, dict) else None
        try:
            if given:
                secret = await asyncio.to_thread(self.means.secret, "oauth-client-secret")
                return OAuthClientInformationFull.model_validate(
                    {
                        "client_id": given,
                        "client_secret": secret,
                        "redirect_uris": [self.redirect],
                        "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
                        "issuer": (await self._read(TOKENS)).get("issuer") or None,
                    }
                )
            return None if kept is None else OAuthClientInformationFull.model_validate(kept)
        except ValidationError:
            return None

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        """Keep it, with the issuer that the SDK wrote into it."""
        await self._write(CLIENT, client_info.model_dump(mode="json", exclude_none=True))

    async def _read(self, key: str) -> Mapping[str, object]:
        text = await asyncio.to_thread(self.means.secret, key)
        try:
            kept = json.loads(text or "null")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) and kept.get("address") == self.address else {}

    async def _write(self, key: str, value: object) -> None:
        kept = json.dumps({"address": self.address, "issuer": self.issuer(), "value": value}, separators=(",", ":"))
        await asyncio.to_thread(self.means.keep_secret, key, kept)


@dataclass(slots=True)
class Callback:
    """A server on this computer that waits for the browser to come back."""

    port: int = 0
    _state: str = ""
    _answer: asyncio.Future[AuthorizationCodeResult] | None = None
    _server: asyncio.Server | None = field(default=None)

    @property
    def address(self) -> str:
        """Where the browser is sent back to."""
        return f"http://127.0.0.1:{self.port}{_PATH}"

    async def listen(self) -> None:
        """Begin. Raises OSError: the port is taken."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=_LONGEST)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End."""
        if self._server is not None:
            self._server.close()

    def expect(self, state: str) -> None:
        """From now on one answer counts, the one with this state: the browser may be back before anybody waits. A page
        of others that the browser shows may ask this address too, and must not use the answer up.
        """
        self._state = state
        self._answer = asyncio.get_running_loop().create_future()

    async def answer(self) -> AuthorizationCodeResult:
        """What the browser brings, or brought since `expect`.

        Raises:
            SignInNeededError: nothing within ten minutes.
        """
        if self._answer is None:
            raise SignInNeededError
        try:
            async with asyncio.timeout(_SIGN_IN):
                return await self._answer
        except TimeoutError as error:
            raise SignInNeededError from error

    def _is_own(self, brought: AuthorizationCodeResult | None) -> bool:
        return brought is not None and secrets.compare_digest((brought.state or "").encode(), self._state.encode())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(10):
                line = await reader.readline()
            brought = _brought(line.decode("ascii", "replace"))
            waiting = self._answer is not None and not self._answer.done() and self._is_own(brought)
            status = "200 OK" if brought is not None and waiting else "404 Not Found"
            body = f"<!doctype html><meta charset=utf-8><p>{html.escape(_DONE)}</p>".encode()
            head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
            await writer.drain()
            if brought is not None and waiting and self._answer is not None:
                self._answer.set_result(brought)
        except (TimeoutError, ConnectionError, ValueError):
            return
        finally:
            writer.close()


def _brought(line: str) -> AuthorizationCodeResult | None:
    """What a request of the browser says, None when it is another one. A refusal is a code that is empty."""
    method, _, rest = line.partition(" ")
    parts = urlsplit(rest.partition(" ")[0])
    said = {key: values[0] for key, values in parse_qs(parts.query).items()}
    if method != "GET" or parts.path != _PATH or not ("code" in said or "error" in said):
        return None
    return AuthorizationCodeResult(code=said.get("code", ""), state=said.get("state"), iss=said.get("iss"))


@asynccontextmanager
async def signing(
    config: Config, means: Means, address: str, consent: Callable[[str], Awaitable[bool]]
) -> AsyncIterator[OAuthClientProvider]:
    """What signs in when a server wants it. `consent` shows the person the whole address, and opens it after a yes."""
    oauth = config.declared.get("oauth")
    port = str(oauth.get("callbackPort")) if isinstance(oauth, dict) else ""
    callback = Callback(int(port) if port.isdecimal() else 0)
    await callback.listen()

    async def show(url: str) -> None:
        callback.expect(parse_qs(urlsplit(url).query).get("state", [""])[-1])
        if not await consent(url):
            raise SignInNeededError

    metadata = OAuthClientMetadata.model_validate({"client_name": "Deskhand", "redirect_uris": [callback.address]})
    storage = KeptTokens(config, means, address, callback.address)
    provider = OAuthClientProvider(address, metadata, storage, show, callback.answer)
    storage.issuer = lambda: str(known.issuer) if (known := provider.context.oauth_metadata) else ""
    try:
        yield provider
    finally:
        await callback.close()
