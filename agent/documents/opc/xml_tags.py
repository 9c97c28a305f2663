"""XML tags as text: built from names and attributes, and changed without touching the attributes that stay."""

import re
from collections.abc import Mapping

from agent.documents.opc.xml_text import escaped

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Attributes = Mapping[str, str | int | None]


def tag(name: str, attributes: Attributes | None = None, *inner: str) -> str:
    """An element with its prefix in `name`; attributes that are None are left out, `inner` is ready XML."""
    told = "".join(f' {key}="{escaped(str(value))}"' for key, value in (attributes or {}).items() if value is not None)
    body = "".join(inner)
    return f"<{name}{told}>{body}</{name}>" if body else f"<{name}{told}/>"


def with_attributes(opening: str, attributes: Attributes) -> str:
    """An opening tag ("<a b='c'>" or "<a/>") with some attributes set, or taken away by None; the others stay."""
    added = ""
    for name, value in attributes.items():
        pattern = re.compile(rf"(\s+){re.escape(name)}(\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
        if value is None:
            opening = pattern.sub("", opening)
        elif pattern.search(opening):
            told = escaped(str(value))
            opening = pattern.sub(lambda found, told=told, name=name: f'{found[1]}{name}{found[2]}"{told}"', opening)  # type: ignore[misc]  # defaults hold the loop's values
        else:
            added += f' {name}="{escaped(str(value))}"'
    end = re.search(r"\s*/?>$", opening)
    at = end.start() if end else len(opening)
    return opening[:at] + added + opening[at:]
