"""Where a package comes from, as one text: it is shown to the person, written down, and fetched from again.

    /path/to/folder, /path/to/file.skill, file:///path      what lies on this computer
    https://host/file.mcpb#sha256=HEX                        an archive, with the digest that it must have
    https://host/.well-known/agent-skills/index.json#skill=NAME    a skill of an index
    https://host/owner/repo.git#ref=v1&sha=HEX&path=plugins/a      a folder of a git repository at a commit
    github:owner/repo, git+https://..., git+file:///...      the same in other spellings

`plugin=NAME` after "#" is one plugin of a marketplace.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.names import member_name

INDEX = ".well-known/agent-skills/index.json"
_GITHUB = re.compile(r"github:([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9._-]{1,100})")
_SHA, _SHA256 = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?"), re.compile(r"[0-9a-f]{64}")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_BAD = Words("{text!r} is no place that a package can come from.", "「{text}」からはパッケージを取得できません。")
_HOW = Words(
    "Give a file, a folder, an https address, or a git repository (https://...git, github:owner/repo).",
    "ファイル、フォルダー、https のアドレス、または git リポジトリ（https://...git、github:owner/repo）を指定してください。",
)


class Kind(StrEnum):
    """How it is brought here."""

    LOCAL = "local"
    ARCHIVE = "archive"
    INDEX = "index"
    GIT = "git"


@dataclass(frozen=True, slots=True)
class Origin:
    """`place` is a path or an address, without what stands behind "#". `sha` and `ref` are a commit and a branch or
    tag, `path` a folder in the repository; `sha256` the digest of an archive; `skill` a name in an index, `plugin` one
    in a marketplace. "" is none.
    """

    kind: Kind
    place: str
    sha: str = ""
    ref: str = ""
    path: str = ""
    sha256: str = ""
    skill: str = ""
    plugin: str = ""

    @property
    def text(self) -> str:
        """As it is written down; `origin_of` reads it back."""
        given = {key: getattr(self, key) for key in _KEYS if getattr(self, key)}
        mark = "git+" if self.kind is Kind.GIT and not self.place.endswith(".git") else ""
        return f"{mark}{self.place}" + (f"#{urlencode(given, safe='/:')}" if given else "")

    @property
    def host(self) -> str:
        """The host that it is fetched from, "" for this computer."""
        return "" if self.kind is Kind.LOCAL else urlsplit(self.place).hostname or ""


_KEYS = ("sha", "ref", "path", "sha256", "skill", "plugin")


def origin_of(text: str, sha256: str = "") -> Origin:
    """The place that a person names. `sha256` is a digest that they give beside it.

    Raises:
        NeedsUserError: "bad_origin".
    """
    text = text.strip()
    place, given = _parts(text)
    if sha256:
        given["sha256"] = sha256.removeprefix("sha256:").lower()
    bare = _bare(place, text)
    origin = Origin(bare.kind, bare.place, **given)
    if not _is_well(origin):
        raise _bad(text)
    return origin


def same_place(one: str, other: str) -> bool:
    """Whether two origins are the same but for the version: what lies there is by the same people."""
    try:
        first, second = (replace(origin_of(text), sha="", ref="", sha256="") for text in (one, other))
    except NeedsUserError:
        return one == other
    return first == second


def _parts(text: str) -> tuple[str, dict[str, str]]:
    """What stands before "#", and the values behind it. A file may have a "#" in its name."""
    place, mark, behind = text.rpartition("#")
    if not mark or "=" not in behind:
        return text, {}
    given = dict(parse_qsl(behind))
    return (place, given) if given.keys() <= set(_KEYS) else (text, {})


def _bare(place: str, text: str) -> Origin:
    if found := _GITHUB.fullmatch(place):
        return Origin(Kind.GIT, f"https://github.com/{found[1]}/{found[2].removesuffix('.git')}.git")
    if place.startswith(("git+https://", "git+file://")):
        return Origin(Kind.GIT, place.removeprefix("git+"))
    if place.startswith("https://"):
        if place.endswith(".git"):
            return Origin(Kind.GIT, place)
        return Origin(Kind.INDEX if place.endswith("/" + INDEX) else Kind.ARCHIVE, place)
    if place.startswith("file://"):
        parts = urlsplit(place)
        if parts.netloc not in ("", "localhost"):
            raise _bad(text)
        return Origin(Kind.LOCAL, str(Path(unquote(parts.path))))
    if not place or ("://" in place and not _DRIVE.match(place)):
        raise _bad(text)
    return Origin(Kind.LOCAL, str(Path(place).expanduser().absolute()))


def _is_well(origin: Origin) -> bool:
    try:
        path = not origin.path or bool(member_name(origin.path))
    except NeedsUserError:
        return False
    sha = not origin.sha or bool(_SHA.fullmatch(origin.sha))
    ref = not origin.ref or (bool(_REF.fullmatch(origin.ref)) and ".." not in origin.ref)
    return path and sha and ref and (not origin.sha256 or bool(_SHA256.fullmatch(origin.sha256)))


def _bad(text: str) -> NeedsUserError:
    return NeedsUserError(_BAD.of(text=shown(text[:300])), _HOW, "bad_origin")
