"""Values in the place of `${...}`: as src/shared/config.ts of anthropics/mcpb does it.

One thing is done otherwise on purpose: each text is gone through once, so that a value that a person typed, or that a
package proposes, never becomes a placeholder of its own and draws a key into a place where nobody wanted it.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.packages.package import Setting

Value = str | tuple[str, ...]
FORM = "user_config."
_PLACEHOLDER = re.compile(r"\$\{([^}]+)\}")
_WHOLE = re.compile(r"\$\{(user_config\.[^}]+)\}")
_ELSE = ":-"


@dataclass(frozen=True, slots=True)
class Places:
    """Folders that a declaration may name: where the package lies ("" for none), where it may keep things, whose home.

    `desktop`, `documents` and `downloads` are those of the person.
    """

    package: str
    kept: str
    home: str
    desktop: str = ""
    documents: str = ""
    downloads: str = ""
    separator: str = os.sep


def places(package: str, kept: str, home: Path | None = None) -> Places:
    """The Places of this person."""
    own = home or Path.home()
    desktop, documents, downloads = (str(own / name) for name in ("Desktop", "Documents", "Downloads"))
    return Places(package, kept, str(own), desktop, documents, downloads)


def place_variables(known: Places) -> Mapping[str, str]:
    """What the names of folders stand for. Those of a package mean nothing where there is none."""
    made = {
        "HOME": known.home,
        "DESKTOP": known.desktop,
        "DOCUMENTS": known.documents,
        "DOWNLOADS": known.downloads,
        "pathSeparator": known.separator,
        "/": known.separator,
    }
    if known.package:
        made |= dict.fromkeys(("__dirname", "CLAUDE_PLUGIN_ROOT", "PLUGIN_ROOT"), known.package)
    if known.kept:
        made |= dict.fromkeys(("CLAUDE_PLUGIN_DATA", "PLUGIN_DATA"), known.kept)
    return made


def form_variables(settings: Sequence[Setting], given: Mapping[str, str], known: Places) -> Mapping[str, Value]:
    """The values of a form by `user_config.KEY`: what was given goes before what the package proposes.

    A proposal may name folders ("${HOME}/Documents"), what a person gives may not. Of several values that were not
    given there are none, which is less odd than a placeholder as an argument; one that was not given is no variable.
    """
    folders, made = place_variables(known), dict[str, Value]()
    described = {one.key for one in settings}
    for setting in settings:
        text = given.get(setting.key)
        if text is None and setting.default:
            text = filled(setting.default, folders)
        if setting.multiple:
            made[FORM + setting.key] = tuple(line for line in (text or "").splitlines() if line.strip())
        elif text is not None:
            made[FORM + setting.key] = text
    made |= {FORM + key: text for key, text in given.items() if key not in described}
    return made


def not_filled(settings: Sequence[Setting], variables: Mapping[str, Value]) -> tuple[Setting, ...]:
    """The required lines of a form that have no value: without them nothing is started."""
    return tuple(one for one in settings if one.required and not variables.get(FORM + one.key))


def filled(text: str, variables: Mapping[str, Value]) -> str:
    """A text with its values. What is not known, and several values within a text, stay as they were written.

    `${NAME:-else}` of `.mcp.json` is `else` when there is no such value.
    """

    def value(found: re.Match[str]) -> str:
        name, mark, other = found.group(1).partition(_ELSE)
        known = variables.get(found.group(1), variables.get(name) if mark else None)
        if isinstance(known, str):
            return known
        return other if mark and known is None else found.group(0)

    return _PLACEHOLDER.sub(value, text)


def filled_all(texts: Sequence[str], variables: Mapping[str, Value]) -> tuple[str, ...]:
    """Arguments with their values. One that is exactly a placeholder of the form becomes as many as it has values."""
    made: list[str] = []
    for text in texts:
        whole = _WHOLE.fullmatch(text)
        if whole is None:
            made.append(filled(text, variables))
            continue
        known = variables.get(whole.group(1), "")
        if isinstance(known, tuple):
            made += known
        else:
            made.append(known or text)
    return tuple(made)


def named_in(text: str) -> tuple[str, ...]:
    """The names of the placeholders in a text, without what stands for them if need be."""
    return tuple(name.partition(_ELSE)[0] for name in _PLACEHOLDER.findall(text))
