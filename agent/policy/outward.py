"""The outward door: whether what an Action carries may leave without a question. Pure, by the roles of its Arguments.

Silent only if the person named every sink (or a Grant covers it), and nothing else in it can carry words that somebody
else put there. A sink decides where something goes or what it happens to. While the Session is tainted, free text may
go to sinks that the person named, but no address, account or code in it that they did not say; a query, a path or a new
name must be made of their words. Where hidden words were heard, no free text goes silently. A role that is not known
counts as a sink. Programs and deletions outside always ask.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from glob import escape

from agent.core.actions import CODED, Action, Argument, Effect, Grant
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words, joined
from agent.policy.facts import Facts
from agent.policy.values import Said, address, carries, foreign, host_of, is_closed, values

OUTWARD = frozenset({Effect.EXECUTE, Effect.CONNECT, Effect.SEND})
_TEXTS = frozenset({"subject", "body"})
_OWN_WORDS = frozenset({"query", "path", "filename"})
_CLOSED = frozenset({"date", "time", "flag", "count", "choice", "bytes"})
_PLACES = frozenset({"recipient", "address", "host"})
_THINGS = frozenset({"id", "name", "file"})
_MEMBERS = frozenset({"id", "name"})
_ROLES = {
    CODED: Words("GET", "GET"),
    "bytes": Words("bytes sent", "送信バイト数"),
    "recipient": Words("to", "宛先"),
    "address": Words("address", "アドレス"),
    "host": Words("server", "サーバー"),
    "account": Words("account", "口座"),
    "amount": Words("amount", "金額"),
    "id": Words("concerns", "対象"),
    "name": Words("name", "名前"),
    "file": Words("file", "ファイル"),
    "subject": Words("subject", "件名"),
    "body": Words("text", "本文"),
    "query": Words("search words", "検索語"),
    "path": Words("path", "パス"),
    "filename": Words("file name", "ファイル名"),
    "date": Words("date", "日付"),
    "time": Words("time", "時刻"),
}
_RUNS = Words("It runs a program.", "プログラムを実行します。")
_DELETES = Words("It deletes something outside of your folders.", "フォルダーの外にあるものを削除します。")
_STRANGE = Words("You did not name {value} ({role}).", "{value}({role})は、ご指示の中にありません。")
_COMPOSED = Words(
    "There are words that you did not say in it ({role}): {value}.",
    "{role}に、ご指示にない言葉が含まれています: {value}",
)
_LEADS = Words(
    "The {role} holds {value}, which you did not name.", "{role}に、ご指示の中にない {value} が含まれています。"
)
_HIDDEN = Words(
    "Hidden words were found in what was read, and the {role} may come from them.",
    "読み取った内容に隠された文字がありました。{role}がそれに従っている可能性があります。",
)
_ELSEWHERE = Words("{value} is not connected for this.", "{value} は、この操作のために接続されていません。")
_BY_CODE = Words("The code asks for what lies at this address.", "プログラムがこのアドレスの内容を求めています。")
_READ = Words(
    "It has read files or pages, and the address may hold words of them.",
    "プログラムはファイルやページを読み取っており、その内容がアドレスに含まれている可能性があります。",
)
_OPEN = Words(
    "Without https everyone on the way can see the address and change the answer.",
    "https ではないため、通信の途中でアドレスを見られたり、応答を書き換えられたりするおそれがあります。",
)
_NOTED = 60


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason to ask, and the Argument that it is about; None when it is the Action itself."""

    words: Words
    argument: Argument | None = None


def is_outward(action: Action) -> bool:
    """Whether the Action leaves the folder: by its Effect, or because it carries Arguments."""
    return action.effect in OUTWARD or bool(action.arguments)


def doubts(action: Action, facts: Facts) -> tuple[Doubt, ...]:
    """Why the person must be asked; () when this may leave silently."""
    if action.effect is Effect.EXECUTE:
        return (Doubt(_RUNS),)
    said = Said(facts.said, facts.attached)
    found = [Doubt(_DELETES)] if action.effect is Effect.DELETE else []
    if not _reached(action, facts, said):
        found.append(Doubt(_ELSEWHERE.of(value=drawn(action.target))))
    for argument in action.arguments:
        words = _doubt(argument, action, facts, said)
        if words is not None:
            found.append(Doubt(words, argument))
    return tuple(found)


def told(action: Action, language: str) -> str:
    """What the Action carries, in full, drawn by the host, a line for each Argument: "to: a@b.com"."""
    return "\n".join(f"{_role(one).text(language)}: {drawn(one.value)}" for one in action.arguments)


def drawn(value: str) -> str:
    """A value as it is safe to show: controls escaped, and a host in letters of other scripts also in Punycode."""
    host = host_of(value)
    return f"{shown(value)} [{host}]" if host and not value.isascii() else shown(value)


def offers(action: Action, found: tuple[Doubt, ...], facts: Facts) -> tuple[Grant, ...]:
    """Standing permissions, for this task only, that would make such a question needless: for places, never for more.

    An address or its host; within a connected account one member of it, or all of them for the person's own words.
    """
    sinks = [doubt.argument for doubt in found if doubt.argument is not None]
    if action.effect not in (Effect.SEND, Effect.CONNECT) or len(sinks) < len(found) or facts.hidden:
        return ()
    if all(sink.role == CODED for sink in sinks):
        return () if facts.heard_beside(action.target) else (Grant(action.effect, action.target),)
    if all(sink.role in _PLACES and host_of(sink.value) for sink in sinks):
        return tuple(Grant(action.effect, _canonical(sink.value)) for sink in sinks)
    if all(_is_member(sink) for sink in sinks):
        account = escape(action.target)
        one = tuple(Grant(action.effect, f"{account}/{escape(sink.value)}") for sink in sinks[:1] if len(sinks) == 1)
        everyone = (Grant(action.effect, f"{account}/*"),) if _own_words(action, facts) else ()
        return one + everyone
    return ()


def _is_member(argument: Argument) -> bool:
    """Whether it can only be somebody or something within the account: no address leads out of it."""
    return argument.role in _PLACES | _MEMBERS and not any(
        value.kind in ("url", "email", "odd") for value in values(argument.value)
    )


def _own_words(action: Action, facts: Facts) -> bool:
    said = Said(facts.said)
    return all(said.covers(one.value) for one in action.arguments if one.role in _TEXTS | _OWN_WORDS)


def _canonical(sink: str) -> str:
    value = address(sink)
    return value.text if value.kind == "email" else host_of(sink)


def _reached(action: Action, facts: Facts, said: Said) -> bool:
    """Whether the person wants this target reached: connected, named, or the host of an address that is judged."""
    granted = any(g.pattern == action.target and g.effect in (Effect.CONNECT, action.effect) for g in facts.grants)
    hosts = {host_of(one.value) for one in action.arguments if one.role in _PLACES | {CODED}}
    host = host_of(action.target)
    return granted or said.names(action.target) or said.names_host(host) or (bool(host) and host in hosts)


def _doubt(argument: Argument, action: Action, facts: Facts, said: Said) -> Words | None:
    role, value = argument.role, argument.value
    if role == CODED:
        return _coded(value, action, facts)
    if role in _TEXTS:
        return _text(argument, action, facts, said)
    if role in _OWN_WORDS:
        strange = facts.tainted and not said.covers(value)
        return _COMPOSED.of(role=_role(argument), value=_short(value)) if strange else None
    if role in _CLOSED and is_closed(role, value):
        return None
    if _named(argument, said) or _granted(argument, action, facts):
        return None
    return _STRANGE.of(role=_role(argument), value=_short(value))


def _coded(value: str, action: Action, facts: Facts) -> Words | None:
    """A Grant for the host is enough while nothing was heard but what it said itself: all else could go along."""
    strange = facts.heard_beside(action.target)
    granted = any(grant == Grant(action.effect, action.target, grant.lifetime) for grant in facts.grants)
    if granted and not strange:
        return None
    plain = value.startswith("http:")
    return joined(_BY_CODE, _READ if strange else NO_WORDS, _OPEN if plain else NO_WORDS)


def _named(argument: Argument, said: Said) -> bool:
    if argument.role == "host":
        return said.names_host(host_of(argument.value))
    return said.names_thing(argument.value) if argument.role in _THINGS else said.names(argument.value)


def _granted(argument: Argument, action: Action, facts: Facts) -> bool:
    """A Grant names an e-mail address, "*@" and a host, a host (for addresses on it that carry nothing), or a member
    of an account; all members ("account/*") only get the person's own words.
    """
    grants = [grant.pattern for grant in facts.grants if grant.effect is action.effect]
    if _is_member(argument):
        member = f"{action.target}/{argument.value}"
        everyone = f"{escape(action.target)}/*"
        return any(fnmatchcase(member, one) and (one != everyone or _own_words(action, facts)) for one in grants)
    if argument.role not in _PLACES:
        return False
    host = host_of(argument.value)
    if address(argument.value).kind == "email":
        return _canonical(argument.value) in grants or f"*@{host}" in grants
    return host in grants and not (facts.tainted and carries(_with_scheme(argument.value)))


def _with_scheme(text: str) -> str:
    """An address as it stands, or, of one that begins with its host, with what makes it one."""
    whole = address(text).text
    return whole if "://" in whole else f"//{whole}"


def _text(argument: Argument, action: Action, facts: Facts, said: Said) -> Words | None:
    if not facts.tainted or said.covers(argument.value):
        return None
    role = _role(argument)
    if facts.hidden:
        return _HIDDEN.of(role=role)
    if not any(one.role not in _TEXTS | _OWN_WORDS | _CLOSED for one in action.arguments):
        return _COMPOSED.of(role=role, value=_short(argument.value))  # nobody named where it goes
    sinks = {address(one.value) for one in action.arguments if one.role in _PLACES}
    strange = [one for one in foreign(argument.value) if not said.knows(one) and one not in sinks]
    return _LEADS.of(role=role, value=_short(strange[0].text)) if strange else None


def _role(argument: Argument) -> Words:
    return _ROLES.get(argument.role, Words(shown(argument.role), shown(argument.role)))


def _short(value: str) -> str:
    text = drawn(value)
    return text if len(text) <= _NOTED else f"{text[:_NOTED]}…"
