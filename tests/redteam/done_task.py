"""A task that was carried out, with a model on loopback."""

import asyncio

from agent.core.events import RootGranted
from agent.models.catalog import ModelConfig
from desktop.cli.approve import Answering, deciding
from desktop.compose.asked import Asked
from desktop.compose.home import Home
from desktop.compose.house import built_house
from desktop.compose.tested import tested
from tests.redteam.model_server import ModelServer

_PLAN = {
    "steps": [{"title": "Tidy up", "state": "done"}],
    "checklist": [{"need": "The sum", "state": "done", "file": "Sum.md", "value": "100"}],
}


class Task:
    """A task that was carried out: a read, a failed request, a declined row, two changes and an answer."""

    def __init__(self, base):
        self.folder = base / "folder"
        self.folder.mkdir()
        (self.folder / "notes.txt").write_text("Rent 100\n")
        (self.folder / "old.csv").write_text("a,b\n")
        self.server = ModelServer([
            [("read", {"path": "notes.txt"})],
            429,
            [("write_file", {"path": "Sum.md", "text": "100"}), ("plan", _PLAN)],
            [("organise", {"items": [{"delete": "old.csv"}, {"move": "notes.txt", "to": "Archive/notes.txt"}]})],
            "Done. The notes stay.",
        ])  # fmt: skip
        rules = base / "rules.json"
        rules.write_text(
            '{"effects": ["write", "delete", "move"], "decline": ["notes.txt"], "reason": "keep the notes"}'
        )
        self.home = base / "home"
        self.sizes = self.server.sizes
        self.session = asyncio.run(self._carried_out(rules))

    async def _carried_out(self, rules):
        house = built_house(Home(self.home))
        for path in (house.home.vault, house.home.staging, house.home.settings):
            path.mkdir(parents=True)
        mine = ModelConfig("mine", "openai-chat", self.server.url, "m")
        house.models.add(mine)
        opened = house.new_session((RootGranted("", str(self.folder)),), lambda *_: None, "en")
        session = opened.session
        approver = Answering(session.ask, session.answer, deciding(str(rules), "en", quiet=True))
        asked = Asked(
            "Tidy up",
            house.connecting.connected(mine, lambda _: None, session, house.money.purse(session)),
            language="en",
        )
        ended = await opened.begin(asked, approver)
        assert ended.ending == "done", ended
        assert [line.standing for line in (await tested(house, mine, lambda _: None)).lines[:2]] == ["passed"] * 2
        house.close()
        return session.id
