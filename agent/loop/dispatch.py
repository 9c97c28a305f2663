"""The five doors of a ToolCall: prepare, judge, ask, run, commit. Every call gets exactly one ToolResult."""

import asyncio
import difflib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agent.core.actions import Allow, Approval, Ask, Deny, Question, Verdict
from agent.core.changes import ChangeSet, Checkpoint
from agent.core.errors import NeedsUserError, ToolError
from agent.core.events import CallEnded, CallFound, CallStarted, CheckpointMade
from agent.core.messages import NO_INTENT, Outcome, Result, Text, ToolCall, ToolResult, cut_off, failed, sources_of
from agent.core.ports import Approver, Emit, Gate, Ledger, ReadyCall, Tool
from agent.core.results import declined_by, denied
from agent.core.words import Words

NAMED = 10


@dataclass(frozen=True, slots=True)
class Bench:
    """What a Turn works with: Tools by name, the sockets that their calls pass, and the person's language."""

    tools: Mapping[str, Tool]
    gate: Gate
    approver: Approver
    ledger: Ledger
    emit: Emit
    language: str = ""
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)  # ChangeSets are judged and committed one by one


async def run_call(call: ToolCall, bench: Bench, ready: ReadyCall | None = None) -> ToolResult:
    """Pass `call` through the doors and report its one result. `ready` is given when it was prepared already.

    A ToolError becomes a result. A NeedsUserError does too, and is raised on: nothing was changed, the person must act.
    Anything else, a cancel too, is reported as UNKNOWN and raised on.
    """
    intent = NO_INTENT
    try:
        ready = ready or prepared(call, bench)
        intent = ready.intent
        result = await _attempt(call, ready, bench)
    except ToolError as failure:
        result = failed(call, failure, bench.language, intent)
    except NeedsUserError as need:
        bench.emit(CallEnded(failed(call, need, bench.language)))
        raise
    except BaseException:
        bench.emit(CallEnded(cut_off(call)))
        raise
    bench.emit(CallEnded(result))
    return result


def prepared(call: ToolCall, bench: Bench) -> ReadyCall:
    """The first door. Raises ToolError."""
    tool = bench.tools.get(call.tool)
    if tool is None:
        raise _unknown_tool(call.tool, bench)
    return tool.prepare(call)


async def _attempt(call: ToolCall, ready: ReadyCall, bench: Bench) -> ToolResult:
    verdict = bench.gate.judge(ready.intent)
    approval = await _passed(call, verdict, bench)
    if isinstance(verdict, Ask) and isinstance(approval, Approval) and verdict.question.refused(approval):
        approval = declined_by(approval.text)  # what runs is the whole call, so a part of it is no answer
    if isinstance(approval, Deny):
        return denied(call, approval, bench.language)
    bench.emit(CallStarted(call, ready.intent.title, ready.intent.outward))
    result = await ready.run()
    result = replace(result, sources=sources_of(ready.intent, result.sources))
    if result.changes is None or not result.changes.changes:
        return _answer(call, Outcome.DONE, result)
    async with bench.changing:
        try:
            return await _commit(call, result, result.changes, bench)
        except ToolError as failure:
            failure.told += tuple(part.text for part in result.found if isinstance(part, Text))
            raise


def _answer(call: ToolCall, outcome: Outcome, result: Result) -> ToolResult:
    return ToolResult(
        call.id, outcome, result.for_model, result.for_user, evidence=result.evidence, sources=result.sources
    )


def _unknown_tool(name: str, bench: Bench) -> ToolError:
    near = difflib.get_close_matches(name.lower(), bench.tools, n=1, cutoff=0.5)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    words = Words(
        f"There is no tool {name!r}.{meant} There are: {', '.join(sorted(bench.tools))}.",
        f"モデルが、存在しないツール「{name}」を使おうとしました。",
    )
    return ToolError(words, "unknown_tool")


async def _passed(call: ToolCall, verdict: Verdict, bench: Bench) -> Approval | Deny | None:
    """The person's approval, None when none was needed, or a refusal."""
    match verdict:
        case Allow():
            return None
        case Deny():
            return verdict
        case Ask(question):
            approval = await bench.approver.ask(question, call.id)
            if not approval.yes and not approval.accepted:
                return declined_by(approval.text)
            question.must_fit(approval, time.time())
            return approval


async def _commit(call: ToolCall, result: Result, changes: ChangeSet, bench: Bench) -> ToolResult:
    findings = await bench.ledger.examine(changes)
    verdict = bench.gate.judge_changes(changes, findings)
    if isinstance(verdict, Ask) and result.found:
        bench.emit(CallFound(call.id, result.found))
    approval = await _passed(call, verdict, bench)
    if isinstance(approval, Deny):
        return denied(call, approval, bench.language, result)
    asked = verdict.question if isinstance(verdict, Ask) else None
    accepted, declined = _split(changes.meant(findings), asked, approval)
    words: list[str] = []
    checkpoint = ""
    if accepted.changes:
        made = await _to_the_end(bench, call, accepted)
        checkpoint = made.id
        words.append(f"Done and kept for undo: {made.listed(NAMED)}.")
    if declined:
        reason = f" Their words: {approval.text}" if approval and approval.text else ""
        words.append(f"The person declined these, they are as they were: {'; '.join(declined)}.{reason}")
    outcome = Outcome.DONE if accepted.changes else Outcome.DENIED
    told = replace(result, for_model=(*result.for_model, Text(" ".join(words))))
    return replace(_answer(call, outcome, told), checkpoint=checkpoint, declined=tuple(declined))


def _split(changes: ChangeSet, asked: Question | None, approval: Approval | None) -> tuple[ChangeSet, list[str]]:
    """The Changes to carry out, and the targets of the rows that the person did not tick."""
    if asked is None or approval is None:
        return changes, []
    declined = asked.refused(approval)
    left_out = {row.index for row in declined}
    kept = changes.only(frozenset(range(len(changes.changes))) - left_out)
    return kept, [f"{row.effect} {row.target}" for row in declined]


async def _to_the_end(bench: Bench, call: ToolCall, changes: ChangeSet) -> Checkpoint:
    """Commit, and report it even when the Turn is cancelled meanwhile: a commit is never left half-told."""
    work = asyncio.ensure_future(bench.ledger.commit(changes, call.id))
    stopped = False
    while not work.done():  # however often the person presses Stop
        try:
            await asyncio.wait((work,))
        except asyncio.CancelledError:
            stopped = True
    if not stopped or work.exception() is None:
        bench.emit(CheckpointMade(work.result(), call.id))
    if stopped:
        raise asyncio.CancelledError
    return work.result()
