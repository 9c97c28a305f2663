"""What the answer says was done, compared with how the calls ended: a declined or failed change is not done."""

import json
from collections.abc import Iterator

from agent.core.messages import Outcome, ToolCall, ToolResult
from agent.core.paths import shown
from agent.core.plans import CheckState
from agent.core.words import Words
from agent.review.found import Found
from agent.review.marks import normal
from agent.review.saying import is_claim, is_denial, sentences
from agent.review.work import Work, dealt

KIND = "deeds"
WRITING = ("write_file", "edit", "create", "pdf", "convert", "extract", "organise", "recipe", "compare")
_TITLE = Words("What the answer says was done was done", "回答に書かれた作業が実際に行われたかを確認")
_COUNT = Words(
    "{count} {count:change was|changes were} declined or failed, and the answer says so",
    "行われなかった変更 {count} 件と回答が一致",
)
_NOT_DONE = Words(
    "The answer says that it was done: “{said}”. It was not.",
    "回答では行ったことになっていますが、実際には行われていません: 「{said}」",
)
_SILENT = Words("It was declined, and the answer does not say so.", "承認されなかったことが、回答に書かれていません。")
_NOTHING = Words(
    "The answer says that something was changed, and nothing was: “{said}”",
    "回答では変更したことになっていますが、何も変更されていません: 「{said}」",
)  # fmt: skip
_LONGEST = 120


def deeds(work: Work, answer: str) -> Iterator[Found]:
    """One Found for each change that did not happen and that the answer reports wrongly."""
    if work.recipe:
        return
    lines = sentences(normal(answer))
    undone = _undone(work)
    found = [one for name, declined in undone.items() if (one := _reported(name, lines, declined=declined))]
    if not found and undone and not work.checkpoints:
        found = list(_empty(lines))
    yield from found
    if undone and not found:
        yield Found(KIND, CheckState.PASSED, _TITLE, _COUNT.of(count=len(undone)))


def _undone(work: Work) -> dict[str, bool]:
    """Names of files whose change did not come to be in this Turn, and whether it was declined."""
    open_ones: dict[str, bool] = {}
    for call, result in dealt(work.turn):
        if call.tool not in WRITING:
            continue
        if result.outcome is Outcome.DONE:
            for name in (*_targets(call), *_committed(work, result)):
                open_ones.pop(name, None)
        elif result.outcome in (Outcome.DENIED, Outcome.FAILED, Outcome.UNKNOWN):
            for name in _targets(call):
                open_ones[name] = result.outcome is Outcome.DENIED
        for row in result.declined:
            open_ones[row.partition(" ")[2]] = True
    return open_ones


def _committed(work: Work, result: ToolResult) -> tuple[str, ...]:
    made = next((one for one in work.checkpoints if one.id == result.checkpoint), None)
    return tuple(name for line in made.changed for name in (line.place, line.to) if name) if made else ()


def _targets(call: ToolCall) -> Iterator[str]:
    """The files that a call wants to write, move or delete, as the model named them."""
    try:
        arguments = json.loads(call.arguments or "{}")
    except (ValueError, RecursionError):
        return
    if not isinstance(arguments, dict):
        return
    for key in ("path", "to", "redline"):
        value = arguments.get(key)
        if isinstance(value, str) and value and not (key == "path" and call.tool in ("convert", "extract")):
            yield value.removeprefix("./")
    items = arguments.get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield from (v.removeprefix("./") for k, v in item.items() if isinstance(v, str) and k in _ITEM_FIELDS)


_ITEM_FIELDS = ("move", "rename", "delete", "copy", "folder", "from")


def _reported(name: str, lines: list[str], *, declined: bool) -> Found | None:
    """How the answer reports a change that did not happen, when it does so wrongly."""
    short = normal(name.rpartition("/")[2])
    about = [line for line in lines if short and short in line]
    wrong = next((line for line in about if is_claim(line)), None)
    if wrong and not any(is_denial(line) for line in about):
        why = _NOT_DONE.of(said=_cut(wrong))
        mend = f"The answer says of {shown(name)!r} that it was done, but it was not: the call failed or was declined."
        return Found(KIND, CheckState.FAILED, _TITLE, why, name, f"{mend} Do it, or say that it was not done.")
    if declined and not any(is_denial(line) for line in lines):
        mend = f"The person declined a change of {shown(name)!r}, and the answer does not say that it was not made."
        return Found(KIND, CheckState.FAILED, _TITLE, _SILENT, name, mend)
    return None


def _empty(lines: list[str]) -> Iterator[Found]:
    said = next((line for line in lines if is_claim(line)), None)
    if said and not any(is_denial(line) for line in lines):
        mend = "The answer says that something was changed, but no change was made in this task: its calls failed."
        yield Found(KIND, CheckState.FAILED, _TITLE, _NOTHING.of(said=_cut(said)), "", mend)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
