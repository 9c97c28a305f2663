"""Nothing grows without a decision. The limits and their reasons; raising one belongs into DESIGN.md."""

import ast
import io
import tokenize

import pytest

FILE_LINES = 400
FUNCTION_LINES = 50
WHY_FILE = "a file is one subject that fits into the head: split it by subject"
WHY_FUNCTION = "a function is one thought: a part of it that wants a comment above it is a function of its own"
PACKAGE_CODE = {
    "agent/loop/": (410, "retries, compaction, plans and connectors have homes of their own: see DESIGN.md section 2"),
    "agent/core/": (1150, "words and sockets only; what does work belongs into a workshop"),
}
_NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
    tokenize.ENCODING,
}  # fmt: skip


def long_files(sources) -> list[str]:
    lengths = {source.path: source.text.count("\n") for source in sources}
    return [
        f"{path} has {lines} lines; the limit is {FILE_LINES}: {WHY_FILE}."
        for path, lines in lengths.items()
        if lines > FILE_LINES
    ]


def long_functions(sources) -> list[str]:
    found = []
    for source in sources:
        for node in source.statements:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    found.append(
                        f"{source.path}:{node.lineno} {node.name} has {lines} lines; "
                        f"the limit is {FUNCTION_LINES}: {WHY_FUNCTION}."
                    )
    return found


def large_packages(sources) -> list[str]:
    found = []
    for folder, (limit, why) in PACKAGE_CODE.items():
        lines = {source.path: code_lines(source) for source in sources if source.path.startswith(folder)}
        if (total := sum(lines.values())) > limit:
            parts = ", ".join(f"{path} {count}" for path, count in sorted(lines.items()))
            found.append(f"{folder} has {total} lines of code; the limit is {limit}: {why}. ({parts})")
    return found


def code_lines(source) -> int:
    """Lines that hold code: no blank lines, no comments, no docstrings."""
    words = tokenize.generate_tokens(io.StringIO(source.text).readline)
    lines = {line for token in words if token.type not in _NO_CODE for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - _docstrings(source.tree))


def _docstrings(tree: ast.Module) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(
            node
        ):
            first = node.body[0]
            lines.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines


@pytest.mark.parametrize("rule", [long_files, long_functions, large_packages])
def test_nothing_is_larger_than_its_limit(sources, rule):
    assert rule(sources) == []


def test_a_file_a_function_and_a_package_that_are_too_large_are_found(source):
    body = "".join(f"    x = {n}\n" for n in range(450))
    big = [source("agent/loop/big.py", f'"""Doc."""\n\ndef big():\n    """Doc\n    string."""\n{body}')]
    assert len(long_files(big)) == len(long_functions(big)) == len(large_packages(big)) == 1


def test_blank_lines_comments_and_docstrings_do_not_count(source):
    text = '"""Doc\nstring."""\n\n# why\nimport os  # this\n\n\ndef f():\n    """Doc."""\n    return (\n  1,\n  )\n'
    assert code_lines(source("agent/core/x.py", text)) == 5
