"""What a package is kept as: a folder's name that every system has, and that can stand before the ":" of a skill."""

import re
import unicodedata

from agent.core.errors import NeedsUserError
from agent.packages.names import member_name

LONGEST = 64
_KEPT = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?")
_OTHER = re.compile(r"[^a-z0-9.]+")


def is_kept_name(text: str) -> bool:
    """Whether a package can be kept as `text`: `a-z0-9-.`, at most 64, no dot or dash at an end, no name of Windows."""
    if not _KEPT.fullmatch(text) or ".." in text:
        return False
    try:
        return member_name(text) == text
    except NeedsUserError:
        return False


def kept_name(text: str, otherwise: str = "package") -> str:
    """A name to keep a package as, from what it calls itself. What has no letter of ASCII becomes `otherwise`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"\.{2,}", ".", _OTHER.sub("-", plain))[:LONGEST].strip("-.")
    return found if is_kept_name(found) else otherwise
