"""The parts that hold the comments of a Word document.

comments.xml is of ECMA-376 part 1, 17.13.4; commentsExtended (who answers whom, what is resolved) and commentsIds are
of [MS-DOCX] 2.5.1 and 2.5.3. A comment is known there by the w14:paraId of its last paragraph.
"""

import posixpath
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from agent.core.errors import InvalidArgumentsError
from agent.documents.docx.addresses import Addresses
from agent.documents.docx.comments_read import PARAGRAPH_ID, last_key
from agent.documents.docx.draft import Draft
from agent.documents.docx.tracked import made, parent_of, replace_element
from agent.documents.docx.tree import Element, children, value
from agent.documents.opc.xml_text import escaped

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
W16 = "http://schemas.microsoft.com/office/word/2016/wordml/cid"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_EXTENDED = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_FIRST_ID = 0x10000000


class CommentParts:
    """The comments of a document as they are by now; parts are made when something is put into them."""

    def __init__(self, addresses: Addresses) -> None:
        """Nothing is made or changed yet."""
        self._addresses = addresses
        self._package = addresses.package

    @property
    def all(self) -> list[Element]:
        """The comments of the document."""
        draft = self._draft("/comments")
        return children(draft.layout.root, "comment") if draft is not None else []

    def comment(self, number: object) -> Element:
        """The comment of that id. Raises InvalidArgumentsError."""
        wanted = str(number).removeprefix("comment ").strip()
        for one in self.all:
            if value(one, "id") == wanted:
                return one
        told = ", ".join(value(one, "id") for one in self.all[:40])
        raise InvalidArgumentsError(f"There is no comment {number!r}. There are: {told or 'none'}.")

    def added(self, author: str, initials: str, paragraphs: list[Element]) -> Element:
        """A new comment at the end of comments.xml."""
        root = self._made("comments", self._empty_comments()).layout.root
        taken = [int(value(one, "id")) for one in children(root, "comment") if value(one, "id").isdecimal()]
        told = {"author": author, "date": self._addresses.moment, "initials": initials}
        comment = made(root, "comment", id=str(max(taken, default=-1) + 1), **told)
        comment.extend(paragraphs)
        root.append(comment)
        key = self.key(comment)
        ids = self._draft("/commentsIds")
        if ids is not None:
            ids.grow()
            entry = ids.layout.root.makeelement(f"{{{W16}}}commentId")
            entry.set(f"{{{W16}}}paraId", key)
            entry.set(f"{{{W16}}}durableId", f"{int(key, 16) ^ 0x2A5A5A5A:08X}")
            ids.layout.root.append(entry)
        if self._draft("/commentsExtended") is not None:
            self.extend(comment)
        return comment

    def key(self, comment: Element) -> str:
        """The w14:paraId of the last paragraph of a comment; one is given to it when it has none."""
        paragraph = children(comment, "p")[-1]
        found = paragraph.get(PARAGRAPH_ID)
        if found is None:
            self._made("comments", b"").grow()
            found = self._new_key()
            paragraph.set(PARAGRAPH_ID, found)
        return found

    def extend(self, comment: Element, *, parent: str | None = None, done: bool | None = None) -> None:
        """Tell in commentsExtended to which comment (by its key) this one answers, and whether it is resolved."""
        root = self._made("commentsExtended", self._empty_extended()).layout.root
        key = self.key(comment)
        before = next((one for one in root if value(one, "paraId") == key), None)
        entry = root.makeelement(f"{{{W15}}}commentEx") if before is None else deepcopy(before)
        entry.set(f"{{{W15}}}paraId", key)
        if parent is not None:
            entry.set(f"{{{W15}}}paraIdParent", parent)
        if done is not None or before is None:
            entry.set(f"{{{W15}}}done", "1" if done else "0")
        if before is None:
            root.append(entry)
        else:
            replace_element(before, entry)

    def thread(self, comment: Element) -> list[Element]:
        """A comment that answers none, and all answers to it, in their order; `comment` may be any of them."""
        above = self.parents()
        first = _root_of(last_key(comment), above)
        found = children(parent_of(comment), "comment")
        return [one for one in found if one is comment or (first and _root_of(last_key(one), above) == first)]

    def parents(self) -> Mapping[str, str]:
        """The key of each comment in commentsExtended with the key of the one that it answers, or ""."""
        draft = self._draft("/commentsExtended")
        root = draft.layout.root if draft is not None else ()
        return {value(one, "paraId"): value(one, "paraIdParent") for one in root}

    def drop(self, comment: Element) -> None:
        """Take a comment out of all parts that tell of it."""
        key = last_key(comment)
        self._made("comments", b"").grow()
        parent_of(comment).remove(comment)
        for kind in ("/commentsExtended", "/commentsIds"):
            draft = self._draft(kind)
            if draft is not None and key:
                draft.grow()
                for one in [one for one in draft.layout.root if value(one, "paraId") == key]:
                    parent_of(one).remove(one)

    def _draft(self, kind: str) -> Draft | None:
        """The part of that kind, if there is one."""
        name = self._package.related(self._package.main, kind)
        if name is None:
            return None
        if name not in self._addresses.drafts:
            self._addresses.drafts[name] = Draft(self._package.read(name))
        return self._addresses.drafts[name]

    def _made(self, stem: str, empty: bytes) -> Draft:
        """The part of that kind, made with its relationship and content type when there is none; about to change."""
        draft = self._draft(f"/{stem}")
        if draft is None:
            name = posixpath.join(posixpath.dirname(self._package.main), f"{stem}.xml")
            self._package.put_new(name, empty, _TYPE.format(stem))
            self._package.relate(self._package.main, _EXTENDED if stem == "commentsExtended" else stem, name)
            draft = self._addresses.drafts[name] = Draft(empty)
        draft.grow()
        return draft

    def _empty_comments(self) -> bytes:
        main = self._addresses.drafts[self._package.main].layout.root
        return _empty(f'w:comments xmlns:w="{escaped(str(etree.QName(main).namespace))}" xmlns:w14="{W14}"', "w14")

    def _empty_extended(self) -> bytes:
        return _empty(f'w15:commentsEx xmlns:w15="{W15}"', "w15")

    def _new_key(self) -> str:
        roots = [draft.layout.root for draft in self._addresses.drafts.values()]
        taken = {one.get(PARAGRAPH_ID) for root in roots for one in root.iter("{*}p")}
        return next(key for at in range(_FIRST_ID, 2**31) if (key := f"{at:08X}") not in taken)


def _root_of(key: str, above: Mapping[str, str]) -> str:
    """The key of the comment that a thread began with; a ring of answers, which broken files have, ends the way."""
    seen = {key}
    while above.get(key) and above[key] not in seen:
        key = above[key]
        seen.add(key)
    return key


def _empty(root: str, ignorable: str) -> bytes:
    name = root.partition(" ")[0]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<{root} xmlns:mc="{_MC}" mc:Ignorable="{ignorable}"></{name}>'.encode()
