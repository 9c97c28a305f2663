"""Identities, access entries and structures of Windows, against known values and the documented layouts."""

import ctypes

import pytest

from agent.documents.job import BasicLimits, ExtendedLimits
from agent.sandbox.windows import entries, sids
from agent.sandbox.windows.process import block
from agent.sandbox.windows.structures import (
    ExtendedStartup,
    SecurityCapabilities,
    SidAndAttributes,
    StartedProcess,
    Startup,
)

ONE, OTHER = sids.binary("S-1-15-2-1"), sids.binary("S-1-5-21-9-8-7-500")


def test_names_have_the_identities_that_windows_gives_them():
    """The AppContainer of Edge, and the capability registryRead, as they stand in access entries of every Windows."""
    assert sids.text(sids.package("Microsoft.MicrosoftEdge_8wekyb3d8bbwe")) == (
        "S-1-15-2-3624051433-2125758914-1423191267-1740899205-1073925389-3782572162-737981194"
    )
    assert sids.text(sids.capability("registryRead")) == (
        "S-1-15-3-1024-1065365936-1281604716-3511738428-1654721687-432734479-3232135806-4053264122-3456934681"
    )


def test_a_sid_is_bytes_as_documented():
    """Everyone and the Administrators."""
    assert sids.binary("S-1-1-0").hex() == "010100000000000100000000"
    assert sids.binary("S-1-5-32-544").hex() == "01020000000000052000000020020000"
    assert sids.text(bytes.fromhex("01020000000000052000000020020000")) == "S-1-5-32-544"


@pytest.mark.parametrize(
    ("structure", "size", "offsets"),
    [
        (Startup, 104, {"lpDesktop": 16, "dwFlags": 60, "wShowWindow": 64, "lpReserved2": 72, "hStdInput": 80,
                            "hStdError": 96}),
        (ExtendedStartup, 112, {"lpAttributeList": 104}),
        (StartedProcess, 24, {"hThread": 8, "dwProcessId": 16}),
        (SidAndAttributes, 16, {"Attributes": 8}),
        (SecurityCapabilities, 24, {"Capabilities": 8, "CapabilityCount": 16}),
        (BasicLimits, 64, {"LimitFlags": 16, "MinimumWorkingSetSize": 24, "ActiveProcessLimit": 40, "Affinity": 48}),
        (ExtendedLimits, 144, {"IoInfo": 64, "ProcessMemoryLimit": 112, "JobMemoryLimit": 120}),
    ],
)  # fmt: skip
def test_structures_have_the_documented_layout(structure, size, offsets):
    assert ctypes.sizeof(structure) == size
    assert {name: getattr(structure, name).offset for name in offsets} == offsets


def test_an_entry_is_bytes_as_documented():
    """ACCESS_ALLOWED_ACE for Everyone, inherited by files and folders, with all rights."""
    everyone = sids.binary("S-1-1-0")
    assert entries.entry(everyone, 0x1F01FF, 3).hex() == "00031400ff011f00010100000000000100000000"
    assert entries.listed([entries.entry(everyone, 0x1F01FF, 3)]).hex()[:16] == "02001c0001000000"


def test_entries_are_added_in_order_and_taken_away_again():
    denying = b"\x01" + entries.entry(OTHER, 1)[1:]
    old = entries.entry(OTHER, 0x1F01FF)
    inherited = entries.entry(OTHER, 7, entries.INHERITED | entries.FILES)
    before = entries.listed([denying, old, inherited])
    new = entries.change(ONE)
    after = entries.added(before, new)
    assert entries.split(after) == (denying, *new, old)
    assert entries.without(after, ONE) == entries.listed([denying, old])
    assert entries.without(after, OTHER) == entries.listed([denying, *new])


def test_rights_that_an_entry_gives_only_below_do_not_count_for_the_folder():
    acl = entries.listed(entries.change(ONE))
    assert entries.allows(acl, ONE) == entries.FOLDER
    assert entries.allows(acl, OTHER) == 0


def test_who_may_change_a_folder_may_neither_delete_it_nor_run_what_lies_in_it():
    folder, below, file = (int.from_bytes(one[4:8], "little") for one in entries.change(ONE))
    delete, execute, write, take = 0x10000, 0x20, 0x2, 0x40000 | 0x80000
    assert not folder & delete
    assert below & delete
    assert file & delete
    assert not file & execute
    assert folder & below & file & write
    assert not (folder | below | file) & take


def test_an_environment_is_in_order_and_ends_twice():
    assert block({"b": "日本", "A": "1"}) == "A=1\0b=日本\0\0".encode("utf-16-le")
    assert block({}) == b"\0\0\0\0"
