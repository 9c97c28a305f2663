"""A person of one language, and a scripted model that works in their folder named October."""

import re
import time
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from reportlab.pdfgen.canvas import Canvas

from agent.core.actions import Mode
from agent.core.events import QuestionAsked, RootGranted
from agent.core.paths import shown
from agent.models.scripted import ScriptedModel
from agent.session.limits import Limits
from desktop.compose.asked import Asked
from desktop.compose.home import Home
from desktop.compose.house import built_house

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class Desk:
    """A person of one language at a House over one folder named October."""

    def __init__(self, tmp_path: Path, language: str, home: Path | None = None) -> None:
        self.root = tmp_path / "October"
        self.root.mkdir()
        (self.root / "notes.txt").write_text("one\nmore\n")
        (self.root / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
        mail = EmailMessage()
        mail["Subject"] = "List"
        mail.set_content("See the list.")
        mail.add_attachment("Pen,1\n", subtype="csv", filename="list.csv")
        (self.root / "mail.eml").write_bytes(mail.as_bytes())
        letter = Document()
        letter.add_paragraph("Number one")
        letter.save(str(self.root / "letter.docx"))
        pages = Canvas(str(self.root / "two.pdf"), invariant=1)
        for text in ("one", "two"):
            pages.drawString(60, 700, text)
            pages.showPage()
        pages.save()
        state = Home(home or tmp_path / "home")
        for path in (state.vault, state.staging, state.settings):
            path.mkdir(parents=True)
        self.language = language
        self.house = built_house(state)
        self.told: list[object] = []

    def open(self, *, mode=Mode.ACT):
        opened = self.house.new_session(
            (RootGranted("", str(self.root)),), lambda _s, _n, notice: self.told.append(notice), self.language
        )
        opened.set(mode=mode)
        return opened

    async def turn(self, opened, *steps, approver=None, limits=None, text="go"):
        model = ScriptedModel([*steps])
        asked = Asked(text, model, language=self.language, limits=limits or Limits())
        ended = await opened.begin(asked, approver or self)
        return ended, model

    async def ask(self, question, call=""):
        """The person says yes to everything."""
        self.told.append(QuestionAsked("", question))
        return replace(question.answer(tuple(row.index for row in question.rows), True, "ok"), at=time.time())

    def of(self, kind):
        return [notice for notice in self.told if isinstance(notice, kind)]

    def says(self, text):
        """Words of ours are in the person's language."""
        assert text
        assert "Words(" not in text
        assert text == shown(text) or "\n" in text
        assert bool(JAPANESE.search(text)) == (self.language == "ja"), text


class Nobody:
    """Declines everything, in words of the person's language."""

    async def ask(self, question, call=""):
        return question.answer()
