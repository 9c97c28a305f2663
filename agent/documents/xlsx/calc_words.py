"""What a person is told about results of formulas after an edit."""

from collections.abc import Iterator

from agent.core.words import Words
from agent.documents.xlsx.calc import Outcome

_COMPUTED = Words("{count} of formulas computed anew.", "数式の結果 {number} 個を再計算しました。")
_MISSING = Words(
    "{count} could not be computed with certainty and will be computed when a spreadsheet program opens the file: "
    "{cells}. Until then the cells show no result.",
    "数式の結果 {number} 個は確実に計算できないため、表計算ソフトで開いたときに計算されます"
    "(それまでは空欄です): {cells}。",
)
_TOO_LARGE = Words(
    "It would take too long to compute the formulas of the workbook here. Results may be out of date until a "
    "spreadsheet program opens the file and computes them.",
    "再計算に時間がかかりすぎるため、ここでは数式を再計算していません。"
    "表計算ソフトで開いて再計算されるまで、結果が古い可能性があります。",
)
_MOST = 20


def told(outcome: Outcome) -> Iterator[Words]:
    """How many results were computed, which ones were not, and why; nothing when no formula is concerned."""
    if outcome.too_large:
        yield _TOO_LARGE
    if outcome.computed:
        yield _COMPUTED.of(count=_results(len(outcome.computed)), number=len(outcome.computed))
    if outcome.missing:
        rest = len(outcome.missing) - _MOST
        cells = ", ".join(outcome.missing[:_MOST])
        shown = Words(f"{cells} and {rest} more", f"{cells} ほか {rest} 個") if rest > 0 else cells
        yield _MISSING.of(count=_results(len(outcome.missing)), number=len(outcome.missing), cells=shown)


def _results(count: int) -> str:
    return f"{count:,} result{'s' if count > 1 else ''}"
