"""Standing permissions: what they cover, and which ones are offered."""

import re
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatchcase
from glob import escape

from agent.core.actions import Effect, Grant, Row

MOST_OFFERS = 3


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
