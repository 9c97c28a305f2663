"""`/name rest`: the person starts a skill, a prompt of a pack or a role themselves. What `$ARGUMENTS` stands for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from skills.found import Found
from skills.shelf import by_name

_SLASH = re.compile(r"\s*/([\w.:-]+)(?:\s+(.*))?\Z", re.DOTALL)
_PLACES = re.compile(r"\$ARGUMENTS(?:\[(\d)\])?|\$([1-9])(?![\d.,]*\d)")
_QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'|(\S+)')
_SEVERAL = Words("{name!r} can mean {keys}.", "「{name}」に当てはまるスキルが複数あります: {keys}")
_WRITE_KEY = Words("Write the whole key after “/”.", "「/」の後にキー全体を入力してください。")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person started, and what they wrote after it."""

    found: Found
    arguments: str = ""


def chosen(text: str, known: Mapping[str, Found]) -> Chosen | None:
    """What a request that begins with "/" starts; None when it is just words, or a path.

    Raises:
        NeedsUserError: several have this name (code "several_skills").
    """
    match = _SLASH.match(text)
    found = by_name(known, match[1]) if match else ()
    if match is None or not found:
        return None
    if len(found) > 1:
        keys = ", ".join(sorted(one.key for one in found))
        raise NeedsUserError(_SEVERAL.of(name=match[1], keys=keys), _WRITE_KEY, "several_skills")
    return Chosen(found[0], (match[2] or "").strip())


def told(choice: Chosen) -> str:
    """What the model is told of it, by Deskhand."""
    return (
        f"The person started the skill {choice.found.key} with their request. Before anything else call `skill` with "
        f'the name "{choice.found.key}", then do what they want with it.'
    )


def filled(body: str, arguments: str) -> str:
    """The words of a skill with what the person wrote in the place of $ARGUMENTS, $1, $2 ...

    Without such a place it stands at the end. Nothing else is put in, and nothing is run: !`command` stays as it is.
    """
    words = ["".join(groups) for groups in _QUOTED.findall(arguments)]

    def word(match: re.Match[str]) -> str:
        if match[1] is None and match[2] is None:
            return arguments
        number = int(match[1]) if match[1] else int(match[2]) - 1
        return words[number] if number < len(words) else ""

    if not arguments:
        return body
    made, count = _PLACES.subn(word, body)
    return made if count else f"{body}\n\nArguments: {arguments}"
