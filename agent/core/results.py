"""Results of calls that were refused: what the model and the person hear of them."""

from agent.core.actions import Deny
from agent.core.messages import Outcome, Part, Result, Text, ToolCall, ToolResult
from agent.core.words import Words


def declined_by(reason: str) -> Deny:
    """What the person's refusal means; `reason` are their words, or ""."""
    if not reason:
        return Deny("The person declined.", Words("This was declined.", "承認されなかったため、行っていません。"))
    words = Words(f"This was declined: {reason}", f"承認されなかったため、行っていません。理由: {reason}")
    return Deny(f"The person declined: {reason.rstrip('.。')}.", words)


def denied(call: ToolCall, deny: Deny, language: str, result: Result | None = None) -> ToolResult:
    """The result of a call that was refused. When only its Changes were, `result` holds what it found before."""
    words = Text(f"[denied] {deny.because} Nothing was changed. Do not try the same again; go on without it or ask.")
    said = deny.words.text(language)
    if result is None:
        return ToolResult(call.id, Outcome.DENIED, (words,), said, "denied")
    told: tuple[Part, ...] = (words,)
    if result.found:
        told = (words, Text("Only its changes were refused: it ran, and found this."), *result.found)
        said = "\n".join(filter(None, (said, result.for_user)))
    return ToolResult(call.id, Outcome.DENIED, told, said, "denied", sources=result.sources)
