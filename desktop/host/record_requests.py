"""Requests about the record: is it whole, and what does it say."""

import asyncio
from collections.abc import Mapping

from agent.core.errors import NeedsUserError
from agent.core.words import Words
from agent.session.export import FORMS, exported
from desktop.compose.exports import material
from desktop.compose.missing import no_session
from desktop.host.front import Answerer, Front
from desktop.wire import messages as wire

_ENDINGS = {"html": ".html", "json": ".jsonl", "md": ".md", "otel": ".otlp.jsonl"}
_NO_FORM = Words("There is no such form of the record.", "その形式の記録はありません。")
_CHOOSE = Words("Choose html, json, md or otel.", "html、json、md、otel から選んでください。")


class RecordRequests:
    """Answers what is about the record."""

    def __init__(self, front: Front) -> None:
        self._front = front

    def answers(self) -> Mapping[type, Answerer]:
        """Which method answers which request."""
        return {wire.VerifyRecord: self.verify, wire.ExportRecord: self.export}

    async def verify(self, _: wire.VerifyRecord) -> wire.RecordVerdict:
        """Look at all of it."""
        found = await asyncio.to_thread(self._front.house.verified)
        sentences = tuple(words.text(self._front.language) for words in found.words)
        return wire.RecordVerdict(
            found.ok, found.records, found.sessions, found.guarantee, sentences, found.kind, found.first_bad
        )

    async def export(self, request: wire.ExportRecord) -> wire.RecordText:
        """The record of one Session as a text."""
        house, language = self._front.house, self._front.language
        if not house.journal.knows(request.session):
            raise no_session(request.session)
        if request.form not in FORMS:
            raise NeedsUserError(_NO_FORM, _CHOOSE, "usage")
        made = await asyncio.to_thread(material, house, request.session, language, contents=request.contents)
        text = await asyncio.to_thread(exported, made, request.form)
        return wire.RecordText(f"deskhand-{request.session}{_ENDINGS[request.form]}", text)
