"""`deskhand run --image`: what can be looked at goes with the task, anything else is refused before it begins."""

import json

import pytest

from agent.core.errors import NeedsUserError
from desktop.compose.pictures import refuse_unseen
from tests.journeys.program import Deskhand


@pytest.mark.parametrize("name", ["a.png", "A.JPG", "photo.heic", "film.mp4", "scan.PDF"])
def test_pictures_videos_and_pdfs_go_along(name):
    refuse_unseen([name])


@pytest.mark.parametrize("name", ["notes.txt", "table.xlsx", "folder", ".png", "run.exe"])
def test_anything_else_is_refused_by_its_name(name):
    with pytest.raises(NeedsUserError) as refused:
        refuse_unseen(["a.png", name])
    assert name in refused.value.words.en
    assert "画像・動画・PDF" in refused.value.words.ja


def test_the_command_refuses_a_text_and_begins_nothing(tmp_path):
    deskhand, folder = Deskhand(tmp_path / "home"), tmp_path / "folder"
    folder.mkdir()
    (folder / "notes.txt").write_text("one")
    deskhand.run("model", "add", "m", "--base-url", "http://127.0.0.1:9/v1", "--model", "x", "--no-key")
    given = ("run", "Look", "--folder", str(folder), "--image", str(folder / "notes.txt"), "--language", "en")
    (ended,) = deskhand.events(*given, code=2)
    assert (ended["kind"], ended["code"]) == ("turn_ended", "usage")
    assert "notes.txt is no picture" in str(ended["sentence"])
    assert json.loads(deskhand.run("sessions", "--json") or "[]") == []
