"""What formulas lose by a change, and which of them may have to be looked at: told to the person afterwards."""

import re
from collections.abc import Mapping, Set

from agent.core.errors import InvalidArgumentsError
from agent.core.words import Words
from agent.documents.xlsx.formula import mentions
from agent.documents.xlsx.formula_shift import LOST, Rewriting
from agent.documents.xlsx.formula_tokens import tokens_of
from agent.documents.xlsx.shift import Shift
from agent.documents.xlsx.structure_results import counts, doubtful

# Their arguments tell cells as texts, or as counts of rows and columns, which nothing can follow.
_COUNTING = frozenset(
    {"INDIRECT", "OFFSET", "VLOOKUP", "HLOOKUP", "INDEX", "ADDRESS", "DAVERAGE", "DCOUNT", "DCOUNTA", "DGET", "DMAX",
     "DMIN", "DPRODUCT", "DSTDEV", "DSTDEVP", "DSUM", "DVAR", "DVARP"}
)  # fmt: skip
_TITLE = re.compile(r"\[((?:'.|[^\[\]'])*)\]")
_MOST = 5
_LOST = Words(
    "{count} {count:formula or name loses what it|formulas and names lose what they} referred to and "
    "{count:becomes|become} #REF!: {told}.",
    "参照先を失って #REF! になる数式・名前が {count} 個あります: {told}。",
)
_COUNTED = Words(
    "Check the formulas with {names}: cells that they tell by a text or by a number of rows or columns do not follow.",
    "{names} を使う数式を確認してください。文字列や行・列の番号で指定されたセルは、自動では変更されません。",
)
MACROS = Words(
    "The workbook has macros, which may name cells and sheets: they were not changed.",
    "ブックにマクロがあります。マクロ内のセルやシートの指定は変更していません。",
)


class Record:
    """A Rewriting that keeps what it saw. `gone` tells the tables (casefolded) that go, or the titles that go of one.

    Raises InvalidArgumentsError, as every Rewriting, when a formula uses what is gone by its name.
    """

    def __init__(
        self,
        rewriting: Rewriting,
        gone: Mapping[str, Set[str] | None],
        *,
        counting: Set[str] = _COUNTING,
        shift: Shift | None = None,
        inherited: Set[str] = frozenset(),
    ) -> None:
        """`inherited` are formulas whose results may have been wrong before."""
        self._rewriting, self._gone, self._counting, self._shift = rewriting, gone, counting, shift
        self._inherited = inherited
        self.doubts: set[str] = set()
        self.counted = False
        self._lost: dict[str, None] = {}
        self._used: set[str] = set()

    def formula(self, formula: str, home: str) -> str:
        """See Rewriting."""
        self._refuse_gone(formula)
        return self._seen(formula, self._rewriting.formula(formula, home))

    def name(self, formula: str, home: str) -> str:
        """See Rewriting."""
        self._refuse_gone(formula)
        return self._seen(formula, self._rewriting.name(formula, home))

    def source(self, sheet: str, area: str) -> str:
        """See Rewriting."""
        return self._rewriting.source(sheet, area)

    def told(self) -> tuple[Words, ...]:
        """Sentences about what was seen; none when there is nothing to tell."""
        said: list[Words] = []
        if self._lost:
            told, rest = "; ".join(list(self._lost)[:_MOST]), len(self._lost) - _MOST
            more = Words(f" and {rest} more", f" ほか {rest} 個") if rest > 0 else Words("", "")
            said.append(_LOST.of(count=len(self._lost), told=Words(told + more.en, told + more.ja)))
        if self._used:
            said.append(_COUNTED.of(names=", ".join(sorted(self._used))))
        return tuple(said)

    def _seen(self, before: str, after: str) -> str:
        if LOST in after and after.count(LOST) > before.count(LOST):
            self._lost[f"={before}"] = None
        inherited = before in self._inherited
        if LOST in after or inherited or (self._shift is not None and doubtful(before, after, self._shift)):
            self.doubts.add(after)
        self.counted = self.counted or counts(after)
        if (used := mentions(before, self._counting)) and before != after:
            self._used.add(used)
        return after

    def _refuse_gone(self, formula: str) -> None:
        if not self._gone:
            return
        table = ""
        for token in tokens_of(formula):
            titles = self._gone.get(table, frozenset()) if token.kind == "columns_of_table" else frozenset()
            used = {re.sub("'(.)", r"\1", one).casefold() for one in _TITLE.findall(token.text)} if titles else set()
            if titles and used & titles:
                raise InvalidArgumentsError(f"A formula uses the column {token.text} of a table: ={formula[:200]}")
            table = token.text.casefold() if token.kind == "name" else ""
            if table in self._gone and self._gone[table] is None:
                raise InvalidArgumentsError(f"A formula uses the table {token.text}: ={formula[:200]}")
