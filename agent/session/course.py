"""One step of a task in words: what it is called, what was said, and whether the person did it."""

from agent.core.actions import Row, Source
from agent.core.changes import Changed
from agent.core.events import (
    CallEnded,
    CallStarted,
    Checked,
    CheckpointMade,
    ContextCut,
    Event,
    GrantGiven,
    GrantRevoked,
    ItemEnded,
    ItemsPlanned,
    MessageAdded,
    Noted,
    PlanSet,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    RootRevoked,
    Sent,
    SessionChanged,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import AssistantMessage, text_of
from agent.core.paths import shown
from agent.core.plans import PlanStep, Requirement, StepState
from agent.core.words import NO_WORDS, Words
from agent.session.checks import checks_summary, checks_told
from agent.session.left import called
from agent.session.terms import EFFECTS, ENDINGS, HERE, KINDS, MODES, OUTCOMES, detail

Step = tuple[Words, Words, bool]
_NOTHING: Step = (NO_WORDS, NO_WORDS, False)

_LEFT_OUT = Words(
    "Older parts are left out for the model; its note", "モデルへの入力から古い部分を省略(モデル自身のメモ)"
)
_ASKED_FOR = Words("The person asked", "依頼")
_ENDED = Words("The task ended: {how}", "作業の終了: {how}")
_GRANTED = Words("{path} ({access})", "{path}({access})")
_READ_WRITE = Words("read and write", "読み取りと変更")
_READ_ONLY = Words("read only", "読み取りのみ")
_TOOL = Words("Tool {name}", "ツール {name}")
_RESULT = Words("Result: {how}", "結果: {how}")
_ASKED = Words("Asked: {title}", "確認: {title}")
_ACCEPTED = Words("Rows accepted: {count}. {text}", "{count} 件を承認。{text}")
_CHANGED = Words("Files changed: {title} ({id})", "ファイルの変更: {title}({id})")
_PERMISSION = Words("{effect} {pattern}", "{effect} {pattern}")
_USAGE = Words("{model} at {host}: {input} {input:token|tokens} in, {output} out",
               "{model}({host}): 送信 {input} トークン、受信 {output} トークン")  # fmt: skip
_SENT = Words("{size} {size:byte|bytes} to {model} at {host}{names}", "{model}({host})へ {size} バイト{names}")
_FETCHED = Words("{address}: {size} {size:byte|bytes} sent{names}", "{address}: {size} バイトを送信{names}")
_GIVEN = Words("{tool}, {host}: {size} {size:byte|bytes}{names}", "{tool}、{host}: {size} バイト{names}")
_HANDED_OUT = Words("Handed out: {count} {count:piece|pieces}", "分担: {count} 件")
_PIECE = Words("Piece {id}: {how}", "分担 {id}: {how}")
_PLAN = Words("Plan", "計画")
_ASKED_ITEMS = Words("Asked for:", "依頼の項目:")
_MARKS = {StepState.OPEN: "○", StepState.ACTIVE: "◐", StepState.DONE: "●", StepState.FAILED: "✗"}
_FROM = Words(", from {names}", "({names} の内容を含む)")
_LINE = Words("- {kind} {name} {rest}", "- {kind} {name} {rest}")


def step(event: Event) -> Step:
    """A heading, words, and whether the person did it; without a heading nobody needs to see it."""
    for told in (_course, _settings, _calls, _pieces, _deeds):
        found = told(event)
        if found is not _NOTHING:
            return found
    return _NOTHING


def _course(event: Event) -> Step:
    match event:
        case TurnStarted(text=text):
            return _ASKED_FOR, _same(text), True
        case MessageAdded(AssistantMessage(parts)) if text_of(parts):
            return Words("Deskhand answered", "Deskhand の回答"), _same(text_of(parts)), False
        case TurnEnded(ending, sentence, remedy):
            return _ENDED.of(how=ENDINGS[ending]), _same(" ".join(filter(None, (sentence, remedy)))), False
        case ContextCut(note=note) if note:
            return _LEFT_OUT, _same(note), False
        case Noted(text=text):
            return Words("Note", "お知らせ"), _same(text), False
        case _:
            return _NOTHING


def _settings(event: Event) -> Step:
    match event:
        case RootGranted(path=path, writable=writable):
            access = _READ_WRITE if writable else _READ_ONLY
            return Words("Folder granted", "フォルダーの許可"), _GRANTED.of(path=shown(path), access=access), True
        case RootRevoked(name):
            return Words("Folder taken back", "フォルダーの許可を取り消し"), _same(shown(name)), True
        case SessionChanged(mode=mode) if mode is not None:
            return Words("Mode", "モード"), MODES[mode], True
        case GrantGiven(grant):
            words = _PERMISSION.of(effect=EFFECTS[grant.effect], pattern=shown(grant.pattern))
            return Words("Standing permission given", "継続的な許可"), words, True
        case GrantRevoked(grant):
            words = _PERMISSION.of(effect=EFFECTS[grant.effect], pattern=shown(grant.pattern))
            return Words("Standing permission taken back", "継続的な許可の取り消し"), words, True
        case _:
            return _NOTHING


def _calls(event: Event) -> Step:
    match event:
        case CallStarted(call, title):
            return _TOOL.of(name=shown(call.tool)), _same(shown(title)), False
        case CallEnded(result):
            return _RESULT.of(how=OUTCOMES[result.outcome]), _same(result.for_user), False
        case QuestionAsked(question=question):
            asked = _ASKED.of(title=shown(question.title))
            return asked, _lines([_row(row) for row in question.rows]), False
        case QuestionAnswered(approval):
            words = _ACCEPTED.of(count=len(approval.accepted), text=approval.text)
            return Words("Answered", "回答"), words, True
        case _:
            return _NOTHING


def _pieces(event: Event) -> Step:
    match event:
        case ItemsPlanned(items=items):
            return _HANDED_OUT.of(count=len(items)), _same("\n".join(f"- {shown(item.title)}" for item in items)), False
        case PlanSet(steps, checklist):
            return _PLAN, _plan(steps, checklist), False
        case ItemEnded(item, outcome, sentence):
            return (
                _PIECE.of(id=shown(item.partition(".")[2] or item), how=OUTCOMES[outcome]),
                _same(shown(sentence)),
                False,
            )
        case _:
            return _NOTHING


def _deeds(event: Event) -> Step:
    match event:
        case CheckpointMade(checkpoint):
            title = _CHANGED.of(title=shown(checkpoint.title), id=checkpoint.id)
            return title, _lines([_changed(changed) for changed in checkpoint.changed]), False
        case Checked(checks):
            return checks_summary(checks), checks_told(checks), False
        case UsageAdded(model, usage, host):
            words = _USAGE.of(model=shown(model), host=_host(host), input=usage.input, output=usage.output)
            return Words("Answer of a model", "モデルの応答"), words, False
        case Sent(host, to, size, sources) as sent:
            if sent.by_tool:
                return _asked_outside(sent)
            words = _SENT.of(model=shown(to), host=_host(host), size=f"{size:,}", names=_names(sources))
            return Words("Sent to a model", "モデルへの送信"), words, False
        case _:
            return _NOTHING


def _asked_outside(sent: Sent) -> Step:
    """What a Tool sent: a request of a web server, or what a connector was given."""
    size, names = f"{sent.size:,}", _names(sent.sources)
    if sent.to.startswith("GET "):
        return Words("Fetched", "取得"), _FETCHED.of(address=shown(sent.to), size=size, names=names), False
    words = _GIVEN.of(tool=shown(sent.to.removeprefix("call ")), host=_host(sent.host), size=size, names=names)
    return Words("Given to a connector", "コネクタへの送信"), words, False


def _plan(steps: tuple[PlanStep, ...], checklist: tuple[Requirement, ...]) -> Words:
    """Every step with what it will change, then what was asked for, with where it shows."""
    lines = [_planned(step.state, step.title, ", ".join(step.changes)) for step in steps]
    if checklist:
        lines += [_ASKED_ITEMS, *(_planned(one.state, one.need, f"{one.file} {one.at}".strip()) for one in checklist)]
    return _lines(lines)


def _planned(state: StepState, text: str, rest: str) -> Words:
    return _same(f"{_MARKS[state]} {shown(text)}{f' ({shown(rest)})' if rest else ''}")


def _host(host: str) -> Words:
    return _same(shown(host)) if host else HERE


def _names(sources: tuple[Source, ...]) -> Words:
    if not sources:
        return NO_WORDS
    names = [called(source) for source in sources]
    return _FROM.of(names=Words(", ".join(one.en for one in names), "、".join(one.ja for one in names)))


def _row(row: Row) -> Words:
    what = Words(detail(row.detail, "en"), detail(row.detail, "ja"))
    return _LINE.of(kind=EFFECTS[row.effect], name=shown(row.target), rest=what)


def _changed(changed: Changed) -> Words:
    kind = KINDS.get(changed.kind, _same(shown(changed.kind)))
    return _LINE.of(kind=kind, name=shown(changed.place), rest=shown(changed.to))


def _lines(lines: list[Words]) -> Words:
    return Words("\n".join(line.en.rstrip() for line in lines), "\n".join(line.ja.rstrip() for line in lines))


def _same(text: str) -> Words:
    """What was said already, in the language of that moment."""
    return Words(text, text)
