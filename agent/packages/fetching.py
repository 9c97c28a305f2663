"""A package from where it lies to a file or folder of ours. What comes is judged by its digest, then read as hostile.

Only https, on its own port, to computers of the public internet, over connections that were looked up once; no cookies,
no proxy, no key. Redirects are followed within these rules: publishers keep their files with others.
"""

import hashlib
import json
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from agent.core.errors import NeedsUserError, ToolError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.git import Git
from agent.packages.naming import kept_name
from agent.packages.origins import Kind, Origin
from agent.web.addresses import Reachable
from agent.web.getting import Get

LARGEST = 256 * 1024**2
_INDEX_BYTES = 2 * 1024**2
_SCHEMA = "https://schemas.agentskills.io/discovery/0.2.0/schema.json"
_REDIRECTS, _MOST_SKILLS = 5, 5_000
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_ORDINARY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OPENLY = Words("{host} leads on to an address without https.", "{host} が https でないアドレスへ転送しました。")
_ROUND = Words("{host} leads from one address to the next without an end.", "{host} の転送が終わりません。")
_OTHER = Words("What {host} gave is not what it should be: its digest differs.",
               "{host} から届いたものは、指定されたダイジェストと一致しません。")  # fmt: skip
_AGAIN = Words("Check the address and the digest, or ask who published it.",
               "アドレスとダイジェストを確認するか、公開元にお問い合わせください。")  # fmt: skip
_INDEX = Words("{host} has no list of skills that Deskhand understands.",
               "{host} には、Deskhand が読み取れるスキルの一覧がありません。")  # fmt: skip
_CHOOSE = Words("{host} offers {count} {count:skill|skills}: {names}.",
                "{host} は {count} 件のスキルを提供しています: {names}")  # fmt: skip
_CHOOSE_HOW = Words("Choose one by adding #skill=NAME to the address.",
                    "アドレスの末尾に #skill=名前 を付けて選んでください。")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brought:
    """What was brought: an archive or a folder at `path`, of a git repository at `commit`. Everything but what is
    `unpacked` must be unpacked as hostile first. `host` gave it in the end, when that is another than the person named.
    """

    path: Path
    commit: str = ""
    unpacked: bool = False
    host: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """How packages are fetched. `trust` says whose certificates are believed."""

    git: Git
    reachable: Reachable
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def bring(self, origin: Origin, folder: Path) -> Brought:
        """What lies at `origin`, somewhere in the new folder `folder` when it does not lie on this computer. Blocks.

        Raises:
            NeedsUserError: "hostile_package", "other_digest", "not_fetched", "bad_index", "no_git".
            ToolError: it cannot be reached ("bad_address", "not_found", "away", "untrusted", "too_large", "http_404").
            OSError: it cannot be read.
        """
        if origin.kind is Kind.LOCAL:
            path = Path(origin.place)
            if origin.sha256:
                _check(_digest(path), origin.sha256, path.name)
            return Brought(path)
        folder.mkdir(mode=0o700)
        if origin.kind is Kind.GIT:
            return Brought(folder / "tree", self.git.fetch(origin, folder / "tree"), unpacked=True)
        if origin.kind is Kind.INDEX:
            return self._skill(origin, folder)
        found = folder / (_name(origin.place) or "package")
        content, host = self._checked(origin.place, origin.sha256)
        found.write_bytes(content)
        return Brought(found, host=_other(host, origin.host))

    def download(self, text: str, largest: int = LARGEST) -> tuple[bytes, str]:
        """The bytes at an https address, and the host that gave them. Raises ToolError."""
        address = self.reachable.address(text)
        for _ in range(_REDIRECTS + 1):
            if address.scheme != "https":
                raise ToolError(_OPENLY.of(host=address.host), "redirects")
            answered = Get(address, self.reachable.numbers(address), self.trust, largest=largest).run()
            if not answered.moved:
                return answered.data, address.host
            address = self.reachable.address(urljoin(address.text, answered.moved))
        raise ToolError(_ROUND.of(host=address.host), "redirects")

    def _checked(self, place: str, sha256: str) -> tuple[bytes, str]:
        found, host = self.download(place)
        if sha256:
            _check(hashlib.sha256(found).hexdigest(), sha256, urlsplit(place).hostname or "")
        return found, host

    def _skill(self, origin: Origin, folder: Path) -> Brought:
        """One skill of an index (agent-skills discovery 0.2.0): nothing is used whose digest is not the listed one."""
        listed = listed_skills(self.download(origin.place, _INDEX_BYTES)[0], origin.host)
        wanted = origin.skill or (next(iter(listed)) if len(listed) == 1 else "")
        if wanted not in listed:
            names = ", ".join(shown(name) for name in list(listed)[:50])
            raise NeedsUserError(
                _CHOOSE.of(host=origin.host, count=len(listed), names=names), _CHOOSE_HOW, "choose_skill"
            )
        one = listed[wanted]
        content, host = self._checked(urljoin(origin.place, one.url), one.sha256)
        host = _other(host, origin.host)
        if one.is_archive:
            found = folder / "package"
            found.write_bytes(content)
            return Brought(found, host=host)
        found = folder / kept_name(wanted, "skill")
        found.mkdir()
        (found / "SKILL.md").write_bytes(content)
        return Brought(found, host=host)


@dataclass(frozen=True, slots=True)
class Listed:
    """A skill of an index; `url` may be relative to it."""

    url: str
    sha256: str
    is_archive: bool
    description: str = ""


def listed_skills(content: bytes, host: str) -> Mapping[str, Listed]:
    """The skills of an index by name; entries that do not fit are left out.

    Raises:
        NeedsUserError: "bad_index": it is none, or of another version.
    """
    try:
        told = json.loads(content)
        if told["$schema"] != _SCHEMA:
            raise ValueError("another version")
        entries = [one for one in told["skills"][:_MOST_SKILLS] if isinstance(one, dict)]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NeedsUserError(_INDEX.of(host=host), _AGAIN, "bad_index") from error
    return {one["name"]: _listed(one) for one in entries if _fits(one)}


def _fits(one: Mapping[str, object]) -> bool:
    name, sha256, url = one.get("name"), one.get("digest"), one.get("url")
    texts = isinstance(name, str) and isinstance(url, str) and isinstance(sha256, str)
    return texts and one.get("type") in ("skill-md", "archive") and bool(_DIGEST.fullmatch(str(sha256)))


def _listed(one: Mapping[str, object]) -> Listed:
    description = one.get("description")
    return Listed(
        str(one["url"]),
        str(one["digest"]).removeprefix("sha256:"),
        one["type"] == "archive",
        description if isinstance(description, str) else "",
    )


def _other(host: str, named: str) -> str:
    return "" if host == named else host


def _check(found: str, wanted: str, where: str) -> None:
    if found != wanted:
        raise NeedsUserError(_OTHER.of(host=shown(where)), _AGAIN, "other_digest")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(address: str) -> str:
    """The file's name at the end of an address, when it is an ordinary one: what is no wrapper is named by it."""
    name = urlsplit(address).path.rpartition("/")[2]
    return name if _ORDINARY.fullmatch(name) else ""
