"""Skills and installed packages as the window shows them. Everything here reads files: call it in a thread."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from agent.core.errors import NotFoundError, ToolError
from agent.core.words import NO_WORDS, Words
from agent.packages.store import Record, State
from desktop.compose.packages import Packages
from desktop.host.front import Front
from desktop.wire import packages as wire
from skills.found import Found, Sort, Standing
from skills.pieces import pieces, scripts_of
from skills.places import Where
from skills.shelf import FolderSkills, Shelf

_BUILT_IN = Words("Built into Deskhand", "Deskhand に付属")
_OF_PACK = Words("Package “{name}”", "パッケージ「{name}」")
_PROMPT = Words("Prompt: you start it with “/”.", "プロンプト（「/」で使用）")
_ROLE = Words("Role for delegates.", "担当エージェントの役割")
_ASIDE = {
    State.CHANGED: Words("Its files are not as you approved them, so nothing of it is used. Look for what differs.",
                         "承認時からファイルが変更されているため、使用を停止しました。変更点をご確認ください。"),
    State.BROKEN: Words("Its files cannot be read, so nothing of it is used. Remove it, or install it anew.",
                        "ファイルを読み取れないため、使用を停止しました。削除するか、再インストールしてください。"),
}  # fmt: skip


def roots_of(front: Front, session: str) -> tuple[Path, ...]:
    """The granted folders of a Session that are whole folders."""
    if not session or not front.house.journal.knows(session):
        return ()
    roots = front.house.state(session)[0].roots
    return tuple(Path(root.path) for root in roots if not root.only)


def slash_names(found: Sequence[Found]) -> dict[str, str]:
    """What is written after "/" for each that can be started, by key: its name alone where no other has it."""
    usable = [one for one in found if one.standing is Standing.ON]
    count = Counter(one.name.casefold() for one in usable)
    return {
        one.key: one.name if count[one.name.casefold()] == 1 else one.key for one in usable if one.sort is not Sort.ROLE
    }


def skills_view(front: Front, packages: Packages, session: str) -> wire.SkillsView:
    """Everything that there is."""
    shelf, roots = front.house.skilled.shelf, roots_of(front, session)
    installed = packages.list()
    titles = {record.name: record.title or record.name for record, _ in installed}
    every, language = shelf.found(roots), front.language
    found, names = [one for one in every if one.where is not Where.FOLDER], slash_names(every)
    return wire.SkillsView(
        tuple(_package(record, state, found, packages, language) for record, state in installed),
        tuple(replace(skill_view(shelf, one, titles, language), slash=names.get(one.key, "")) for one in found),
        tuple(_folder(shelf, one, names, language) for one in shelf.folders(roots)),
    )


def skill_view(shelf: Shelf, found: Found, titles: Mapping[str, str], language: str) -> wire.SkillView:
    """One of them."""
    pack = found.key.partition(":")[0] if found.where is Where.PACK else ""
    return wire.SkillView(
        key=found.key,
        name=found.name,
        description=described(found, language),
        where=_where(found, titles.get(pack, pack), language),
        standing=str(found.standing),
        sentence="" if found.words == NO_WORDS else found.words.text(language),
        pack=pack,
        problems=tuple(words.text(language) for words in found.skill.problems),
        scripts=_scripts(found),
        digest=_digest(shelf, found),
    )


def prompt_views(found: Sequence[Found], language: str) -> tuple[wire.PromptView, ...]:
    """What can be started with "/", by name."""
    names = slash_names(found)
    usable = [one for one in found if one.key in names and one.standing is Standing.ON]
    made = (wire.PromptView(names[one.key], _line(one, language), one.skill.word("argument-hint")) for one in usable)
    return tuple(sorted(made, key=lambda one: one.name))


def described(found: Found, language: str) -> str:
    """What it says that it is for: in the person's language where its head has that (`metadata: description-ja`)."""
    metadata = found.skill.front.get("metadata")
    said = metadata.get(f"description-{language}") if isinstance(metadata, Mapping) else None
    return said if isinstance(said, str) and said.strip() else found.skill.description


def _line(found: Found, language: str) -> str:
    return " ".join(described(found, language).split())[:200]


def _package(
    record: Record, state: State, found: Sequence[Found], packages: Packages, language: str
) -> wire.PackageView:
    aside = _ASIDE.get(state, NO_WORDS)
    return wire.PackageView(
        name=record.name,
        title=record.title,
        version=record.version,
        publisher=record.publisher,
        origin=record.origin,
        at=datetime.datetime.fromtimestamp(record.at, datetime.UTC).isoformat(timespec="seconds"),
        standing="well" if state is State.WELL else "aside",
        sentence=aside.text(language),
        skills=sum(one.key.startswith(f"{record.name}:") and one.sort is Sort.SKILL for one in found),
        connectors=tuple(one.id for one in packages.connectors.catalog.of_pack(record.name)),
    )


def _folder(shelf: Shelf, folder: FolderSkills, names: Mapping[str, str], language: str) -> wire.FolderView:
    skills = tuple(replace(skill_view(shelf, one, {}, language), slash=names.get(one.key, "")) for one in folder.skills)
    return wire.FolderView(str(folder.path), folder.trusted, folder.digest, skills)


def _where(found: Found, title: str, language: str) -> str:
    sort = {Sort.PROMPT: _PROMPT, Sort.ROLE: _ROLE}.get(found.sort, NO_WORDS)
    match found.where:
        case Where.BUILT_IN:
            place = _BUILT_IN.text(language)
        case Where.PACK:
            place = _OF_PACK.of(name=title).text(language)
        case Where.FOLDER if found.root is not None and found.skill.folder.is_relative_to(found.root):
            place = found.skill.folder.relative_to(found.root).as_posix()
        case _:
            place = str(found.skill.folder)
    return " · ".join(filter(None, (place, sort.text(language))))


def _scripts(found: Found) -> tuple[str, ...]:
    if found.where is Where.BUILT_IN or found.sort is not Sort.SKILL:
        return ()
    return scripts_of(pieces(found.skill.folder))


def _digest(shelf: Shelf, found: Found) -> str:
    if found.where is Where.BUILT_IN or found.sort is not Sort.SKILL:
        return ""
    try:
        return shelf.digests.of(found.skill.folder)
    except (ToolError, NotFoundError, OSError):
        return ""
