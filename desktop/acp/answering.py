"""Questions of a Session, asked in the editor. What is no clear yes to exactly what was asked is a refusal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from acp.exceptions import RequestError
from acp.schema import (
    AllowedOutcome,
    ContentToolCallContent,
    PermissionOption,
    RequestPermissionRequest,
    RequestPermissionResponse,
    TextContentBlock,
    ToolCallLocation,
    ToolCallUpdate,
)

from agent.core.actions import Approval, Question
from agent.core.paths import shown
from agent.session.terms import EFFECTS, detail
from desktop.acp import words
from desktop.acp.changes import Shown
from desktop.acp.editor import Editor, meta
from desktop.acp.greeting import OURS
from desktop.compose.opened import OpenedSession

MOST_ROWS = 500
_ALLOW, _REJECT, _GRANT, _CHOICE = "allow", "reject", "grant:", "choice:"
Look = Callable[[Question], Awaitable[Shown]]


@dataclass(frozen=True, slots=True)
class EditorApprover:
    """Puts each question into the Session's record and to the editor, one at a time. `look` shows what it is about."""

    opened: OpenedSession
    editor: Editor
    look: Look
    language: str
    asking: asyncio.Lock

    async def ask(self, question: Question, call: str = "") -> Approval:
        """See `agent.core.ports.Approver`."""
        session = self.opened.session
        async with self.asking:
            waiting = asyncio.ensure_future(session.ask(question, call))
            try:
                await asyncio.sleep(0)  # it is in the record before the editor hears of it
                session.answer(await self._answered(question, call))
                return await waiting
            finally:
                waiting.cancel()

    async def _answered(self, question: Question, call: str) -> Approval:
        try:
            if not question.rows and not question.choices and self.editor.forms:
                label = words.ANSWER.text(self.language)
                return question.answer(text=await self.editor.form(self.opened.session.id, question.title, label))
            request = await self._request(question, call)
            answer = await self.editor.permission(request)
        except RequestError:
            return question.answer(text=words.NO_ANSWER.text(self.language))
        except ConnectionError:  # the editor is gone: nobody refused. The session is suspended, and can be resumed
            await asyncio.Event().wait()
            raise
        return approval_of(question, answer, self.language)

    async def _request(self, question: Question, call: str) -> RequestPermissionRequest:
        shown_changes = await self.look(question)
        text = TextContentBlock(type="text", text=_listed(question, self.language))
        content: list[Any] = [ContentToolCallContent(type="content", content=text), *shown_changes.diffs]
        update = ToolCallUpdate(
            tool_call_id=call or f"question:{question.id}",
            title=question.title,
            status="pending",
            content=content,
            locations=[ToolCallLocation(path=path) for path in shown_changes.paths] or None,
        )
        about = meta(
            title=question.title,
            description=question.why,
            items=[_item(row) for row in question.rows],
            undoable=question.undoable if question.rows else None,
            changes=list(shown_changes.lines),
            change_preview=list(shown_changes.previews),
            question=question.id,
        )
        return RequestPermissionRequest(
            session_id=self.opened.session.id,
            tool_call=update,
            options=options(question, self.language),
            field_meta=about,
        )


def options(question: Question, language: str) -> list[PermissionOption]:
    """What can be answered. A standing permission is named by what it covers, and is never the first choice."""
    if question.choices:
        return _choices(question, language)
    reject = PermissionOption(option_id=_REJECT, name=words.DECLINE.text(language), kind="reject_once")
    if not question.rows:
        said = words.BY_CHAT.text(language)
        return [PermissionOption(option_id=_REJECT, name=said, kind="reject_once")]
    count = len(question.rows)
    name = words.ALLOW if count == 1 else words.ALLOW_ALL.of(count=count)
    allow = PermissionOption(option_id=_ALLOW, name=name.text(language), kind="allow_once")
    grants = [
        PermissionOption(
            option_id=f"{_GRANT}{number}", name=words.grant_words(grant).text(language), kind="allow_always"
        )
        for number, grant in enumerate(question.offers)
    ]
    return [allow, reject, *grants]


def _choices(question: Question, language: str) -> list[PermissionOption]:
    last = len(question.choices) - 1
    found = [
        PermissionOption(
            option_id=f"{_CHOICE}{number}",
            name=choice,
            kind="reject_once" if question.closed and number == last else "allow_once",
        )
        for number, choice in enumerate(question.choices)
    ]
    if question.closed:
        return found
    return [*found, PermissionOption(option_id=_REJECT, name=words.SKIP.text(language), kind="reject_once")]


def approval_of(question: Question, answer: RequestPermissionResponse | None, language: str) -> Approval:
    """What an answer means. Nothing is accepted that was not offered: an unknown option, a row that is not there and a
    cancelled dialog are refusals.
    """
    if answer is None or not isinstance(answer.outcome, AllowedOutcome):
        return question.answer(text=words.NO_ANSWER.text(language))
    option = answer.outcome.option_id
    offered = {one.option_id for one in options(question, language)}
    if option not in offered or option == _REJECT:
        return question.answer(text=_reason(answer) or words.DECLINED.text(language) if question.rows else "")
    if option.startswith(_CHOICE):
        return question.answer(yes=True, text=question.choices[int(option.removeprefix(_CHOICE))])
    rows = _selected(question, answer)
    if not rows:
        return question.answer(text=words.NO_ANSWER.text(language))
    grant = question.offers[int(option.removeprefix(_GRANT))] if option.startswith(_GRANT) else None
    whole = len(rows) == len(question.rows)
    return question.answer(rows, whole, _reason(answer), grant)


def _selected(question: Question, answer: RequestPermissionResponse) -> tuple[int, ...]:
    """The rows that are accepted: all, or those that the editor names. One that is none spoils the answer."""
    known = tuple(row.index for row in question.rows)
    ours = _ours(answer)
    if "selected" not in ours:
        return known
    selected = ours["selected"]
    if not isinstance(selected, list) or not all(type(one) is int and one in known for one in selected):
        return ()
    return tuple(index for index in known if index in selected)


def _reason(answer: RequestPermissionResponse) -> str:
    reason = _ours(answer).get("reason")
    return reason if isinstance(reason, str) else ""


def _ours(answer: RequestPermissionResponse) -> dict[str, Any]:
    """Ours may stand at the answer or at its outcome."""
    for given in (answer.field_meta, getattr(answer.outcome, "field_meta", None)):
        found = (given or {}).get(OURS)
        if isinstance(found, dict):
            return found
    return {}


def _item(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a Row
    return {
        "index": row.index,
        "effect": row.effect.value,
        "target": row.target,
        "detail": row.detail,
        "destructive": row.destructive,
        "size": row.size,
        "notes": list(row.notes),
    }


def _listed(question: Question, language: str) -> str:
    """The question in words: every row stands there, also for an editor that knows nothing of our `_meta`."""
    lines = [question.why] if question.why else []
    for row in question.rows[:MOST_ROWS]:
        said = f"- {EFFECTS[row.effect].text(language)} {shown(row.target)}"
        lines.append(f"{said} ({detail(row.detail, language)})" if row.detail else said)
        lines += [f"  {note}" for note in row.notes]
    if len(question.rows) > MOST_ROWS:
        lines.append(words.MORE_ROWS.of(count=len(question.rows) - MOST_ROWS).text(language))
    if question.rows:
        lines.append((words.CAN_UNDO if question.undoable else words.CANNOT_UNDO).text(language))
    return "\n".join(lines) or question.title
