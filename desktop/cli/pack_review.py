"""What the command line prints of a package before anything of it is used: all of it, nothing shortened."""

import shlex
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from agent.core.codec import plain
from agent.core.paths import shown
from agent.core.words import NO_WORDS, Words
from agent.packages.package import Advice, Declared, Format, MemberKind, Package, Signed, Transport, Update, Weight
from desktop.compose.packages import Review

_FORMATS = {
    Format.SKILL: Words("Skill", "スキル"),
    Format.AGENT_PLUGIN: Words("Plugin (Agent Plugins)", "プラグイン（Agent Plugins）"),
    Format.CLAUDE_PLUGIN: Words("Plugin (Claude)", "プラグイン（Claude）"),
    Format.BUNDLE: Words("Connector (MCP bundle)", "コネクタ（MCP バンドル）"),
    Format.CONFIGURATION: Words("Configuration", "設定ファイル"),
}
_SIGNED = {
    Signed.NOT: Words("Not signed: nothing proves who made it.", "署名なし: 作成者を確認できません。"),
    Signed.BROKEN: Words(
        "The signature is BROKEN: these are not the files that were signed.",
        "署名が無効です: 署名されたファイルとは異なります。",
    ),
    Signed.UNTRUSTED: Words(
        "Signed as {by!r}, but nobody that this computer trusts says who that is.",
        "「{by}」として署名されていますが、信頼できる認証局による確認はありません。",
    ),
    Signed.TRUSTED: Words(
        "Signed by {by!r}, which a trusted authority confirms.", "「{by}」による署名（認証局が確認済み）。"
    ),
}
_KINDS = {
    MemberKind.TEXT: Words("text", "テキスト"),
    MemberKind.SCRIPT: Words("SCRIPT", "スクリプト"),
    MemberKind.PROGRAM: Words("PROGRAM", "プログラム"),
    MemberKind.PICTURE: Words("picture", "画像"),
    MemberKind.DATA: Words("data", "データ"),
}
_WEIGHTS = {
    Weight.WARNING: Words("Warning", "警告"),
    Weight.CAUTION: Words("Caution", "注意"),
    Weight.NOTE: Words("Note", "情報"),
}
_VERSION, _PUBLISHER = (
    Words("Version: {said}", "バージョン: {said}"),
    Words("Says it is by: {said}", "作成者（自称）: {said}"),
)
_LICENCE, _HOMEPAGE = Words("Licence: {said}", "ライセンス: {said}"), Words("Home page: {said}", "ホームページ: {said}")
_ORIGIN, _DIGEST = Words("From: {said}", "入手元: {said}"), Words("Digest: {said}", "ダイジェスト: {said}")
_MEMBERS = Words("{count} {count:file|files}:", "ファイル {count} 件:")
_SKILLS, _PROMPTS = Words("Skills:", "スキル:"), Words("Commands: {names}", "コマンド: {names}")
_ROLES = Words("Roles of delegates: {names}", "委任先の役割: {names}")
_CONNECTORS = Words("Connectors (each stays off until you approve it):", "コネクタ（個別に承認するまで起動しません）:")
_ENV, _HEADERS = Words("variables: {names}", "環境変数: {names}"), Words("headers: {names}", "ヘッダー: {names}")
_FORM = Words("Its form: {names}", "設定項目: {names}")
_UNUSED, _MISSING = (
    Words("Never run by Deskhand:", "Deskhand では実行されないもの:"),
    Words(
        "Programs that it needs and this computer does not have: {names}",
        "必要なプログラムのうち、このパソコンにないもの: {names}",
    ),
)
_PROBLEMS, _ADVICE = (
    Words("Problems:", "問題点:"),
    Words(
        "What our own look found (advice; it proves nothing):",
        "点検の結果（参考情報であり、安全を保証するものではありません）:",
    ),
)
_UPDATE = Words("This would replace version {version}:", "インストール済みのバージョン {version} を置き換えます:")
_CHOICES = Words("Choose one with #plugin=NAME: {names}", "#plugin=名前 を付けて選んでください: {names}")
_CANNOT = Words("It cannot be installed. {why}", "インストールできません。{why}")
_SAME = Words("Exactly these files are installed already.", "まったく同じファイルがインストール済みです。")


def review_lines(review: Review, language: str) -> Iterator[str]:
    """Everything about a package that is not installed, a line at a time."""
    yield from package_lines(review.package, language)
    if review.update is not None:
        yield from _update(review.update, review.package, language)
    if review.choices:
        yield _CHOICES.of(names=", ".join(map(shown, review.choices))).text(language)
    if review.refused != NO_WORDS:
        yield _CANNOT.of(why=review.refused).text(language)
    if review.same:
        yield _SAME.text(language)


def package_lines(package: Package, language: str) -> Iterator[str]:
    """Everything about a package, a line at a time."""
    yield f"{shown(package.title or package.name)} ({package.name}) - {_FORMATS[package.format].text(language)}"
    if package.description:
        yield f"  {shown(package.description)}"
    for words, said in (
        (_VERSION, package.version), (_PUBLISHER, package.publisher), (_LICENCE, package.licence),
        (_HOMEPAGE, package.homepage), (_ORIGIN, package.origin), (_DIGEST, package.digest),
    ):  # fmt: skip
        if said:
            yield words.of(said=shown(said)).text(language)
    yield _SIGNED[package.signature.state].of(by=shown(package.signature.by)).text(language)
    yield _MEMBERS.of(count=len(package.members)).text(language)
    for member in package.members:
        yield f"  {member.size:>10,}  {_KINDS[member.kind].text(language)}  {shown(member.name)}"
    yield from _brought(package, language)
    yield from _found(package, language)


def _brought(package: Package, language: str) -> Iterator[str]:
    if package.skills:
        yield _SKILLS.text(language)
    for skill in package.skills:
        yield f"  {shown(skill.name)}: {shown(skill.description)}"
        yield from (f"    {problem.text(language)}" for problem in skill.problems)
    for words, names in (
        (_PROMPTS, package.prompts), (_ROLES, package.roles), (_FORM, tuple(one.title for one in package.settings)),
        (_MISSING, package.missing),
    ):  # fmt: skip
        if names:
            yield words.of(names=", ".join(map(shown, names))).text(language)
    if package.connectors:
        yield _CONNECTORS.text(language)
    for declared in package.connectors:
        yield from _connector(declared, language)
    if package.unused:
        yield _UNUSED.text(language)
        yield from (f"  {one.text(language)}" for one in package.unused)


def _connector(declared: Declared, language: str) -> Iterator[str]:
    stdio = declared.transport is Transport.STDIO
    line = shlex.join((declared.command, *declared.arguments)) if stdio else declared.url
    yield f"  {shown(declared.name)}: {shown(line)}"
    for words, values in ((_ENV, declared.env), (_HEADERS, declared.headers)):
        if values:  # with what they say: a variable can lead a program elsewhere, as an argument can
            names = ", ".join(f"{shown(name)}={shown(value)}" for name, value in values.items())
            yield "    " + words.of(names=names).text(language)
    if declared.problem != NO_WORDS:
        yield f"    {declared.problem.text(language)}"


def _found(package: Package, language: str) -> Iterator[str]:
    if package.problems:
        yield _PROBLEMS.text(language)
        yield from (f"  {problem.text(language)}" for problem in package.problems)
    if package.advice:
        yield _ADVICE.text(language)
        yield from (f"  {_advice(one, language)}" for one in package.advice)


def _advice(advice: Advice, language: str) -> str:
    where = f" [{shown(advice.where)}]" if advice.where else ""
    return f"{_WEIGHTS[advice.weight].text(language)}: {advice.words.text(language)}{where}"


def _update(update: Update, package: Package, language: str) -> Iterator[str]:
    yield _UPDATE.of(version=shown(update.version) or "?").text(language)
    runs = {
        one.name: f"  {_KINDS[one.kind].text(language)}"
        for one in package.members
        if one.kind in (MemberKind.SCRIPT, MemberKind.PROGRAM)
    }
    for mark, names in (("+", update.added), ("~", update.changed), ("-", update.removed)):
        yield from (f"  {mark} {shown(name)}{runs.get(name, '')}" for name in names)


def package_json(package: Package, language: str) -> dict[str, Any]:
    """A package for `--json`: all of it but where it lies just now, sentences in `language`."""
    told = {one.name: plain(getattr(package, one.name)) for one in fields(package) if one.name != "folder"}
    return {"kind": "package", **{key: _spoken(value, language) for key, value in told.items()}}


def review_json(review: Review, language: str) -> dict[str, Any]:
    """A review for `--json`."""
    return {
        "kind": "review",
        "package": package_json(review.package, language),
        "update": plain(review.update),
        "same": review.same,
        "refused": review.refused.text(language),
        "choices": list(review.choices),
    }


def _spoken(value: Any, language: str) -> Any:
    """Words in one language."""
    if isinstance(value, dict):
        if value.get("kind") == "words":
            return value.get(language, value.get("en", ""))
        return {key: _spoken(one, language) for key, one in value.items()}
    return [_spoken(one, language) for one in value] if isinstance(value, list) else value
