"""What the window is shown of a package before it is installed."""

import difflib
import itertools
import shlex

from agent.core.words import NO_WORDS, Words
from agent.packages.package import Declared, Format, Package, Signature, Signed, Transport
from desktop.compose.member_texts import MemberText
from desktop.compose.packages import Review
from desktop.wire import packages as wire

_AROUND, _MOST_LINES = 3, 4000
_SORTS = {
    Format.SKILL: Words("Skill", "スキル"),
    Format.AGENT_PLUGIN: Words("Agent plugin", "エージェントプラグイン"),
    Format.CLAUDE_PLUGIN: Words("Claude plugin", "Claude プラグイン"),
    Format.BUNDLE: Words("Bundle (MCPB)", "バンドル（MCPB）"),
    Format.CONFIGURATION: Words("Configuration", "設定ファイル"),
}
_SIGNATURES = {
    Signed.NOT: Words("It is not signed: nobody vouches for who made it.",
                      "署名がないため、作成者を確認できません。"),
    Signed.BROKEN: Words("Its signature does not fit its contents: it was changed, or the signature is damaged.",
                         "署名と内容が一致しません。変更されたか、署名が壊れています。"),
    Signed.UNTRUSTED: Words("Signed in the name of “{by}”, but nobody whom this computer trusts vouches for that.",
                            "「{by}」名義の署名がありますが、このパソコンが信頼する発行元による証明がありません。"),
    Signed.TRUSTED: Words("Signed by {by}, as this computer can verify.", "{by} の署名を確認しました。"),
}  # fmt: skip
_SAME = Words("Exactly this is installed already.", "これと同じものが、すでにインストールされています。")
_CHOOSE = Words("It offers several plugins: choose one.", "複数のプラグインがあります。1 つ選んでください。")


def review_view(review: Review, language: str) -> wire.ReviewView:
    """Everything of it."""
    package = review.package

    def say(words: Words) -> str:
        return words.text(language)

    update = review.update
    return wire.ReviewView(
        digest=package.digest,
        name=package.name,
        sort=say(_SORTS[package.format]),
        origin=package.origin,
        title=package.title,
        version=package.version,
        description=package.description,
        publisher=package.publisher,
        licence=package.licence,
        homepage=package.homepage,
        signed=package.signature.state,
        signature=signature_text(package.signature, language),
        members=tuple(wire.MemberView(one.name, one.size, one.kind) for one in package.members),
        skills=_skills(package, language),
        prompts=package.prompts,
        roles=package.roles,
        connectors=tuple(declared_view(one, language) for one in package.connectors),
        settings=package.settings,
        unused=tuple(map(say, package.unused)),
        missing=package.missing,
        advice=tuple(wire.AdviceView(one.weight, say(one.words), one.where) for one in package.advice),
        problems=tuple(map(say, package.problems)),
        update=None
        if update is None
        else wire.UpdateView(update.version, update.added, update.changed, update.removed),
        refused=say(refusal_of(review)),
        choices=review.choices,
    )


def refusal_of(review: Review) -> Words:
    """Why it cannot be installed, NO_WORDS when it can."""
    if review.choices:
        return _CHOOSE
    return _SAME if review.same else review.refused


def signature_text(signature: Signature, language: str) -> str:
    """What a signature proves."""
    return _SIGNATURES[signature.state].of(by=signature.by).text(language)


def declared_view(declared: Declared, language: str) -> wire.DeclaredView:
    """A connector that nobody approved: its command line or address as it was written."""
    local = declared.transport is Transport.STDIO
    line = shlex.join((declared.command, *declared.arguments)) if local and declared.command else declared.url
    problem = "" if declared.problem == NO_WORDS else declared.problem.text(language)
    env, headers = (tuple(f"{name}={said}" for name, said in one.items()) for one in (declared.env, declared.headers))
    return wire.DeclaredView(declared.name, local, line, env, headers, problem)


def member_view(member: MemberText, before: MemberText | None = None) -> wire.MemberText:
    """A file as text, as far as it is one; with `before` what differs from that."""
    lines = () if before is None else _differing(before.text, member.text)
    return wire.MemberText(member.name, member.text, member.cut, member.binary, lines)


def _differing(before: str, after: str) -> tuple[str, ...]:
    told = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=_AROUND)
    lines = itertools.islice(told, 2, _MOST_LINES)  # behind the two names
    return tuple("@" if line.startswith("@") else line for line in lines)


def _skills(package: Package, language: str) -> tuple[wire.SkillLineView, ...]:
    return tuple(
        wire.SkillLineView(
            one.name, one.description, tuple(words.text(language) for words in one.problems), one.scripts
        )
        for one in package.skills
    )
