"""Threads of comments, as Excel has them since 2018: [MS-XLSX] 2.6.203 to 2.6.208, with the copy for older programs."""

import datetime
import uuid

from lxml import etree

from agent.core.errors import InvalidArgumentsError
from agent.documents.opc.package_draft import dropped, with_new_part
from agent.documents.opc.xml_ordered import Ordered
from agent.documents.opc.xml_splice import Layout
from agent.documents.opc.xml_tags import DECLARATION, tag
from agent.documents.opc.xml_text import escaped
from agent.documents.xlsx.book import SheetEntry
from agent.documents.xlsx.cell_names import cell_name
from agent.documents.xlsx.comment_parts import Comments
from agent.documents.xlsx.draft import Draft

_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_RELATIONS = "http://schemas.microsoft.com/office/2017/10/relationships"
_THREAD_TYPE = "application/vnd.ms-excel.threadedcomments+xml"
_PERSON_TYPE = "application/vnd.ms-excel.person+xml"
_PREFACE = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it "
    "will get removed if the file is opened in a newer version of Excel."
)


class Threads:
    """The threads of one sheet of a draft. Each change is in the draft at once."""

    def __init__(self, draft: Draft, entry: SheetEntry) -> None:
        self._draft, self._entry = draft, entry

    def has(self, cell: str) -> bool:
        """Whether a cell has a thread."""
        return bool(self._part) and any(one.get("ref") == cell for one in self._read().root)

    def start(self, place: tuple[int, int], text: str, author: str) -> None:
        """Begin a thread at a cell."""
        if not self._part:
            fresh = tag("ThreadedComments", {"xmlns": _SPACE})
            pattern = "xl/threadedComments/threadedComment{}.xml"
            kind = f"{_RELATIONS}/threadedComment"
            with_new_part(self._draft, self._entry.part, kind, pattern, _THREAD_TYPE, f"{DECLARATION}{fresh}".encode())
        self._add(place, text, author, None)

    def reply(self, place: tuple[int, int], text: str, author: str) -> None:
        """Answer in the thread of a cell."""
        self._add(place, text, author, self._first(cell_name(*place)))

    def resolve(self, cell: str, *, done: bool) -> None:
        """Mark a thread as done, or open it again."""
        first = self._first(cell)
        root = self._read()
        node = next(one for one in root.root if one.get("id") == first)
        root.replace(node, root.remade(node, {"done": 1 if done else None}, root.inner(node)))
        self._draft.set_part(self._part, root.result())

    def delete(self, cell: str) -> None:
        """Take a thread away with all its replies; the copy for older programs is a comment of its own."""
        root = self._read()
        gone = [one for one in root.root if one.get("ref") == cell]
        for node in gone:
            root.replace(node, "")
        part = self._part
        self._draft.set_part(part, root.result())
        if len(gone) == len(root.root):
            ids = [one.id for one in self._draft.relations(self._entry.part) if one.type.endswith("/threadedComment")]
            dropped(self._draft, self._entry.part, part, ids)

    @property
    def _part(self) -> str:
        parts = self._draft.related(self._entry.part, "/threadedComment")
        return parts[0] if parts else ""

    def _read(self) -> Ordered:
        return Ordered(Layout(self._draft.part(self._part)), ("threadedComment",))

    def _first(self, cell: str) -> str:
        nodes = [one for one in self._read().root if one.get("ref") == cell and not one.get("parentId")]
        if not nodes:
            raise InvalidArgumentsError(f"{cell} has no thread of comments.")
        return nodes[0].get("id", "")

    def _add(self, place: tuple[int, int], text: str, author: str, parent: str | None) -> None:
        cell, number = cell_name(*place), _new_id()
        moment = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.00")
        person = self._person(author)
        root = self._read()
        told = {"ref": cell, "dT": moment, "personId": person, "id": number, "parentId": parent}
        made = root.tag("threadedComment", told, root.tag("text", None, escaped(text)))
        before = [one for one in root.root if one.get("ref") == cell]
        if before:
            root.replace(before[-1], root.source(before[-1]) + made)
        else:
            root.insert("threadedComment", made)
        self._draft.set_part(self._part, root.result())
        # Programs that know no threads show a comment with the words of all of them.
        Comments(self._draft, self._entry).set(place, self._copy(cell), f"tc={parent or number}")

    def _copy(self, cell: str) -> str:
        texts = [_words(one) for one in self._read().root if one.get("ref") == cell]
        told = [f"{'Reply' if at else 'Comment'}:\n    {text}" for at, text in enumerate(texts)]
        return "\n\n".join([_PREFACE, "\n".join(told)])

    def _person(self, author: str) -> str:
        """The id of a person of the workbook, who is added when nobody has that name."""
        parts = self._draft.related(self._draft.book.part, "/person")
        if not parts:
            root = tag("personList", {"xmlns": _SPACE})
            kind, name = f"{_RELATIONS}/person", "xl/persons/person.xml"
            made = with_new_part(
                self._draft, self._draft.book.part, kind, name, _PERSON_TYPE, f"{DECLARATION}{root}".encode()
            )
            parts = (made.name,)
        people = Ordered(Layout(self._draft.part(parts[0])), ("person", "extLst"))
        for one in people.children("person"):
            if one.get("displayName") == author:
                return one.get("id", "")
        number = _new_id()
        told = {"displayName": author, "id": number, "userId": author, "providerId": "None"}
        people.insert("person", people.tag("person", told))
        self._draft.set_part(parts[0], people.result())
        return number


def _words(node: etree._Element) -> str:
    return "".join(words.text or "" for words in node.iterchildren("{*}text"))


def _new_id() -> str:
    return "{" + str(uuid.uuid4()).upper() + "}"
