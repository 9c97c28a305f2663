"""`deskhand skill list|show|check|trust|untrust|enable|disable`."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError, ToolError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from desktop.cli.pack_options import PACKAGE_VERBS
from desktop.cli.show import say, tell
from desktop.compose.house import House
from desktop.compose.member_texts import MemberText, legible, text_of
from desktop.compose.skilled import Skilled
from skills.checking import faults
from skills.found import Found, Standing
from skills.pieces import pieces, scripts_of
from skills.places import Spot, Where, skill_folders
from skills.reader import read_skill
from skills.shelf import FolderSkills
from skills.trusting import distrust_folder, is_of_folder, named, switch, trust_folder

_STANDINGS = {
    Standing.ON: Words("on", "オン"),
    Standing.OFF: Words("off", "オフ"),
    Standing.ASKS: Words("not trusted", "未信頼"),
    Standing.SHADOWED: Words("shadowed", "重複"),
    Standing.BROKEN: Words("broken", "読み取り不可"),
}
_GOOD = Words("{path}: keeps to the format", "{path}: 形式に合っています")
_BAD = Words("{path}: {what}", "{path}: {what}")
_NONE_THERE = Words("No SKILL.md lies at {path}.", "{path} に SKILL.md がありません。")
_GIVE_FOLDER = Words("Name a folder that holds one.", "SKILL.md のあるフォルダーを指定してください。")
_FOLDER = Words("Skills in {folder}:", "{folder} のスキル:")
_SCRIPTS_OF = Words("Scripts of {name} in {folder}:", "スキル「{name}」のスクリプト（{folder}）:")
_ASK = Words("Trust exactly these? [y/N] ", "これらを信頼しますか。[y/N] ")
_TRUSTED = Words(
    "Trusted as they are now. A change asks again.", "現在の内容を信頼しました。変更された場合は、もう一度確認します。"
)
_NOT_TRUSTED = Words("Not trusted.", "信頼していません。")
_BOUND = Words(
    "What is there now is not what that digest stands for, so nothing was trusted.",
    "現在の内容が、指定されたダイジェストと一致しないため、信頼していません。",
)
_NEEDS_TRUST = Words(
    "Trust is given to all skills of a folder: deskhand skill trust {folder}",
    "フォルダーのスキルは、フォルダー単位で信頼します: deskhand skill trust {folder}",
)
_LOOK = Words("See `deskhand skill list`.", "`deskhand skill list` で一覧をご確認ください。")
_SCRIPTS = Words("  scripts: {names}", "  スクリプト: {names}")
_BINARY = Words("{name} is no text.", "{name} はテキストではありません。")
_CUT = Words(
    "Only the beginning of {name} is shown: it is very long.", "{name} は非常に長いため、先頭だけを表示しています。"
)
_FILES = Words("Files: {names}", "ファイル: {names}")
_APPROVED = Words("may run", "実行可")
_NOT_APPROVED = Words("not approved", "未承認")


async def run_skill(house: House, options: Namespace) -> int:
    """Carry out one verb."""
    verbs = {
        "list": _list, "show": _show, "trust": _trust, "untrust": _untrust, "enable": _switch, "disable": _switch,
    }  # fmt: skip
    if options.verb == "check":
        return _check(options)
    if options.verb in PACKAGE_VERBS:
        from desktop.cli.packs import run_pack  # noqa: PLC0415  # what reads archives is not needed to list skills

        return await run_pack(house, options)
    return verbs[options.verb](house.skilled, options)


def _roots(options: Namespace) -> list[Path]:
    return [Path(folder).expanduser().resolve() for folder in options.folder]


def _list(skilled: Skilled, options: Namespace) -> int:
    for one in skilled.shelf.found(_roots(options)):
        if options.json:
            say(dumps(_plain(skilled, one, options.language)))
            continue
        language = options.language
        say(f"{one.key}  [{_STANDINGS[one.standing].text(language)}]  {shown(one.skill.description)[:100]}")
        for words in (one.words, *one.skill.problems):
            if words != NO_WORDS:
                say(f"    {words.text(language)}")
    return 0


def _plain(skilled: Skilled, one: Found, language: str) -> dict[str, object]:
    scripts = () if one.where is Where.BUILT_IN else scripts_of(pieces(one.skill.folder))
    return {
        "key": one.key,
        "where": one.where,
        "sort": one.sort,
        "standing": one.standing,
        "sentence": one.words.text(language),
        "description": one.skill.description,
        "folder": str(one.skill.folder),
        "twins": one.twins,
        "problems": [words.text(language) for words in one.skill.problems],
        "scripts": scripts,
        "scripts_approved": bool(scripts) and skilled.approvals.given(one),
        "digest": _digest(skilled, one),
    }


def _digest(skilled: Skilled, one: Found) -> str:
    """What a script's approval is bound to; "" for what cannot be approved."""
    if one.where is Where.BUILT_IN:
        return ""
    try:
        return skilled.approvals.digest(one)
    except ToolError:
        return ""


def _show(skilled: Skilled, options: Namespace) -> int:
    one = named(skilled.shelf, options.name, _roots(options))
    if options.file:
        return _say_file(text_of(one.skill.folder, options.file), options)
    listed = () if one.where is Where.BUILT_IN else pieces(one.skill.folder)
    body, hidden = legible(one.skill.body)
    if options.json:
        files = [{"name": piece.name, "size": piece.size, "link": piece.link} for piece in listed]
        told = _plain(skilled, one, options.language)
        say(dumps({**told, "body": body, "hidden": hidden, "files": files}))
        return 0
    language = options.language
    say(f"{one.key}  [{_STANDINGS[one.standing].text(language)}]\n{shown(one.skill.description)}")
    for words in (one.words, *one.skill.problems):
        if words != NO_WORDS:
            say(words.text(language))
    if listed:
        say(_FILES.of(names=", ".join(shown(piece.name) for piece in listed)).text(language))
    scripts = scripts_of(listed)
    if scripts:
        state = _APPROVED if skilled.approvals.given(one) else _NOT_APPROVED
        say(f"{_SCRIPTS.of(names=', '.join(map(shown, scripts))).text(language)} [{state.text(language)}]")
    say(f"\n{body}")
    return 0


def _say_file(file: MemberText, options: Namespace) -> int:
    if options.json:
        say(dumps(file))
    elif file.binary:
        tell(_BINARY.of(name=shown(file.name)).text(options.language))
    else:
        say(file.text.removesuffix("\n"))
        if file.cut:
            tell(_CUT.of(name=shown(file.name)).text(options.language))
    return 0


def _check(options: Namespace) -> int:
    """As strict as the reference validator: what it refuses is refused here."""
    wrong = False
    for path in options.path:
        top = Path(path).expanduser()
        folders = skill_folders(Spot(Where.OWN, top, "own"))
        if not folders:
            raise NeedsUserError(_NONE_THERE.of(path=shown(path)), _GIVE_FOLDER, "no_skill")
        for folder in folders:
            found = faults(read_skill(folder.resolve()))
            wrong = wrong or bool(found)
            _say_checked(folder, found, options)
    return int(wrong)


def _say_checked(folder: Path, found: Sequence[Words], options: Namespace) -> None:
    sentences = [words.text(options.language) for words in found]
    if options.json:
        say(dumps({"path": str(folder), "valid": not found, "problems": sentences}))
    elif not found:
        say(_GOOD.of(path=shown(str(folder))).text(options.language))
    for sentence in () if options.json else sentences:
        say(_BAD.of(path=shown(str(folder)), what=sentence).text(options.language))


def _trust(skilled: Skilled, options: Namespace) -> int:
    folder = Path(options.what).expanduser()
    if folder.is_dir():
        return _trust_folder(skilled, folder.resolve(), options)
    one = named(skilled.shelf, options.what, _roots(options))
    if one.standing is Standing.ASKS and is_of_folder(one):
        raise NeedsUserError(_NEEDS_TRUST.of(folder=str(one.root)), _LOOK, "not_trusted")
    digest = skilled.approvals.digest(one)
    language = options.language
    lines = [_SCRIPTS_OF.of(name=one.key, folder=shown(str(one.skill.folder))).text(language)]
    lines += [f"  {shown(name)}" for name in scripts_of(pieces(one.skill.folder))]
    if not _agreed(lines, digest, options):
        return 3
    skilled.approvals.give(one, digest)
    return _told(_TRUSTED, options)


def _trust_folder(skilled: Skilled, root: Path, options: Namespace) -> int:
    here = next(iter(skilled.shelf.folders([root])), FolderSkills(root, "", trusted=False, skills=()))
    lines = [_FOLDER.of(folder=shown(str(root))).text(options.language)]
    for one in here.skills:
        lines.append(f"  {one.key}: {shown(one.skill.description)}")
        lines += [f"    {shown(piece.name)}" for piece in pieces(one.skill.folder)]
    if here.skills and not _agreed(lines, here.digest, options):
        return 3
    trust_folder(skilled.shelf, root, here.digest)
    return _told(_TRUSTED, options)


def _agreed(lines: Sequence[str], digest: str, options: Namespace) -> bool:
    """Whether the person wants that, who is shown all of it; an answer that was given before is bound to a digest."""
    if options.digest and options.digest != digest:
        raise NeedsUserError(_BOUND, _LOOK, "skill_changed")
    if options.yes or options.digest:
        return True
    tell("\n".join(lines))
    if not sys.stdin.isatty():
        tell(_NOT_TRUSTED.text(options.language))
        return False
    tell(_ASK.text(options.language))
    if sys.stdin.readline().strip().casefold() in ("y", "yes", "はい"):
        return True
    tell(_NOT_TRUSTED.text(options.language))
    return False


def _untrust(skilled: Skilled, options: Namespace) -> int:
    folder = Path(options.what).expanduser()
    if folder.is_dir():
        distrust_folder(skilled.shelf, folder.resolve())
    else:
        skilled.approvals.take(named(skilled.shelf, options.what, _roots(options)))
    return _told(_NOT_TRUSTED, options)


def _switch(skilled: Skilled, options: Namespace) -> int:
    one = named(skilled.shelf, options.name, _roots(options))
    switch(skilled.shelf, one.key, enabled=options.verb == "enable")
    now = named(skilled.shelf, one.key, _roots(options))
    if options.json:
        say(dumps(_plain(skilled, now, options.language)))
    else:
        say(f"{now.key}  [{_STANDINGS[now.standing].text(options.language)}]")
    return 0


def _told(words: Words, options: Namespace) -> int:
    if options.json:
        say(dumps({"trusted": words is _TRUSTED}))
    else:
        tell(words.text(options.language))
    return 0
