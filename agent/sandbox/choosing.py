"""Which Tier a Code needs, by its syntax tree: short work on text and tables runs in the small one, all else natively.

It may be wrong: what the small interpreter then says that it cannot do runs natively too. A text is never run to find
out, and one that cannot be parsed goes to the small Tier, which says why at once.
"""

import ast
from collections.abc import Callable, Iterator, Mapping

from agent.core.running import Code, Tier
from agent.sandbox.small.functions import NAMES
from agent.sandbox.small.language import MISSING, MODULES
from agent.sandbox.small.source import LONGEST

NATIVE_LINE = "# native"
"""A text that begins with this line runs natively."""

_KNOWN: Mapping[str, frozenset[str]] = {**MODULES, "deskhand": frozenset(NAMES)}
_UNKNOWN = (ast.Yield, ast.YieldFrom, ast.Delete, ast.TryStar, ast.AsyncFor, ast.AsyncWith)
_ENCODINGS = {"utf-8", "utf8", "UTF-8", "UTF8", "ascii", None}


def choose(code: Code) -> Tier:
    """The Tier that should try it first. Never raises."""
    if code.arguments or len(code.text) > LONGEST or code.text.lstrip().startswith(NATIVE_LINE):
        return Tier.NATIVE
    try:
        tree = ast.parse(code.text)
    except SyntaxError:
        return Tier.SMALL
    except (ValueError, RecursionError, MemoryError):
        return Tier.NATIVE
    return Tier.NATIVE if any(_reasons(tree)) else Tier.SMALL


def _reasons(tree: ast.Module) -> Iterator[bool]:
    """For every node, whether it needs the native Tier."""
    known: dict[str, str] = {}
    own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    own |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {name.asname or name.name: name.name for name in node.names if name.asname or "." not in name.name}
    for node in ast.walk(tree):
        yield isinstance(node, _UNKNOWN)
        yield isinstance(node, ast.Name) and node.id in MISSING and node.id not in own
        yield isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and _lacks(node, known)
        for kind, needs in _BY_KIND.items():
            yield isinstance(node, kind) and needs(node)


def _lacks(node: ast.Attribute, known: Mapping[str, str]) -> bool:
    """An attribute of a module that is not there. `os.path` is a module too."""
    name = known.get(node.value.id) if isinstance(node.value, ast.Name) else None
    return name is not None and name in _KNOWN and node.attr not in _KNOWN[name] and f"{name}.{node.attr}" not in _KNOWN


def _imports(node: ast.Import) -> bool:
    return any(name.name not in _KNOWN for name in node.names)


def _imports_from(node: ast.ImportFrom) -> bool:
    names = _KNOWN.get(node.module or "", frozenset())
    return bool(node.level) or any(
        name.name not in names and f"{node.module}.{name.name}" not in _KNOWN for name in node.names
    )


def _class(node: ast.ClassDef) -> bool:
    functions = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    return bool(node.bases or node.keywords) or any(one.decorator_list for one in functions)


def _comprehension(node: ast.comprehension) -> bool:
    return bool(node.is_async)


def _call(node: ast.Call) -> bool:
    """`open` in other encodings, `re.sub` with a function, `print` into a file."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    words = {one.arg: one.value for one in node.keywords if one.arg}
    if name in ("open", "read_text", "write_text"):
        encoding = words.get("encoding", ast.Constant(None))
        return "errors" in words or not isinstance(encoding, ast.Constant) or encoding.value not in _ENCODINGS
    if name == "print":
        return "file" in words and not _is_stream(words["file"])
    if name in ("sub", "subn"):
        return any(isinstance(one, ast.Lambda) for one in node.args)
    return False


def _is_stream(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr")


_BY_KIND: Mapping[type[ast.AST], Callable[..., bool]] = {
    ast.Import: _imports,
    ast.ImportFrom: _imports_from,
    ast.ClassDef: _class,
    ast.comprehension: _comprehension,
    ast.Call: _call,
}
