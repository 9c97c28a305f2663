"""`deskhand log` and `sent`: the record itself, whether it is whole, and what left this machine."""

import asyncio
import sys
from argparse import Namespace
from pathlib import Path

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.events import Sent
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.delegation.envelope import counted
from agent.session.export import exported
from agent.session.journal import HOUSE
from agent.session.left import Gone, called, gone
from agent.session.terms import HERE
from desktop.cli.show import say, tell
from desktop.cli.work import known_session
from desktop.compose.exports import material
from desktop.compose.house import House

_NOT_WRITTEN = Words("{name!r} cannot be written: {why}.", "「{name}」に書き込めません（{why}）。")
_ELSEWHERE = Words("Choose another place for it.", "別の保存先を指定してください。")
_WHICH = Words("Say which session, or --verify.", "セッションを指定するか、--verify を付けてください。")
_SEE_SESSIONS = Words("See `deskhand sessions`.", "`deskhand sessions` で一覧をご確認ください。")
_ERASE = Words(
    "This erases what the record of this task says, for good: the words, the names of files, what was answered. That "
    "something happened, and when, stays. Its changes can then no longer be put back. Erase? [y/N] ",
    "このタスクの記録の内容（発言、ファイル名、回答など）を完全に消去します。何かがあったことと日時は残ります。"
    "消去すると、このタスクの変更は元に戻せなくなります。消去しますか? [y/N] ",
)
_ERASED = Words("{count} {count:entry was|entries were} erased.", "{count} 件の記録を消去しました。")
_KEPT = Words("Nothing was erased.", "何も消去していません。")
_COPIES = Words("Heads of the record are copied to {path}.", "記録の末尾情報を「{path}」に控えます。")
_NO_COPIES = Words("Heads of the record are not copied any more.", "記録の末尾情報の控えを停止しました。")
_NO_FOLDER = Words("{path!r} is not a folder.", "「{path}」はフォルダーではないか、存在しません。")
_TO = Words(
    "  {at}  {host} ({model}): {size} {size:byte|bytes} in {count} {count:request|requests}",
    "  {at}  {host}（{model}）: {size} バイト（要求 {count} 回）",
)
_FILE = Words("      from {name}", "      {name} の内容を含む")
_OURS = Words("Tests of models", "モデルの接続テスト")
_NOTHING = Words("Nothing was sent anywhere.", "どこにも送信していません。")
_TAMPERED = 1


async def log(house: House, options: Namespace) -> int:
    """The record of a Session, to a file or standard output; or what else is asked about the record."""
    if options.verify:
        return await _verify(house, options)
    if options.copy_heads_to is not None:
        return _copy_heads(house, options)
    if not options.session:
        raise NeedsUserError(_WHICH, _SEE_SESSIONS, "usage")
    session = known_session(house, options.session)
    if options.erase:
        return await _erase(house, session, options)
    made = await asyncio.to_thread(material, house, session, options.language, contents=options.with_contents)
    text = exported(made, options.format)
    if not options.output:
        say(text)
        return 0
    try:
        await asyncio.to_thread(Path(options.output).write_text, text, encoding="utf-8")
    except OSError as error:
        words = _NOT_WRITTEN.of(name=shown(options.output), why=error.strerror)
        raise NeedsUserError(words, _ELSEWHERE, "output") from error
    return 0


async def sent(house: House, options: Namespace) -> int:
    """What was sent, task by task: when first, to whom, how many bytes, from which files."""
    chosen = [known_session(house, options.session)] if options.session else _all(house)
    told = [_sent_of(house, session, options) for session in chosen]
    if not any(told) and not options.json:
        say(_NOTHING.text(options.language))
    return 0


def _all(house: House) -> list[str]:
    """Every Session, also those that were put away, and what belongs to none."""
    return [*house.journal.sessions(), *house.journal.sessions(archived=True), HOUSE]


def _sent_of(house: House, session: str, options: Namespace) -> bool:
    """Tell what one Session sent; whether it was anything."""
    told = [(record.at, counted(record.event)) for record in house.journal.records(session)]
    found = [(at, event) for at, event in told if isinstance(event, Sent)]
    if options.json:
        for at, event in found:
            say(dumps({"session": session, "at": at, "host": event.host, "to": event.to, "size": event.size,
                       "sources": event.sources}))  # fmt: skip
        return bool(found)
    if found:
        title = _OURS.text(options.language) if session == HOUSE else shown(house.state(session)[0].title)
        say(f"{session}  {title}")
    for one in gone(event for _, event in found):
        at = next(at for at, event in found if (event.host, event.to) == (one.host, one.to))
        _tell_gone(at, one, options.language)
    return bool(found)


def _tell_gone(at: str, one: Gone, language: str) -> None:
    host = shown(one.host) if one.host else HERE
    line = _TO.of(at=at[:19], host=host, model=shown(one.to), size=f"{one.size:,}", count=one.requests)
    say(line.text(language))
    for source in one.sources:
        say(_FILE.of(name=called(source)).text(language))


async def _verify(house: House, options: Namespace) -> int:
    """0 when the record is whole, 1 when it was tampered with."""
    found = await asyncio.to_thread(house.verified)
    if options.json:
        sentences = [words.text(options.language) for words in found.words]
        say(dumps({"ok": found.ok, "records": found.records, "sessions": found.sessions, "erased": found.erased,
                   "first_bad": found.first_bad, "kind": found.kind, "guarantee": found.guarantee,
                   "head": found.head, "sentences": sentences}))  # fmt: skip
    else:
        for words in found.words:
            say(words.text(options.language))
    return 0 if found.ok else _TAMPERED


async def _erase(house: House, session: str, options: Namespace) -> int:
    if not options.yes:
        sys.stderr.write(_ERASE.text(options.language))
        sys.stderr.flush()
        answer = sys.stdin.readline().strip().lower() if sys.stdin.isatty() else ""
        if answer not in ("y", "yes", "はい"):
            tell(_KEPT.text(options.language))
            return 3
    count = await asyncio.to_thread(house.erase, session, options.language)
    tell(_ERASED.of(count=count).text(options.language))
    return 0


def _copy_heads(house: House, options: Namespace) -> int:
    """Choose the folder for copies of heads; "" is none."""
    folder = Path(options.copy_heads_to).expanduser().absolute() if options.copy_heads_to else None
    if folder is not None and not folder.is_dir():
        raise NeedsUserError(_NO_FOLDER.of(path=shown(options.copy_heads_to)), _ELSEWHERE, "no_folder")
    house.copy_heads_to(str(folder) if folder else "")
    tell((_COPIES.of(path=shown(str(folder))) if folder else _NO_COPIES).text(options.language))
    return 0
