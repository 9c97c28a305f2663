"""What a server asks of the person: a form field by field, a page with its whole address; never a secret.

Sampling is not offered at all, and roots only where the person granted them: a server that asks anyway hears no.
"""

import asyncio
import json
import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import mcp_types as types
from mcp.client.session import ClientRequestContext

from agent.core.actions import Approval, Question
from agent.core.paths import shown
from agent.core.words import Words
from connectors.connector import Means
from connectors.mcp.results import one_line

_MOST_FIELDS = 12
_MOST_WORDS = 600
_SECRET = re.compile(
    r"pass(word|code|phrase)?|secret|token|api.?key|private.?key|credential|\bpin\b|cvv|cvc|card.?number"
    r"|\botp\b|one.?time|\b[2m]fa\b|(verification|security|recovery|backup|login).?code|(seed|recovery).?phrase|mnemonic"
    r"|パスワード|パスコード|パスフレーズ|暗証|暗唱|秘密|トークン|(認証|確認|セキュリティ|ワンタイム)コード|ワンタイム|鍵"
    r"|passwor|kennwort|contraseña|mot de passe|senha|пароль|密码|密碼|암호|비밀번호",
    re.IGNORECASE,
)
# One word in two alphabets that look alike is written so that nobody, or nothing, reads it as what it is.
_MIXED = re.compile(r"[^\W\d_]*(?:[A-Za-z][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][A-Za-z])")
_FIELD = Words("{name} asks: {field}", "{name} からの質問: {field}")
_SAYS = Words(
    "{message} (The answer goes to {name}. Leave it empty or decline to send nothing.)",
    "{message}（回答は {name} に送信されます。空欄のままにするか断ると、何も送信しません。）",
)
_PAGE = Words("{name} wants to open a page: {url}", "{name} がページを開こうとしています: {url}")
_PAGE_WHY = Words(
    "Host: {host}. {message} Deskhand did not look at the page.",
    "ホスト: {host}。{message} Deskhand はこのページを確認していません。",
)
_YES, _NO = Words("Yes", "はい"), Words("No", "いいえ")
_NOTHING = Words("Send nothing", "何も送信しない")
_OPEN, _STAY = Words("Open in the browser", "ブラウザーで開く"), Words("Do not open", "開かない")
Content = dict[str, str | int | float | bool | list[str] | None]


@dataclass(frozen=True, slots=True)
class Asking:
    """`name` is what the connector is called, `language` that of the person."""

    name: str
    means: Means
    language: str = ""

    async def elicit(
        self, context: ClientRequestContext, params: types.ElicitRequestParams
    ) -> types.ElicitResult | types.ErrorData:
        """Ask the person what the server wants to know."""
        if self.means.ask is None:
            return types.ElicitResult(action="cancel")
        if isinstance(params, types.ElicitRequestURLParams):
            return types.ElicitResult(action="accept" if await self.page(params.url, params.message) else "decline")
        return await self._form(params)

    async def list_roots(self, context: ClientRequestContext) -> types.ListRootsResult:
        """The folders that are granted at this moment."""
        folders = await asyncio.to_thread(self.means.folders)
        uris = [Path(one).as_uri() for one in folders]
        self.means.sends("roots", sum(map(len, uris)))
        return types.ListRootsResult(roots=[types.Root.model_validate({"uri": uri}) for uri in uris])

    async def page(self, url: str, message: str = "") -> bool:
        """Show the person the whole address, and open it after a yes. Nobody looks at it before."""
        host = _host(url)
        if not host or self.means.ask is None or self.means.open_page is None:
            self.means.log(f"wanted to open what is no page: {one_line(url, 200)}")
            return False
        why = _PAGE_WHY.of(host=host, message=one_line(message, _MOST_WORDS))
        choices = (_OPEN.text(self.language), _STAY.text(self.language))
        title = _PAGE.of(name=self.name, url=shown(url)).text(self.language)
        approval = await self._ask(Question(uuid.uuid4().hex, title, why.text(self.language), (), choices, closed=True))
        if not _agrees(approval, choices[0]):
            return False
        await asyncio.to_thread(self.means.open_page, url)
        return True

    async def _form(self, params: types.ElicitRequestFormParams) -> types.ElicitResult:
        fields = _fields(params.requested_schema)
        secret = _wants_secret(params.message)
        if fields is None or secret or any(_is_secret(name, field) for name, field in fields.items()):
            self.means.log("asked for a secret, or with a form that nobody can fill in: declined without asking")
            return types.ElicitResult(action="decline")
        content: Content = {}
        needed = params.requested_schema.get("required", [])
        for name, field in fields.items():
            given = await self._field(name, field, params.message)
            if given is None and name in needed:
                return types.ElicitResult(action="decline")
            if given is not None:
                content[name] = given
        if fields and not content:  # whoever closes every question said no
            return types.ElicitResult(action="decline")
        if not fields and not _agrees(await self._confirm(params.message), _YES.text(self.language)):
            return types.ElicitResult(action="decline")
        self.means.sends("answer", len(json.dumps(content, ensure_ascii=False).encode()))
        return types.ElicitResult(action="accept", content=content)

    async def _confirm(self, message: str) -> Approval:
        choices = (_YES.text(self.language), _NO.text(self.language))
        title = _FIELD.of(name=self.name, field=one_line(message, _MOST_WORDS)).text(self.language)
        return await self._ask(Question(uuid.uuid4().hex, title, "", (), choices, closed=True))

    async def _field(
        self, name: str, field: Mapping[str, object], message: str
    ) -> str | int | float | bool | list[str] | None:
        """What the person says to one field, None when they say nothing or what does not fit."""
        told = one_line(str(field.get("title") or name), 120)
        more = one_line(str(field.get("description") or ""), _MOST_WORDS)
        title = _FIELD.of(name=self.name, field=f"{told}. {more}" if more else told).text(self.language)
        why = _SAYS.of(name=self.name, message=one_line(message, _MOST_WORDS)).text(self.language)
        yes, no = _YES.text(self.language), _NO.text(self.language)
        choices = (yes, no) if field.get("type") == "boolean" else _choices(field)
        closed = bool(choices) and field.get("type") != "array"  # of a list, several are written down
        nothing = _NOTHING.text(self.language)
        offered = (*choices, nothing) if closed else tuple(choices)
        approval = await self._ask(Question(uuid.uuid4().hex, title, why, (), offered, closed=closed))
        if not (approval.yes or approval.text) or approval.text == nothing:
            return None  # not even what the server would take by default
        text = (approval.text or (choices[0] if choices else "")).strip()
        return _fitted(text, field, choices, yes)

    async def _ask(self, question: Question) -> Approval:
        if self.means.ask is None:
            return question.answer()
        return await self.means.ask(question)


def _agrees(approval: Approval, choice: str) -> bool:
    return approval.text == choice or (approval.yes and not approval.text)


def _fields(schema: Mapping[str, object]) -> Mapping[str, Mapping[str, object]] | None:
    properties = schema.get("properties")
    if not isinstance(properties, dict) or len(properties) > _MOST_FIELDS:
        return None
    return properties if all(isinstance(one, dict) for one in properties.values()) else None


def _is_secret(name: str, field: Mapping[str, object]) -> bool:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", name)
    words = (spaced, str(field.get("title", "")), str(field.get("description", "")))
    return field.get("format") == "password" or any(map(_wants_secret, words))


def _wants_secret(text: str) -> bool:
    """Whether words ask for a secret, however they are spelled: wide letters, letters that nobody sees in between."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return _SECRET.search(plain) is not None or _MIXED.search(plain) is not None


def _choices(field: Mapping[str, object]) -> tuple[str, ...]:
    """What can be chosen: "enum", or the "const" of each "oneOf"; for a list those of its items."""
    items = field.get("items")
    if isinstance(items, dict):
        return _choices(items)
    listed = field.get("enum")
    if isinstance(listed, list):
        return tuple(one_line(str(one), 120) for one in listed[:50])
    several = field.get("oneOf") or field.get("anyOf")
    if isinstance(several, list):
        return tuple(one_line(str(one.get("const")), 120) for one in several[:50] if isinstance(one, dict))
    return ()


def _fitted(
    text: str, field: Mapping[str, object], choices: tuple[str, ...], yes: str
) -> str | int | float | bool | list[str] | None:
    if not text:
        default = field.get("default")
        return default if isinstance(default, (str, int, float, bool)) else None
    if field.get("type") == "boolean":
        return text == yes
    if field.get("type") == "array":
        return [one.strip() for one in text.split(",") if one.strip() in choices]
    if field.get("type") in ("integer", "number"):
        try:
            return int(text) if field.get("type") == "integer" else float(text)
        except ValueError:
            return None
    return text if not choices or text in choices else None


def _host(url: str) -> str:
    """The host of a page that may be opened, in ASCII: https, or http on this computer; "" for anything else."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    here = parts.scheme == "http" and host in ("localhost", "127.0.0.1")
    plain = url.isprintable() and " " not in url and "@" not in parts.netloc
    return host if plain and (parts.scheme == "https" or here) else ""
