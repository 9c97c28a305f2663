"""Thirty delegates at work, in two languages: twelve are done, one could not, eight work, the rest wait."""

from agent.core.events import CallEnded, CallStarted, Delegated, ItemEnded, ItemsPlanned, TurnStarted, UsageAdded
from agent.core.messages import Outcome, ToolCall, ToolResult, Usage
from agent.core.plans import Item

COUNT, DONE, WORKING = 30, 12, 8


def at_work(say, count=COUNT):
    """The Events of a call of `delegate` that goes on."""
    names = [say(f"Contract {number:02}.docx", f"契約書_{number:02}.docx") for number in range(1, count + 1)]
    items = tuple(
        Item(f"x.{at}", say(f"Check {name} for notice periods", f"{name} の解約予告期間を確認"))
        for at, name in enumerate(names)
    )
    title = say(f"Hand out {count} pieces of work", f"作業を {count} 件に分担")
    events = [CallStarted(ToolCall("c7", "delegate", "{}"), title), ItemsPlanned("c7", items)]
    for at, name in enumerate(names[: DONE + 1 + WORKING]):
        events += [Delegated(items[at].id, event) for event in _steps(at, name, say)]
        if at < DONE:
            events.append(
                ItemEnded(
                    items[at].id,
                    Outcome.DONE,
                    say(
                        f"Notice period: {at % 3 + 2} months (§ {at % 5 + 7})",
                        f"予告期間は {at % 3 + 2} か月(第 {at % 5 + 7} 条)",
                    ),
                )
            )
        elif at == DONE:
            words = say("The file is locked with a password.", "パスワードで保護されているため、開けません。")
            events.append(ItemEnded(items[at].id, Outcome.FAILED, words))
    return events


def _steps(at, name, say):
    usage = UsageAdded("Sonnet 5", Usage(4_000, 300, 0, 0.013), "api.example.com")
    read = ToolResult(f"r{at}", Outcome.FAILED if at == DONE else Outcome.DONE, (), say("84 paragraphs", "84 段落"))
    call = ToolCall(f"r{at}", "read", "{}")
    steps = [TurnStarted(f"d{at}", name), usage, CallStarted(call, say(f"Read {name}", f"「{name}」を読み取り"))]
    steps += [CallEnded(read)] if at != DONE + 1 else []
    if at < DONE or at > DONE + 2:
        report = ToolCall(f"s{at}", "search", "{}")
        steps += [usage, CallStarted(report, say("Search for “notice”", "「予告」を検索"))]
        steps += [CallEnded(ToolResult(f"s{at}", Outcome.DONE, (), say("3 places", "3 か所")))] if at < DONE else []
    return steps
