"""What a worker made is looked at where it lies, as if nothing had kept the worker from making it."""

import os
import sys

import pytest

from agent.documents.handing import clear, handed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")


@pytest.mark.parametrize("kind", ["link", "second name", "pipe", "folder"])
def test_only_a_plain_file_of_one_name_is_taken(tmp_path, kind):
    folder, secret, target = tmp_path / "folder", tmp_path / "secret", tmp_path / "made.txt"
    secret.write_text("secret", encoding="utf-8")
    folder.mkdir()
    clear(folder)
    files = handed({"target": target})
    made = folder / "out/made.txt"
    makers = {
        "link": lambda: made.symlink_to(secret),
        "second name": lambda: os.link(secret, made),
        "pipe": lambda: os.mkfifo(made),
        "folder": made.mkdir,
    }
    makers[kind]()
    files.take(folder)
    assert not target.exists()
    clear(folder)
    made.write_text("made", encoding="utf-8")
    files.take(folder)
    assert target.read_text(encoding="utf-8") == "made"


def test_folders_of_a_call_do_not_stay_for_the_next_one(tmp_path):
    clear(tmp_path)
    (tmp_path / "tmp/a/b").mkdir(parents=True)
    (tmp_path / "tmp/a/b/kept").write_text("kept", encoding="utf-8")
    clear(tmp_path)
    assert list((tmp_path / "tmp").iterdir()) == []
