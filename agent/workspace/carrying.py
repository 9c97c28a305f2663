"""Carrying out a recorded commit, or putting everything back."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from agent.core.errors import AgentError, NeedsUserError, RefusedError
from agent.core.paths import shown
from agent.core.words import Words, joined
from agent.workspace.backward import taken_back
from agent.workspace.orphans import cleared
from agent.workspace.reasons import translated, why
from agent.workspace.records import DONE, REVERTED, Commit, Records, Step
from agent.workspace.steps import Hands, Location
from agent.workspace.times import ended, folder_times, parents

_UNVERIFIED = Words(
    "What was written is not what was meant. Everything was put back.",
    "書き込んだ内容が意図したものと一致しなかったため、すべて元に戻しました。",
)
_HALF_DONE = Words(
    "“{title}” stopped in the middle, and what was done cannot be taken back now: {why}",
    "「{title}」は途中で止まり、済んだ変更を今は元に戻せません。{why}",
)
_BRING_BACK = Words(
    "See that the folder is there and may be written. The next change there, or the next start of Deskhand, puts the "
    "rest in order.",
    "フォルダーが元の場所にあり、書き込めることをご確認ください。次にそのフォルダーを変更するとき、または次に"
    " Deskhand を起動したときに、残りを元に戻します。",
)


class HalfDoneError(NeedsUserError):
    """A commit was begun and can neither be finished nor taken back now. Its record stays open until it can."""

    code = "half_done"


def half_done(words: Words) -> HalfDoneError:
    """The error with what the person can do."""
    return HalfDoneError(words, _BRING_BACK)


def carried_out(records: Records, hands: Hands, commit: Commit, undone: Commit | None, language: str) -> None:
    """Record the intent, take the steps, verify, record the end together with `undone`; or put everything back.

    Raises:
        HalfDoneError: it cannot be put back now; AgentError: why it was put back.
    """
    commit = replace(commit, times=folder_times(hands, commit.steps))
    records.keep(commit)
    try:
        hands.prepare(commit.steps)
    except (OSError, AgentError) as error:  # nothing was changed yet
        with suppress(OSError, AgentError):  # else the next start does it
            forgotten(records, hands, commit)
        raise translated(error) if isinstance(error, OSError) else error from error
    try:
        for step in commit.steps:
            hands.apply(step)
        settle(hands, commit.steps)
        _verify(hands, commit.steps)
        times = ended(hands, commit.times)
        records.keep(replace(commit, state=DONE, times=times), *([undone] if undone else []))
    except (OSError, AgentError) as error:
        raise _put_back_for(error, records, hands, commit, language) from error


def put_back(records: Records, hands: Hands, commit: Commit, language: str) -> tuple[Words, ...]:
    """Take back what was done of a commit and record it. Raises what `taken_back` raises."""
    kept = taken_back(hands, commit.steps, language)
    for time in commit.times:
        hands.set_modified(time.origin, time.before)
    settle(hands, commit.steps)
    forgotten(records, hands, commit)
    return kept


def forgotten(records: Records, hands: Hands, commit: Commit) -> None:
    """Nothing of a commit is left in the folder: take its contents out of the vault and record it."""
    cleared(hands, commit)
    records.keep(replace(commit, state=REVERTED))


def settle(hands: Hands, steps: Sequence[Step]) -> None:
    """Make all names that these steps touch durable."""
    below = {(parent["root"], parent["path"]): parent for step in steps for parent in parents(step)}
    hands.sync([*_vaults(steps), *below.values()])


def _put_back_for(
    error: OSError | AgentError, records: Records, hands: Hands, commit: Commit, language: str
) -> AgentError:
    """Put everything back because of `error`; what is to be raised."""
    try:
        kept = put_back(records, hands, commit, language)
    except (OSError, AgentError) as second:
        return half_done(_HALF_DONE.of(title=shown(commit.checkpoint.title), why=why(second)))
    told = translated(error) if isinstance(error, OSError) else error
    told.words = joined(told.words, *kept)
    told.args = (told.words.en,)
    return told


def _verify(hands: Hands, steps: Sequence[Step]) -> None:
    """Read back every file that has new contents."""
    last = {key(step.get("at") or step["to"]): step for step in steps if step["do"] in ("swap", "move")}
    for step in last.values():
        where: Location = step.get("at") or step["to"]
        if step["sha256"] and "root" in where and hands.sha256(where) != step["sha256"]:
            raise RefusedError(_UNVERIFIED, "verify")


def _vaults(steps: Sequence[Step]) -> list[Location]:
    """The places in vaults that something was moved to."""
    return [step["to"] for step in steps if step["do"] == "move" and "vault" in step["to"]]


def key(location: Location) -> tuple[str, ...]:
    """What a location is known by."""
    return (location["root"], location["path"]) if "root" in location else (location["vault"],)
