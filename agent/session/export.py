"""The record of a Session for people and programs: Markdown, HTML or JSON lines."""

import html
import json
from collections.abc import Sequence

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
from agent.session.journal import Record

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Deskhand {title}</title>
<style>body{{font:15px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#222}}
h2{{font-size:1.05rem;margin-top:2rem}}time{{color:#777;font-size:.85em}}pre{{white-space:pre-wrap;font:inherit}}</style>
<h1>Session {title}</h1>
{body}
</html>
"""


def exported(session: str, records: Sequence[Record], form: str) -> str:
    """The record of `session` as "json" (one Event a line), "html" or "md"."""
    if form == "json":
        return "\n".join(json.dumps({"seq": r.seq, "at": r.at, **plain(r.event)}, ensure_ascii=False) for r in records)
    told = [(record.at, *said) for record in records if (said := _said(record.event))]
    if form == "html":
        return _PAGE.format(title=html.escape(session), body="\n".join(_html(*one) for one in told))
    body = "\n\n".join(f"## {title}\n{at}\n\n{text}".rstrip() for at, title, text in told)
    return f"# Session {session}\n\n{body}\n"


def _html(at: str, title: str, text: str) -> str:
    return f"<h2>{html.escape(title)} <time>{at}</time></h2>\n<pre>{html.escape(text)}</pre>"


def _said(event: Event) -> tuple[str, str] | None:
    """A heading and words for an Event, or None when a person need not see it."""
    return _course(event) or _calls(event) or _deeds(event)


def _course(event: Event) -> tuple[str, str] | None:
    match event:
        case TurnStarted(text=text):
            return "The person asked", text
        case MessageAdded(AssistantMessage(parts)) if text_of(parts):
            return "Deskhand answered", text_of(parts)
        case TurnEnded(ending, sentence, remedy):
            return f"The task ended: {ending}", " ".join(filter(None, (sentence, remedy)))
        case Noted(text=text):
            return "Note", text
        case RootGranted(path=path, writable=writable):
            return "Folder granted", f"{shown(path)} ({'read and write' if writable else 'read only'})"
        case _:
            return None


def _calls(event: Event) -> tuple[str, str] | None:
    match event:
        case CallStarted(call, title):
            return f"Tool {call.tool}", shown(title)
        case CallEnded(result):
            return f"Result: {result.outcome}", result.for_user
        case _:
            return None


def _deeds(event: Event) -> tuple[str, str] | None:
    match event:
        case QuestionAsked(question=question):
            rows = "\n".join(f"- {row.effect} {shown(row.target)} {shown(row.detail)}" for row in question.rows)
            return f"Asked: {question.title}", rows
        case QuestionAnswered(approval):
            return "Answered", f"{len(approval.accepted)} rows accepted. {approval.text}"
        case CheckpointMade(checkpoint):
            rows = "\n".join(f"- {c.kind} {shown(c.place)} {shown(c.to)}".rstrip() for c in checkpoint.changed)
            return f"Files changed: {shown(checkpoint.title)} ({checkpoint.id})", rows
        case UsageAdded(model, usage, host):
            return (
                "Sent to a model",
                f"{model} at {host or 'this computer'}: {usage.input} tokens in, {usage.output} out",
            )
        case _:
            return None
