"""The record of a Session for people and programs: Markdown, HTML or JSON lines."""

import html
import json
from collections.abc import Sequence

from agent.core.actions import Row
from agent.core.changes import Changed
from agent.core.codec import plain
from agent.core.events import (
    CallEnded,
    CallStarted,
    CheckpointMade,
    Event,
    MessageAdded,
    Noted,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import AssistantMessage, text_of
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.journal import Record
from agent.session.terms import DETAILS, EFFECTS, ENDINGS, KINDS, OUTCOMES

_SESSION = Words("Session {id}", "セッション {id}")
_ENDED = Words("The task ended: {how}", "作業の終了: {how}")
_GRANTED = Words("{path} ({access})", "{path}({access})")
_READ_WRITE = Words("read and write", "読み取りと変更")
_READ_ONLY = Words("read only", "読み取りのみ")
_TOOL = Words("Tool {name}", "ツール {name}")
_RESULT = Words("Result: {how}", "結果: {how}")
_ASKED = Words("Asked: {title}", "確認: {title}")
_ACCEPTED = Words("{count} rows accepted. {text}", "{count} 件を承認。{text}")
_CHANGED = Words("Files changed: {title} ({id})", "ファイルの変更: {title}({id})")
_USAGE = Words(
    "{model} at {host}: {input} tokens in, {output} out",
    "{model}({host}): 送信 {input} トークン、受信 {output} トークン",
)
_HERE = Words("this computer", "このコンピューター")
_LINE = Words("- {kind} {name} {rest}", "- {kind} {name} {rest}")
_PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>Deskhand {title}</title>
<style>body{{font:15px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#222}}
h2{{font-size:1.05rem;margin-top:2rem}}time{{color:#777;font-size:.85em}}pre{{white-space:pre-wrap;font:inherit}}</style>
<h1>{heading}</h1>
{body}
</html>
"""


def exported(session: str, records: Sequence[Record], form: str, language: str = "en") -> str:
    """The record of `session` as "json" (one Event a line), "html" or "md", with headings in `language`."""
    if form == "json":
        return "\n".join(json.dumps({"seq": r.seq, "at": r.at, **plain(r.event)}, ensure_ascii=False) for r in records)
    said = [(record.at, _said(record.event)) for record in records]
    told = [(at, one[0].text(language), one[1].text(language)) for at, one in said if one]
    heading = _SESSION.of(id=session).text(language)
    if form == "html":
        body = "\n".join(_html(*one) for one in told)
        title = html.escape(session)
        return _PAGE.format(title=title, heading=html.escape(heading), language=language, body=body)
    body = "\n\n".join(f"## {title}\n{at}\n\n{text}".rstrip() for at, title, text in told)
    return f"# {heading}\n\n{body}\n"


def _html(at: str, title: str, text: str) -> str:
    return f"<h2>{html.escape(title)} <time>{at}</time></h2>\n<pre>{html.escape(text)}</pre>"


def _said(event: Event) -> tuple[Words, Words] | None:
    """A heading and words for an Event, or None when a person need not see it."""
    return _course(event) or _calls(event) or _deeds(event)


def _course(event: Event) -> tuple[Words, Words] | None:
    match event:
        case TurnStarted(text=text):
            return Words("The person asked", "依頼"), _same(text)
        case MessageAdded(AssistantMessage(parts)) if text_of(parts):
            return Words("Deskhand answered", "Deskhand の回答"), _same(text_of(parts))
        case TurnEnded(ending, sentence, remedy):
            why = _same(" ".join(filter(None, (sentence, remedy))))
            return _ENDED.of(how=ENDINGS[ending]), why
        case Noted(text=text):
            return Words("Note", "お知らせ"), _same(text)
        case RootGranted(path=path, writable=writable):
            access = _READ_WRITE if writable else _READ_ONLY
            return Words("Folder granted", "フォルダーの許可"), _GRANTED.of(path=shown(path), access=access)
        case _:
            return None


def _calls(event: Event) -> tuple[Words, Words] | None:
    match event:
        case CallStarted(call, title):
            return _TOOL.of(name=call.tool), _same(shown(title))
        case CallEnded(result):
            return _RESULT.of(how=OUTCOMES[result.outcome]), _same(result.for_user)
        case _:
            return None


def _deeds(event: Event) -> tuple[Words, Words] | None:
    match event:
        case QuestionAsked(question=question):
            return _ASKED.of(title=shown(question.title)), _lines([_row(row) for row in question.rows])
        case QuestionAnswered(approval):
            answer = _ACCEPTED.of(count=len(approval.accepted), text=approval.text)
            return Words("Answered", "回答"), answer
        case CheckpointMade(checkpoint):
            title = _CHANGED.of(title=shown(checkpoint.title), id=checkpoint.id)
            return title, _lines([_changed(changed) for changed in checkpoint.changed])
        case UsageAdded(model, usage, host):
            told = _USAGE.of(model=model, host=host or _HERE, input=usage.input, output=usage.output)
            return Words("Sent to a model", "モデルへの送信"), told
        case _:
            return None


def _row(row: Row) -> Words:
    what = DETAILS.get(row.detail, _same(shown(row.detail)))
    return _LINE.of(kind=EFFECTS[row.effect], name=shown(row.target), rest=what)


def _changed(changed: Changed) -> Words:
    kind = KINDS.get(changed.kind, _same(changed.kind))
    return _LINE.of(kind=kind, name=shown(changed.place), rest=shown(changed.to))


def _lines(lines: Sequence[Words]) -> Words:
    return Words("\n".join(line.en.rstrip() for line in lines), "\n".join(line.ja.rstrip() for line in lines))


def _same(text: str) -> Words:
    """What was said already, in the language of that moment."""
    return Words(text, text)
