"""Our own look at the files of a package: advice for the person. It never decides anything, and nothing is run.

A pattern finds what is written plainly; what is hidden well is not found. So the review never says that a package is
safe, and what a script can do is decided by the sandbox and the doors, not here. Noise costs more than a miss: who
is warned of everything reads nothing. What is found once in a file is told once for it.
"""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from agent.core.words import Words
from agent.packages.look_hidden import hidden_in
from agent.packages.look_names import look_alikes
from agent.packages.look_scripts import odd_hosts, script_advice, text_advice
from agent.packages.members import opened
from agent.packages.package import Advice, Member, MemberKind, Package, Weight

LONGEST = 1_000_000
MOST = 60
SECONDS = 20.0  # patterns are slow on texts that are made to be slow
_ORDER = {Weight.WARNING: 0, Weight.CAUTION: 1, Weight.NOTE: 2}
# What carries long blocks and odd addresses by its nature.
_LICENCES = ("license", "licence", "copying", "notice", "third_party", "changelog")
_LOCKS = ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "uv.lock", "poetry.lock", "cargo.lock")
_ARCHIVES = (
    ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".iso", ".mcpb", ".dxt", ".skill", ".plugin",
)  # fmt: skip
_LONG = Words("This text is too long to be looked at.", "長すぎるため、内容を点検していません。")
_SLOW = Words(
    "Its files are so long that not all were looked at.", "ファイルが長すぎるため、一部の内容を点検していません。"
)
_PROGRAMS = Words(
    "{count} {count:file is a program|files are programs} that nobody can read: {names}",
    "内容を確認できない実行プログラムが {count} 件あります: {names}",
)
_INSIDE = Words(
    "{count} {count:archive is|archives are} inside, and what is in {count:it|them} was not looked at: {names}",
    "内容を点検していないアーカイブが {count} 件入っています: {names}",
)
_REST = Words("{count} more of such {count:finding|findings}.", "ほかに {count} 件の指摘があります。")


def looked_at(package: Package) -> tuple[Advice, ...]:
    """What a person should know of its files, the heaviest first, at most `MOST`. Never raises for what is in them."""
    found = list(look_alikes(package))
    programs = [one.name for one in package.members if one.kind is MemberKind.PROGRAM]
    if programs:
        more = ", …" if len(programs) > 5 else ""
        words = _PROGRAMS.of(count=len(programs), names=", ".join(programs[:5]) + more)
        found.append(Advice(Weight.CAUTION, words))
    inside = [one.name for one in package.members if one.name.lower().endswith(_ARCHIVES)]
    if inside:
        more = ", …" if len(inside) > 5 else ""
        found.append(Advice(Weight.CAUTION, _INSIDE.of(count=len(inside), names=", ".join(inside[:5]) + more)))
    end = time.monotonic() + SECONDS
    for member in package.members:
        if time.monotonic() > end:
            found.append(Advice(Weight.CAUTION, _SLOW))
            break
        found += _looked_at(package.folder, member)
    found.sort(key=lambda one: _ORDER[one.weight])
    if len(found) > MOST:
        rest = Advice(found[MOST].weight, _REST.of(count=len(found) - MOST))
        return (*found[:MOST], rest)
    return tuple(found)


def _looked_at(folder: Path, member: Member) -> Iterable[Advice]:
    base = member.name.rpartition("/")[2].lower()
    if member.kind not in (MemberKind.TEXT, MemberKind.SCRIPT) or base.startswith(_LICENCES) or base in _LOCKS:
        return ()
    if "/node_modules/" in f"/{member.name}":  # published by others; the review says that it is there
        return ()
    if member.size > LONGEST:
        return (Advice(Weight.NOTE, _LONG, member.name),)
    return tuple(_advice(member, _text(folder / member.name)))


def _advice(member: Member, text: str) -> Iterator[Advice]:
    yield from hidden_in(member.name, text)
    if member.kind is MemberKind.SCRIPT:
        yield from script_advice(member.name, text)
    else:
        yield from text_advice(member.name, text)
    yield from odd_hosts(member.name, text)


def _text(path: Path) -> str:
    try:
        with open(opened(path), "rb") as file:  # noqa: PTH123  # a descriptor
            return file.read(LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""
