"""What a call of `delegate` gives: one set of changes, and what every piece came to, in few words."""

from collections.abc import Sequence

from agent.calls.marks import as_data
from agent.core.actions import Source
from agent.core.changes import ChangeSet
from agent.core.messages import Evidence, Outcome, Result, Text
from agent.core.paths import shown
from agent.core.words import Words, joined
from agent.session.delegation.arbiter import lines_of
from agent.session.delegation.claims import Contradiction
from agent.session.delegation.means import Worked
from agent.session.delegation.reports import Claim

MOST_WORDS = 24_000
"""Characters of all reports together, and of all claims."""
_LEAST_WORDS = 160
_DONE = Words("{done} of {count} {count:piece is|pieces are} done.", "{count} 件中 {done} 件が完了しました。")
_NAMED = Words("Not done: {names}.", "完了していないもの: {names}。")
_MISSING = Words("Declared and not made: {names}.", "作るはずだったのに作られていないファイル: {names}。")
_UNCLEAR = Words("Something was unclear in: {names}.", "不明な点が残ったもの: {names}。")
_OPEN = Words(
    "Sources contradict each other, and it stays open: {names}.",
    "資料の間に食い違いがあり、解決できていません: {names}。",
)
_SETTLED = Words("Settled by looking at both places: {names}.", "両方の箇所を確認して解決した食い違い: {names}。")
_CHANGES = Words("What {count} {count:delegate|delegates} made", "分担した {count} 件の作業の結果")
_MOST_NAMED = 8


def result_of(
    worked: Sequence[Worked], found: Sequence[Contradiction], arbiter: Worked | None, language: str
) -> Result:
    """The Result. Its changes are those of all pieces that are done, in the order of the pieces."""
    done = [one for one in worked if one.outcome is Outcome.DONE]
    changes = tuple(change for one in done for change in one.changes.changes)
    everybody = [*worked, *([arbiter] if arbiter else [])]
    evidence = tuple(
        Evidence(claim.source, claim.anchor, claim.key, claim.value)
        for one in done
        for claim in one.report.claims
        if claim.source
    )
    return Result(
        (Text(_for_model(worked, found)),),
        _for_user(worked, found).text(language),
        ChangeSet(_CHANGES.of(count=len(done)).text(language), changes) if changes else None,
        evidence,
        _sources(everybody),
    )


def _sources(worked: Sequence[Worked]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for one in worked for source in one.sources))


def _for_model(worked: Sequence[Worked], found: Sequence[Contradiction]) -> str:
    done = sum(one.outcome is Outcome.DONE for one in worked)
    most = max(MOST_WORDS // len(worked), _LEAST_WORDS)
    unclear = sum(one.outcome is Outcome.DONE and bool(one.report.unclear) for one in worked)
    parts = [f"{done} of {len(worked)} items are done{f', {unclear} of them with something unclear' * bool(unclear)}."]
    if done < len(worked):
        parts.append("Not done (nothing of these is in the changes): " + "; ".join(map(_failure, _not_done(worked))))
    if missing := [f"{one.piece.item.id}: {', '.join(one.missing)}" for one in worked if one.missing]:
        parts.append("Declared and not made: " + "; ".join(missing))
    parts.append(as_data([line for one in worked for line in _told(one, most)] + _claims(worked)))
    parts += _contradicting(found)
    return "\n".join(parts)


def _told(one: Worked, most: int) -> list[str]:
    text = f"[{one.piece.item.id}] {one.outcome}: {one.report.text.strip()}"
    lines = [text if len(text) <= most else f"{text[:most]} ... (cut)"]
    if one.report.unclear:
        lines.append(f"[{one.piece.item.id}] unclear: {one.report.unclear.strip()[:most]}")
    return lines


def _claims(worked: Sequence[Worked]) -> list[str]:
    lines: list[str] = []
    size = 0
    told = [(one.piece.item.id, claim) for one in worked for claim in one.report.claims]
    for number, (item, claim) in enumerate(told):
        line = f"{claim.key} = {claim.value} ({_place(claim, item)})"
        size += len(line)
        if size > MOST_WORDS:
            return [*lines, f"... and {len(told) - number} more claims; give fewer items at once to hear them all."]
        lines.append(line)
    return lines


def _place(claim: Claim, item: str) -> str:
    """Where a claim was found; the item is told only where it is not its file's name: every word counts 30 times."""
    place = f"{claim.source} {claim.anchor}".strip()
    return place if item == claim.source else f"{place}; item {item}" if place else f"item {item}"


def _contradicting(found: Sequence[Contradiction]) -> list[str]:
    parts = []
    if unsettled := [one for one in found if one.settled is None and not one.apart]:
        parts.append("These contradict each other and are NOT settled. Look yourself, or name them in your report with "
                     "both places; never choose by counting:\n" + as_data(list(map(lines_of, unsettled))))  # fmt: skip
    if settled := [one for one in found if one.settled is not None]:
        lines = [f"{lines_of(one)} -> {one.settled.value} ({one.why})" for one in settled if one.settled is not None]
        parts.append("These contradicted each other and were settled by looking at both places:\n" + as_data(lines))
    if apart := [one.key for one in found if one.apart]:
        parts.append(f"One key for different things: {', '.join(map(shown, apart))}.")
    return parts


def _failure(one: Worked) -> str:
    return f"{one.piece.item.id} ({one.outcome}{f': {one.why}' if one.why else ''})"


def _not_done(worked: Sequence[Worked]) -> list[Worked]:
    return [one for one in worked if one.outcome is not Outcome.DONE]


def _for_user(worked: Sequence[Worked], found: Sequence[Contradiction]) -> Words:
    failed = _not_done(worked)
    said = [_DONE.of(done=len(worked) - len(failed), count=len(worked))]
    said += [_NAMED.of(names=_named([one.piece.item.title for one in failed]))] if failed else []
    return joined(*said, doubtful(worked, found))


def doubtful(worked: Sequence[Worked], found: Sequence[Contradiction]) -> Words:
    """What the person should look at: unclear things and contradictions. Empty when there is nothing."""
    said: list[Words] = []
    missing = [name for one in worked for name in one.missing]
    said += [_MISSING.of(names=_named(missing))] if missing else []
    unclear = [one.piece.item.title for one in worked if one.outcome is Outcome.DONE and one.report.unclear]
    said += [_UNCLEAR.of(names=_named(unclear))] if unclear else []
    unsettled = [one for one in found if one.settled is None and not one.apart]
    said += [_OPEN.of(names=_named([_both(one) for one in unsettled]))] if unsettled else []
    settled = [f"{one.key}: {one.settled.value}" for one in found if one.settled is not None]
    said += [_SETTLED.of(names=_named(settled))] if settled else []
    return joined(*said)


def _both(one: Contradiction) -> str:
    places = " / ".join(f"{claim.value} ({claim.source} {claim.anchor})".replace(" )", ")") for claim in one.claims[:3])
    return f"{one.key}: {places}"


def _named(names: Sequence[str]) -> str:
    rest = f", +{len(names) - _MOST_NAMED}" if len(names) > _MOST_NAMED else ""
    return ", ".join(shown(name) for name in names[:_MOST_NAMED]) + rest
