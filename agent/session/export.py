"""The record of a Session for people and programs.

* "md": Markdown for reading. What anybody said stands behind ">", so that no text can look like an entry of its own.
* "html": a page for reading, see `agent.session.report`.
* "json": one record a line, for programs that check the chain by themselves. `body` is the exact text that `body_hash`
  speaks of, `salt` is hex; both are null when they were erased. How to check them is written in `agent.session.chain`.
  The Event's own fields stand beside them.
* "otel": spans, see `agent.session.spans`.
"""

import json

from agent.core.codec import plain
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.chain import Link
from agent.session.course import step
from agent.session.journal import event_of
from agent.session.material import Material
from agent.session.report import report
from agent.session.spans import spans

FORMS = ("html", "json", "md", "otel")
_SESSION = Words("Session {id}", "セッション {id}")


def exported(material: Material, form: str) -> str:
    """The record as one of FORMS, with headings in the language of the material."""
    match form:
        case "json":
            return "\n".join(_line(link) for link in material.links)
        case "html":
            return report(material)
        case "otel":
            return spans(material)
        case _:
            return _markdown(material)


def _line(link: Link) -> str:
    chain = {
        "number": link.number, "session": link.session, "seq": link.seq, "at": link.at, "hash": link.hash,
        "prev": link.prev, "salt": link.salt.hex() if link.salt is not None else None, "body_hash": link.body_hash,
        "body": link.body, "event_kind": link.kind,
    }  # fmt: skip
    return json.dumps({**chain, **plain(event_of(link.kind, link.body))}, ensure_ascii=True)


def _markdown(material: Material) -> str:
    language = material.language
    entries = []
    for record in material.records:
        title, text, _ = step(record.event)
        if title.en:
            said = "\n".join(f"> {shown(line)}".rstrip() for line in text.text(language).splitlines())
            entries.append(f"## {shown(title.text(language))}\n{record.at}\n\n{said}".rstrip())
    verdict = "\n".join(words.text(language) for words in material.verified.words)
    return "\n\n".join((f"# {_SESSION.of(id=material.session).text(language)}", *entries, verdict)) + "\n"
