"""Names say what a thing is. The words below stand for anything, so they name nothing."""

import ast
import re
from pathlib import PurePosixPath

EMPTY_WORDS = {
    "manager", "managers", "helper", "helpers", "util", "utils", "handler", "handlers", "service", "services",
    "engine", "engines", "info", "data",
}  # fmt: skip


def empty_names(sources) -> list[str]:
    """Modules, packages and classes whose names hold an empty word."""
    found = []
    for source in sources:
        for part in PurePosixPath(source.path).with_suffix("").parts:
            found += [f"{source.path}: {word!r} says nothing" for word in words_of(part) & EMPTY_WORDS]
        for node in source.statements:
            if isinstance(node, ast.ClassDef):
                found += [f"{source.path}: class {node.name}" for _ in words_of(node.name) & EMPTY_WORDS]
    return found


def words_of(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)}


def test_no_module_and_no_class_has_an_empty_name(sources):
    assert empty_names([source for source in sources if source.shipped]) == []


def test_an_empty_name_is_found(source):
    assert empty_names([source("agent/tools/file_utils.py", "")])
    assert empty_names([source("agent/tools/x.py", "class HTTPHandler: pass")])
    assert not empty_names([source("agent/tools/database.py", "class Informed: pass")])
