"""`deskhand kept`: what is kept to undo changes with, and giving it away when the person says so."""

import asyncio
import datetime
import sys
from argparse import Namespace
from collections.abc import Sequence

from agent.core.codec import dumps, plain
from agent.core.errors import InvalidArgumentsError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.workspace.purging import Purged, Purging
from agent.workspace.retention import Kept, Rules, disks, due, kept, known
from agent.workspace.trash import system_trash
from desktop.cli.show import say, tell
from desktop.compose.house import House
from desktop.compose.versions import Attic, given_away

_NOTHING = Words("Nothing is kept.", "保管しているものはありません。")
_NOTHING_DUE = Words("Nothing is due.", "整理の時期になったものはありません。")
_LINE = Words(
    "{id}  {day}  {files} {files:file|files}  {size}{due}  {title}", "{id}  {day}  {files} 件  {size}{due}  {title}"
)
_DUE = Words("  (due)", "(整理の時期です)")
_ASKED = Words(
    "{count} {count:change|changes} can NOT be undone afterwards. What is kept of {count:it|them} ({size}) goes to "
    "the trash{else_}."
    " Go on? [y/N] ",
    "これら {count} 件の変更は、今後元に戻せなくなります。保管しているもの({size})はごみ箱に移します{else_}。"
    "続けますか? [y/N] ",
)
_ELSE_FOREVER = Words(", and where there is none it is removed for good", "(ごみ箱がない場合は、完全に削除します)")
_NOBODY = Words(
    "There is no terminal to ask on. Add --yes.", "確認するための端末がありません。--yes を付けてください。"
)
_LEFT = Words("Nothing was removed.", "何も取り除いていません。")
_WENT = Words("{was} → {to}", "{was} → {to}")
_FOR_GOOD = Words("removed for good", "完全に削除しました")
_USAGE = Words(
    "Give ids of `deskhand kept` after --purge, or --due, not both.",
    "--purge の後に `deskhand kept` の ID を並べるか、--due を指定してください。両方は指定できません。",
)


async def run_kept(house: House, options: Namespace) -> int:
    """List what is kept, or give some of it away."""
    if options.purge and options.due:
        raise InvalidArgumentsError(_USAGE, "usage")
    found = await asyncio.to_thread(kept, house.home.ledger, house.home.vault)
    attic = Attic(house)
    chosen = attic.retention()
    days = chosen.days if options.days is None else options.days
    rules = Rules(days, chosen.percent / 100, attic.running(found, {}))
    old = due(found, rules, _now(), disks(found))
    if not options.purge and not options.due:
        return _listed(found, old, options)
    going = known(found, options.purge or old)
    if not going:
        tell(_NOTHING_DUE.text(options.language))
        return 0
    if not (options.yes or _agreed(going, options)):
        tell(_LEFT.text(options.language))
        return 3
    how = Purging(system_trash(), _now(), rules.running, options.forever)
    told = await asyncio.to_thread(given_away, house, [one.id for one in going], how, options.language)
    return _told(told, options)


def _listed(found: Sequence[Kept], old: Sequence[str], options: Namespace) -> int:
    for one in found:
        if options.json:
            say(dumps({**plain(one), "bytes": one.size, "due": one.id in old}))
            continue
        mark = _DUE if one.id in old else NO_WORDS
        line = _LINE.of(
            id=one.id, day=one.at[:10], files=one.files, size=_size(one.size), due=mark, title=shown(one.title)
        )
        say(line.text(options.language))
    if not found and not options.json:
        tell(_NOTHING.text(options.language))
    return 0


def _agreed(going: Sequence[Kept], options: Namespace) -> bool:
    """Show what would go, and ask."""
    _listed(going, (), Namespace(json=False, language=options.language))
    if options.json or not sys.stdin.isatty():
        tell(_NOBODY.text(options.language))
        return False
    otherwise = _ELSE_FOREVER if options.forever else NO_WORDS
    words = _ASKED.of(count=len(going), size=_size(sum(one.size for one in going)), else_=otherwise)
    sys.stderr.write(words.text(options.language))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "はい")


def _told(told: Purged, options: Namespace) -> int:
    for one in told.removed:
        if options.json:
            say(dumps({"kind": "removed", "id": one.checkpoint, "was": one.was, "to": one.to}))
        else:
            say(_WENT.of(was=shown(one.was), to=shown(one.to) if one.to else _FOR_GOOD).text(options.language))
    for words in told.refused:
        tell(words.text(options.language))
    return 1 if told.refused else 0


def _size(count: int) -> str:
    size, units = float(count), ["B", "kB", "MB", "GB", "TB"]
    while size >= 1000 and len(units) > 1:
        size, units = size / 1000, units[1:]
    return f"{size:.0f} {units[0]}" if units[0] == "B" else f"{size:.1f} {units[0]}"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
