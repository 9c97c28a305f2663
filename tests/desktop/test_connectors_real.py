"""From a bundle to a used tool, in the real window with the real host."""

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from agent.models.catalog import Catalog, ModelConfig
from agent.sandbox.confining import confinement_here
from desktop.presenter.items import Over
from desktop.views.dialogs.settings import CONNECTORS
from tests.desktop.acting import dropped, granted, last, rested
from tests.journeys.hand import HAND, Hand

SERVER = """
import json, os, sys

TOOL = {"name": "stock", "description": "How many pieces of an article there are.",
        "inputSchema": {"type": "object", "properties": {"article": {"type": "string"}}, "required": ["article"]}}

for line in sys.stdin:
    asked = json.loads(line)
    if "id" not in asked:
        continue
    method, answer = asked["method"], {}
    if method == "initialize":
        answer = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                  "serverInfo": {"name": "stock", "version": "1"}}
    elif method == "tools/list":
        answer = {"tools": [TOOL]}
    elif method == "tools/call":
        words = f"{asked['params']['arguments']['article']}: 41 pieces in {os.environ['PLACE']}"
        answer = {"content": [{"type": "text", "text": words}]}
    elif method not in ("ping",):
        print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "error": {"code": -32601, "message": "no"}}), flush=True)
        continue
    print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": answer}), flush=True)
"""
MANIFEST = {
    "manifest_version": "0.3", "name": "stock", "display_name": "Stock", "version": "1.0.0", "license": "CC0-1.0",
    "description": "Looks up what is in store.", "author": {"name": "Northwind"},
    "server": {"type": "python", "entry_point": "server.py", "mcp_config": {
        "command": "python3", "args": ["${__dirname}/server.py"], "env": {"PLACE": "${user_config.place}"}}},
    "user_config": {"place": {"type": "string", "title": "Place", "description": "Which store", "required": True}},
}  # fmt: skip


def bundle(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("manifest.json", json.dumps(MANIFEST))
        file.writestr("server.py", SERVER)
    return path


def asks(stage):
    """The question of the open task, None without one."""
    return stage.controller.picture.session.question


@pytest.mark.skipif(not HAND.exists(), reason="the hand model is not beside this clone")
def test_a_dropped_bundle_is_seen_filled_in_approved_and_used_by_the_agent(play, until, tmp_path, monkeypatch):
    if not confinement_here().offer().there:
        pytest.skip("programs cannot be confined here")
    monkeypatch.setenv("DESKHAND_PERSON_HOME", str(tmp_path / "person"))
    # A version manager's python3 is a script that needs its own folders, which a confined server does not see.
    monkeypatch.setenv("PATH", os.pathsep.join((str(Path(sys.base_prefix) / "bin"), os.environ["PATH"])))
    folder = tmp_path / "Orders"
    folder.mkdir()
    hand = Hand(tmp_path / "spool")
    Catalog(tmp_path / "home" / "settings").add(
        ModelConfig("hand", "openai-chat", f"http://127.0.0.1:{hand.port}/v1", "hand")
    )
    stage = play()
    granted(stage, until, folder)
    dropped(stage, bundle(tmp_path / "stock.mcpb"))
    until(lambda: stage.packages.dialog is not None)
    dialog = stage.packages.dialog
    assert dialog.review.connectors[0].line == "python3 '${__dirname}/server.py'"
    dialog.install.click()
    assert dialog.problem.text() == "“Place” is needed."
    dialog.form.editors["place"].set_value("Osaka")
    dialog.install.click()
    until(lambda: stage.packages.dialog is None)
    stage.window.banner.act.click()
    page = stage.settings.dialog.connectors
    until(lambda: page.page.connector is not None and len(page.page.asked) == 1)
    (card,) = page.page.asked
    assert card.asked.after.endswith("server.py")
    assert "${" not in card.asked.after
    card.approve.click()
    until(lambda: page.page.connector.standing == "ready")
    assert page.page.connector.tools == ("stock_stock",)
    stage.settings.dialog.accept()
    hand.answer([[("stock_stock", {"article": "Blue pen"})]], "There are 41 blue pens.")
    stage.window.composer.set_draft("How many pieces of Blue pen are there?")
    stage.window.composer.send.click()
    until(lambda: asks(stage) is not None or (isinstance(last(stage), Over) and rested(stage)))
    assert "Blue pen" in asks(stage).rows[0].detail
    until(lambda: stage.window.approval.shown_id == asks(stage).id)  # before, a click would be at no question
    until(stage.window.approval.bar.allow.isEnabled)  # an outward question must have been seen
    stage.window.approval.bar.allow.click()
    until(lambda: isinstance(last(stage), Over) and rested(stage))
    heard = [path.read_text("utf-8") for path in sorted(hand.spool.rglob("*.json"))]
    assert any("Blue pen: 41 pieces in Osaka" in text for text in heard)
    stage.settings._open(CONNECTORS)
    page = stage.settings.dialog.connectors
    until(lambda: bool(page.cards) and bool(page.cards[0].connector.used))
    page.cards[0].switch.click()
    until(lambda: page.cards[0].connector.standing == "off")
    hand.close()
