"""Standing permissions: what they cover, which ones are offered, and how they are said."""

import re
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase
from glob import escape

from agent.core.actions import Effect, Grant, Row
from agent.core.paths import shown
from agent.core.words import Words

MOST_OFFERS = 3
_KINDS = {
    ".xlsx": Words("spreadsheets", "表計算ファイル"),
    ".csv": Words("tables", "CSV ファイル"),
    ".docx": Words("documents", "文書"),
    ".pdf": Words("PDFs", "PDF ファイル"),
    ".pptx": Words("slides", "スライド"),
    ".jpg": Words("photos", "写真"),
    ".png": Words("pictures", "画像"),
    ".txt": Words("texts", "テキスト"),
    ".md": Words("notes", "メモ"),
}
_DOES = {
    Effect.WRITE: Words("Change {what}", "{what}を変更する"),
    Effect.MOVE: Words("Move {what}", "{what}を移動する"),
    Effect.DELETE: Words("Delete {what}", "{what}を削除する"),
    Effect.SEND: Words("Send to {what}", "{what}に送信する"),
    Effect.CONNECT: Words("Connect to {what}", "{what}に接続する"),
    Effect.READ: Words("Read {what}", "{what}を読み取る"),
    Effect.EXECUTE: Words("Run {what}", "{what}を実行する"),
}
_LASTS = {
    "session": Words("{does} in this task", "{does}(このタスクの間)"),
    "always": Words("{does} always", "{does}(常に)"),
}
_IN_FOLDER = Words("{kind} in “{folder}” and its subfolders", "「{folder}」とそのサブフォルダーにある{kind}")
_EVERYWHERE = Words("{kind} in this folder and its subfolders", "このフォルダーとそのサブフォルダーにある{kind}")
_MATCHING = Words("what matches “{pattern}”, in subfolders too", "「{pattern}」に一致するもの(サブフォルダーを含む)")
_OWN_WORDS = Words("anyone in {account}, only words of yours", "{account} 内の相手(あなたの言葉だけ)")
_NAMED = Words("{kind} ({suffix})", "{kind}({suffix})")
_FILES = Words("files ({suffix})", "{suffix} ファイル")
_OFFERED = re.compile(r"(?P<folder>(?:[^*?\[]|\[[*?\[]\])*/|)\*(?P<suffix>\.\w+)")


def covered(effect: Effect, place: str, grants: Sequence[Grant]) -> bool:
    """Whether a Grant covers this Effect on the text of a Place. Each Root counts for itself; "*" crosses "/"."""
    root, path = rooted(place)
    for grant in grants:
        of, pattern = rooted(grant.pattern)
        if grant.effect is effect and of == root and fnmatchcase(path, pattern):
            return True
    return False


def offered(rows: Sequence[Row]) -> tuple[Grant, ...]:
    """Permissions that fit the rows that made the question, most rows first: by folder and extension.

    None for rows with findings, none that would let everything be deleted, and no deletion for always.
    """
    groups = Counter(
        (row.effect, pattern) for row in rows if row.destructive and not row.notes and (pattern := _pattern(row.target))
    )
    found: list[Grant] = []
    for (effect, pattern), _ in groups.most_common():
        found.append(Grant(effect, pattern))
        if effect is not Effect.DELETE:
            found.append(Grant(effect, pattern, "always"))
    return tuple(found[:MOST_OFFERS])


def told(grant: Grant) -> Words:
    """A standing permission in words: "Change spreadsheets (.xlsx) in “Reports” and its subfolders, in this task"."""
    does = _DOES[grant.effect].of(what=_what(grant))
    return _LASTS.get(grant.lifetime, _LASTS["session"]).of(does=does)


def _what(grant: Grant) -> Words:
    if grant.effect in (Effect.SEND, Effect.CONNECT, Effect.EXECUTE):
        account, everyone = _literal(grant.pattern.removesuffix("/*")), grant.pattern.endswith("/*")
        return _OWN_WORDS.of(account=shown(account)) if everyone else Words(shown(account), shown(account))
    root, pattern = rooted(grant.pattern)
    match = _OFFERED.fullmatch(pattern)
    if match is None:
        return _MATCHING.of(pattern=shown(grant.pattern))
    suffix = match["suffix"]
    known = _KINDS.get(suffix.casefold())
    kind = _NAMED.of(kind=known, suffix=suffix) if known else _FILES.of(suffix=shown(suffix))
    folder = _literal(match["folder"].rstrip("/"))
    named = f"{root}:{folder}" if root else folder
    return _IN_FOLDER.of(kind=kind, folder=shown(named)) if named else _EVERYWHERE.of(kind=kind)


def _literal(pattern: str) -> str:
    """The text that an escaped pattern stands for."""
    return re.sub(r"\[([*?\[])\]", r"\1", pattern)


def _pattern(place: str) -> str:
    """The files of the same extension in the same folder; "" for what has none: that would be nearly everything."""
    root, path = rooted(place)
    folder, slash, name = path.rpartition("/")
    suffix = re.fullmatch(r".+(\.\w+)", name)
    if suffix is None:
        return ""
    return at_root(root, f"{escape(folder)}{slash}*{suffix[1]}")


def at_root(root: str, pattern: str) -> str:
    """A pattern of paths in a Root as a pattern of texts of Places."""
    odd = pattern.startswith("~") or ":" in pattern  # as `Place` writes it
    return f"{root}:{pattern}" if root else f"./{pattern}" if odd else pattern


def rooted(text: str) -> tuple[str, str]:
    """The name of the Root and the path in it, of the text of a Place or of a pattern of such."""
    if text.startswith("./"):
        return "", text[2:]
    root, colon, path = text.partition(":")
    return (root, path) if colon else ("", text)
