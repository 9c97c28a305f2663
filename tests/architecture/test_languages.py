"""Nothing can be said to the person in one language only: types ask for both, and both are there."""

import ast
import inspect
import re
import subprocess
import sys
from typing import get_type_hints

import pytest

from agent.core import errors
from agent.core.errors import AgentError, InvalidArgumentsError, LimitError, NeedsUserError
from agent.core.words import Words

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
LETTERS = re.compile(r"[A-Za-z]{3,}")
COUNTED = re.compile(r"\|([a-z]+)[^|{}]*}")
KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AgentError)]


def half_said(sources) -> list[str]:
    """Literal Words whose second half is not Japanese. Names and numbers may be the same in both."""
    found = []
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
                halves = [literal(one) for one in node.args]
                match halves:
                    case [str(en), str(ja)] if is_half(en, ja):
                        found.append(f"{source.path}:{node.lineno} {en!r} has no Japanese")
    return found


def plural_only(sources) -> list[str]:
    """English Words that count something in the plural only, which is wrong for one. A noun is known as counted when
    it has both forms somewhere; a limit ("most", a constant) is more than one.
    """
    said = [(f"{s.path}:{node.lineno}", words) for s in sources for node, words in english(s)]
    nouns = {noun for _, words in said for noun in COUNTED.findall(words)} - {"are", "were"}
    plural = re.compile(rf"{{([a-z_]*)[^{{}}|]*}} (?:{'|'.join(sorted(nouns))})\b")
    wrong = [(where, one) for where, words in said for one in plural.finditer(words) if one[1] != "most"]
    return [f"{where} {one[0]!r} is wrong for one: say {{{one[1]}:one form|the other}}" for where, one in wrong]


def english(source):
    """Each literal of Words with its English."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words" and node.args:
            match node.args[0]:
                case ast.Constant(value=str(words)):
                    yield node, words
                case ast.JoinedStr(values):
                    yield node, "".join(_piece(part) for part in values)


def _piece(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    named = ast.unparse(part.value) if isinstance(part, ast.FormattedValue) else ""
    return "{most}" if named.lstrip("_").isupper() else "{count}"


def literal(node: ast.expr) -> str | None:
    """The fixed words of a text; None for what is no literal."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def is_half(en: str, ja: str) -> bool:
    words = LETTERS.search(re.sub(r"\{[^}]*\}", "", en))
    return bool(words) and en != ja and not JAPANESE.search(ja)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_takes_both_languages_for_all_that_a_person_is_told(kind):
    hints = get_type_hints(kind.__init__)
    told = {name: hint for name, hint in hints.items() if name in ("words", "remedy")}
    assert told == dict.fromkeys(told, Words | str if kind is InvalidArgumentsError else Words)
    assert "words" in told
    assert ("remedy" in told) == issubclass(kind, (NeedsUserError, LimitError))


def test_an_error_for_the_person_without_japanese_does_not_pass_the_types(repo, tmp_path):
    tried = tmp_path / "tried.py"
    tried.write_text('from agent.core.errors import NeedsUserError\nraise NeedsUserError("No key.", "Enter it.")\n')
    words = [sys.executable, "-m", "mypy", "--no-incremental", "--follow-imports=silent", str(tried)]
    done = subprocess.run(words, cwd=repo, capture_output=True, text=True, check=False)
    assert done.stdout.count('expected "Words"') == 2


def test_what_is_said_in_english_is_said_in_japanese(sources):
    assert half_said([source for source in sources if source.shipped]) == []


def test_words_without_japanese_are_found(source):
    assert half_said([source("agent/x.py", 'Words("No key.", "Kein Schlüssel.")\nWords(f"{n} files", f"{n} Dateien")')])
    assert half_said([source("agent/x.py", 'Words("No key.", "")')])
    assert not half_said(
        [source("agent/x.py", 'Words("180°", "180°")\nWords("{path} ({access})", "{path}({access})")')]
    )


def test_what_is_counted_has_a_form_for_one(sources):
    assert plural_only([source for source in sources if source.shipped]) == []


def test_words_that_count_in_the_plural_only_are_found(source):
    both = source("agent/x.py", 'Words("{count} {count:file|files}", "{count} 個")')
    assert not plural_only(
        [both, source("agent/y.py", 'Words(f"{_MOST:,} files", f"{_MOST}")\nWords("{most} files", "")')]
    )
    assert plural_only([both, source("agent/y.py", 'Words("{many:,} files", "{many} 個")')])
    assert plural_only([both, source("agent/y.py", 'Words(f"{len(x)} files", f"{len(x)} 個")')])
