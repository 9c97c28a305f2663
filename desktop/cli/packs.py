"""`deskhand pack`: look at packages, install what the person agreed to, bring it up to date, remove it."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Awaitable, Callable, Iterable, Mapping

from agent.core.codec import dumps
from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.packages.store import Record, State
from desktop.cli.pack_review import package_json, package_lines, review_json, review_lines
from desktop.cli.setting_values import given_values
from desktop.cli.show import say, tell
from desktop.compose.house import House
from desktop.compose.packages import Packages, Review, house_packages

_REFUSED, _DONE = 3, 0
_ASK = Words("Install exactly this? [y/N] ", "この内容のままインストールしますか? [y/N] ")
_REMOVE = Words(
    "Remove {name} with everything that it brought? [y/N] ", "{name} と、それに含まれるものをすべて削除しますか? [y/N] "
)
_NOT = Words("Nothing was installed.", "インストールしていません。")
_KEPT = Words("Nothing was removed.", "削除していません。")
_NO_DIGEST = Words("--yes needs --digest: only files that were looked at are installed.",
                   "--yes には --digest が必要です。確認済みのファイルだけをインストールします。")  # fmt: skip
_SEE_REVIEW = Words("`deskhand pack review SOURCE` shows the digest.",
                    "ダイジェストは `deskhand pack review SOURCE` で確認できます。")  # fmt: skip
_OTHER = Words("The digest is {found}, not {wanted}: nothing was installed.",
               "ダイジェストが {found} であり、指定の {wanted} と異なるため、インストールしていません。")  # fmt: skip
_LOOK = Words("Look at what it is now.", "現在の内容をご確認ください。")
_INSTALLED = Words("{name} is installed.", "{name} をインストールしました。")
_REMOVED = Words("{name} is removed.", "{name} を削除しました。")
_SAME = Words("{name} is up to date.", "{name} は最新です。")
_NONE = Words("No packages are installed.", "インストールされているパッケージはありません。")
_STATES = {
    State.WELL: NO_WORDS,
    State.CHANGED: Words(
        "set aside: its files are not what you approved (see `deskhand pack approve`)",
        "使用停止中: ファイルが承認時と異なります（`deskhand pack approve` をご覧ください）",
    ),
    State.BROKEN: Words(
        "set aside: its files cannot be read (update or remove it)",
        "使用停止中: ファイルを読み取れません（更新または削除してください）",
    ),
}


async def run_pack(house: House, options: Namespace) -> int:
    """Carry out one verb. Exit codes as everywhere; 3 when the person did not agree."""
    packages = house_packages(house)
    verbs: Mapping[str, Callable[[Packages, Namespace], Awaitable[int]]] = {
        "review": _review, "install": _install, "list": _list, "show": _show, "update": _update,
        "approve": _approve, "remove": _remove,
    }  # fmt: skip
    return await verbs[options.verb](packages, options)


async def _review(packages: Packages, options: Namespace) -> int:
    review = await asyncio.to_thread(packages.review, options.source, options.sha256)
    try:
        _show_review(review, options)
    finally:
        packages.discard(review)
    return _DONE if review.refused == NO_WORDS else 1


async def _install(packages: Packages, options: Namespace) -> int:
    _digest_given(options)
    return await _agree(packages, await asyncio.to_thread(packages.review, options.source, options.sha256), options)


async def _update(packages: Packages, options: Namespace) -> int:
    _digest_given(options)
    review = await asyncio.to_thread(packages.review_update, options.name)
    if review.same:
        packages.discard(review)
        return _told(_SAME.of(name=review.package.name), options)
    return await _agree(packages, review, options)


async def _approve(packages: Packages, options: Namespace) -> int:
    _digest_given(options)
    return await _agree(packages, await asyncio.to_thread(packages.review_again, options.name), options)


async def _agree(packages: Packages, review: Review, options: Namespace) -> int:
    """Show it, ask, and install it when the answer is yes: to exactly what was shown."""
    try:
        _show_review(review, options)
        if review.refused != NO_WORDS:
            return 1
        if options.yes and options.digest.lower() != review.package.digest:
            words = _OTHER.of(found=review.package.digest, wanted=shown(options.digest))
            raise NeedsUserError(words, _LOOK, "other_digest")
        if not options.yes and not await _yes(_ASK, options):
            tell(_NOT.text(options.language))
            return _REFUSED
        values = given_values(getattr(options, "values", ()), review.package.settings, options)
        record = await asyncio.to_thread(packages.install, review, review.package.digest, values)
    finally:
        packages.discard(review)
    if options.json:
        say(dumps(_record_json(record, State.WELL)))
    tell(_INSTALLED.of(name=record.name).text(options.language))
    return _DONE


def _digest_given(options: Namespace) -> None:
    if options.yes and not options.digest:
        raise NeedsUserError(_NO_DIGEST, _SEE_REVIEW, "usage")


async def _list(packages: Packages, options: Namespace) -> int:
    found = await asyncio.to_thread(packages.list)
    if options.json:
        for record, state in found:
            say(dumps(_record_json(record, state)))
    elif not found:
        tell(_NONE.text(options.language))
    else:
        for record, state in found:
            told = (
                shown(record.version),
                shown(record.title),
                shown(record.origin),
                _STATES[state].text(options.language),
            )
            say("  ".join(part for part in (record.name, *told) if part))
    return _DONE


async def _show(packages: Packages, options: Namespace) -> int:
    package = await asyncio.to_thread(packages.package, options.name)
    if options.json:
        say(dumps(package_json(package, options.language)))
    else:
        _say_all(package_lines(package, options.language))
    return _DONE


async def _remove(packages: Packages, options: Namespace) -> int:
    record = packages.store.named(options.name)
    if not options.yes and not await _yes(_REMOVE.of(name=record.name), options):
        tell(_KEPT.text(options.language))
        return _REFUSED
    await asyncio.to_thread(packages.remove, record.name)
    return _told(_REMOVED.of(name=record.name), options)


def _show_review(review: Review, options: Namespace) -> None:
    if options.json:
        say(dumps(review_json(review, options.language)))
    else:
        _say_all(review_lines(review, options.language))


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _told(words: Words, options: Namespace) -> int:
    if options.json:
        say(dumps({"kind": "said", "text": words.text(options.language)}))
    else:
        tell(words.text(options.language))
    return _DONE


def _record_json(record: Record, state: State) -> dict[str, object]:
    return {
        "kind": "installed", "name": record.name, "format": record.format, "version": record.version,
        "title": record.title, "publisher": record.publisher, "origin": record.origin, "digest": record.digest,
        "at": record.at, "state": state, "members": len(record.members),
    }  # fmt: skip


async def _yes(words: Words, options: Namespace) -> bool:
    """The person's answer; no when nobody is there."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(words.text(options.language))
    sys.stderr.flush()
    answer = await asyncio.to_thread(sys.stdin.readline)
    return answer.strip().lower() in ("y", "yes", "はい")
