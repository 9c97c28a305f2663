"""Attack F11: what is mounted in a folder is no part of it."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from agent.core.changes import Move
from agent.workspace import windows_way
from agent.workspace.placeholders import is_placeholder
from tests.journeys.test_mounts import UNSHARE, may_mount
from tests.redteam.attack import code_of, kind_of, listed, place, put, refusal

REPO = Path(__file__).resolve().parents[2]
FILE, FOLDER = 0o100644, 0o040755


def told(kernel, base):
    """What came of each call there."""
    words = [*UNSHARE, sys.executable, "-m", "tests.redteam.mounted", kernel, str(base)]
    done = subprocess.run(words, cwd=REPO, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(not may_mount(), reason="no mount namespaces here")
def test_f11_a_mount_is_told_and_neither_crossed_nor_moved_and_can_be_granted_by_itself(tmp_path):
    found = told("new", tmp_path)
    assert found["listed"] == {"file.txt": "file", "plain": "folder", "plain/x.txt": "file", "sub": "folder",
                               "sub/bind": "mount", "sub/disk": "mount"}  # fmt: skip
    assert found["read"] == {"sub/disk/secret.txt": "mount", "sub/bind/secret.txt": "mount", "file.txt": "mount",
                             "plain/x.txt": "done"}  # fmt: skip
    assert set(found["changed"].values()) == {"mount", "done"}
    assert [what for what, code in found["changed"].items() if code == "done"] == ["Delete plain"]
    assert found["granted"]


@pytest.mark.skipif(not may_mount(), reason="no mount namespaces here")
def test_f11_another_disk_is_noticed_on_an_old_kernel_too(tmp_path):
    found = told("old", tmp_path)
    assert found["listed"]["sub/disk"] == "mount"
    assert found["read"]["sub/disk/secret.txt"] == "mount"
    assert found["changed"]["Delete sub"] == "mount"


def facts(mode=FILE, **more):
    """What the system says of a file on Windows or macOS."""
    return SimpleNamespace(st_mode=mode, **more)


@pytest.mark.parametrize(
    ("mark", "away"),
    [
        pytest.param({"st_file_attributes": 0x00400000}, True, id="F11-recall-on-data-access"),
        pytest.param({"st_file_attributes": 0x00040000}, True, id="F11-recall-on-open"),
        pytest.param({"st_file_attributes": 0x00001020}, True, id="F11-offline"),
        pytest.param({"st_file_attributes": 0x00000020}, False, id="F11-archive-bit"),
        pytest.param({"st_flags": 0x40000000}, True, id="F11-dataless"),
        pytest.param({"st_flags": 0x00000040}, False, id="F11-other-flag"),
    ],
)
def test_f11_a_file_whose_contents_are_in_the_cloud_is_known_by_its_mark(mark, away):
    assert is_placeholder("x.docx", facts(**mark)) is away
    assert not is_placeholder("x", facts(FOLDER, **mark))


def test_f11_a_junction_leads_away_and_a_cloud_file_does_not():
    junction, link, cloud = (facts(FOLDER, st_reparse_tag=tag) for tag in (0xA0000003, 0xA000000C, 0x9000701A))
    assert windows_way.leads_away(junction)
    assert windows_way.is_mount(junction)
    assert windows_way.leads_away(link)
    assert not windows_way.leads_away(cloud)
    assert not windows_way.leads_away(facts(FOLDER))


@pytest.mark.parametrize(
    "name", ["a:b", "x.txt::$DATA", "CON", "nul.txt", "COM1", "dot.", "blank ", "a*", 'a"b', "a\\b"]
)
def test_f06_a_name_that_windows_takes_otherwise_is_no_name_there(name):
    assert not windows_way.is_literal(name)
    assert windows_way.is_literal("Bericht 2026 (final).docx")


def test_f11_what_stands_for_a_file_in_icloud_is_told_not_read_and_not_replaced(world):
    put(world.root, "sub/.report.docx.icloud", "bplist00")
    assert listed(world)["sub/.report.docx.icloud"] == "placeholder"
    assert kind_of(world, "sub/.report.docx.icloud") == "placeholder"
    assert code_of(world.workspace.snapshot, place("sub/.report.docx.icloud")) == "placeholder"
    assert refusal(world, Move(place("sub/.report.docx.icloud"), place("x"))).code == "placeholder"
    assert refusal(world, world.create("sub/report.docx")).code == "collision"
