"""Variables that go on in native Python where the small interpreter cannot: plain values by what they show themselves
as, functions, classes and imports by their source. All of it is code for a confined process: nothing of it is trusted.
"""

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.sandbox.parts import Carried
from agent.sandbox.small.source import CARRIED

_LONGEST = 5_000_000  # characters in all; more is loaded again faster than it is carried
_SOURCES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BEFORE = """
def __carried__(pairs):
    import collections, datetime, decimal, pathlib
    space = {"datetime": datetime, "Decimal": decimal.Decimal, "nan": float("nan"), "inf": float("inf")}
    space |= {"Counter": collections.Counter, "deque": collections.deque, "PosixPath": pathlib.Path}
    for name, text in pairs:
        globals()[name] = eval(text, dict(space))
"""
_AFTER = "del __carried__\n"


@dataclass(frozen=True, slots=True)
class Scene:
    """Names that runs have left at the top: those with a source, those with a value. `whole`: it can be carried."""

    sources: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    whole: bool = True

    def after(self, text: str, *, whole: bool) -> "Scene":
        """After a run of this text, which can be parsed; not `whole` when what it did must not count."""
        sources, values = dict(self.sources), dict.fromkeys(self.values)
        try:
            left = list(_left(ast.parse(text)))
        except RecursionError:  # it can be parsed, but not be written again
            return Scene(whole=False)
        for name, source in left:
            sources.pop(name, None)
            values.pop(name, None)
            if source:
                sources[name] = source
            else:
                values[name] = None
        return Scene(sources, tuple(values), self.whole and whole)

    def carried(self, shown: str) -> Carried:
        """What makes it anew, from the answer to `question`."""
        texts = _answered(shown, len(self.values))
        pairs = [(name, text) for name, text in zip(self.values, texts, strict=True) if text]
        if sum(len(text) for _, text in pairs) > _LONGEST:
            return Carried("", whole=False)
        imports = [one for one in self.sources.values() if one.startswith(("import ", "from "))]
        others = [one for one in self.sources.values() if one not in imports]
        lines = [*imports, f"{_BEFORE}__carried__({pairs!r})", _AFTER, *others]
        return Carried("\n".join(dict.fromkeys(lines)), whole=None not in texts)


def question(names: Sequence[str]) -> str:
    """A text whose value tells the variables of these names, as JSON."""
    asked = ", ".join(f"{CARRIED}(lambda: {name})" for name in names)
    return f"import json as __deskhand_json__\n__deskhand_json__.dumps([{asked}])"


def _answered(shown: str, count: int) -> list[str | None]:
    """The answer, if it is one; else nothing could be carried."""
    try:
        found = json.loads(shown)
    except (ValueError, RecursionError):
        return [None] * count
    if not isinstance(found, list) or len(found) != count:
        return [None] * count
    return [one if isinstance(one, str) else None for one in found]


def _left(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that a text leaves at the top, with their source or ""; in the order of the text, about."""
    waiting: list[ast.AST] = list(reversed(tree.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((one.asname or one.name.partition(".")[0], ast.unparse(node)) for one in node.names)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, ast.unparse(node)
            yield from ((name, "") for one in ast.walk(node) if isinstance(one, ast.Global) for name in one.names)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id, ""
        elif isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler) and node.name:
            yield node.name, ""
        if not isinstance(node, (*_SOURCES, ast.Lambda, ast.comprehension)):
            waiting += reversed(list(ast.iter_child_nodes(node)))
