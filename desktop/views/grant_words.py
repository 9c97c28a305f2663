"""A standing permission in words. Its pattern is that of fnmatch: "Reports/*.xlsx", a host, or "account/*"."""

import re

from PySide6.QtCore import QCoreApplication

from agent.core.actions import Effect, Grant
from agent.core.paths import shown

_FILES = re.compile(r"(?P<folder>(?:[^*?\[]|\[[*?\[]\])*/|)\*(?P<suffix>\.\w+)?")
_LITERAL = re.compile(r"\[([*?\[])\]")


def grant_text(grant: Grant) -> str:
    """What may be done without a question: "change .xlsx files in “Reports” and below"."""
    words = {
        Effect.READ: QCoreApplication.translate("grants", "read {what}"),
        Effect.WRITE: QCoreApplication.translate("grants", "change {what}"),
        Effect.MOVE: QCoreApplication.translate("grants", "move {what}"),
        Effect.DELETE: QCoreApplication.translate("grants", "delete {what}"),
        Effect.EXECUTE: QCoreApplication.translate("grants", "run {what}"),
        Effect.CONNECT: QCoreApplication.translate("grants", "connect to {what}"),
        Effect.SEND: QCoreApplication.translate("grants", "send to {what}"),
    }
    return words[grant.effect].replace("{what}", _what(grant))


def _what(grant: Grant) -> str:
    if grant.effect in (Effect.EXECUTE, Effect.CONNECT, Effect.SEND):
        literal = shown(_LITERAL.sub(r"\1", grant.pattern.removesuffix("/*")))
        if not grant.pattern.endswith("/*"):
            return literal
        everyone = QCoreApplication.translate("grants", "anyone in {account}, only words of yours")
        return everyone.replace("{account}", literal)
    root, pattern = _rooted(grant.pattern)
    files = _FILES.fullmatch(pattern)
    if files is None:
        literal = _LITERAL.sub(r"\1", grant.pattern)
        wild = any(sign in _LITERAL.sub("", grant.pattern) for sign in "*?[")
        what = QCoreApplication.translate("grants", "what is named like “{name}”, below too") if wild else "“{name}”"
        return what.replace("{name}", shown(literal))
    kind = QCoreApplication.translate("grants", "all files")
    if files["suffix"]:
        kind = QCoreApplication.translate("grants", "{suffix} files").replace("{suffix}", shown(files["suffix"]))
    folder = _LITERAL.sub(r"\1", files["folder"].rstrip("/"))
    named = f"{root}:{folder}" if root else folder
    if not named:
        return QCoreApplication.translate("grants", "{files} in the folder and below").replace("{files}", kind)
    where = QCoreApplication.translate("grants", "{files} in “{folder}” and below")
    return where.replace("{files}", kind).replace("{folder}", shown(named))


def _rooted(pattern: str) -> tuple[str, str]:
    """The name of the Root ("" for the first one) and the path in it."""
    if pattern.startswith("./"):
        return "", pattern[2:]
    root, colon, path = pattern.partition(":")
    return (root, path) if colon else ("", pattern)
