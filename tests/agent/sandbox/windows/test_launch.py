"""What the launcher asks of Windows, in which order, and what it leaves behind: against a stand-in."""

import re
import struct
from pathlib import Path

import pytest

from agent.sandbox.windows import entries, rights, sids
from agent.sandbox.windows.calls import FUNCTIONS
from agent.sandbox.windows.container import INTERPRETER, sweep
from agent.sandbox.windows.launch import launched
from agent.sandbox.windows.process import MITIGATED
from tests.agent.sandbox.windows.stand_in import PROTECTED, USER, Windows

ROOM, DATA = "C:/Deskhand/rooms/1/work", "C:/Data"
TOLD = {"memory": ["1000"], "parent": ["7"], "write": [ROOM], "read": [DATA]}
ARGV = ("C:/Python 3/python.exe", "-I", 'C:/作業 "A"\\', "", "a b", 'c"d', "tail\\\\", "x\\\\\"y")  # fmt: skip
ENV = {"SYSTEMROOT": "C:\\Windows", "Name": "値", "LOCALAPPDATA": "C:\\room"}
_RIGHTS = ["GetNamedSecurityInfoW", "LocalFree", "SetNamedSecurityInfoW"] * 2
ORDER = [
    *["GetStdHandle"] * 3, "OpenProcess", "CreateAppContainerProfile", "FreeSid", *_RIGHTS[:2], *_RIGHTS,
    "CreateJobObjectW", *["SetInformationJobObject"] * 2, *["SetHandleInformation"] * 3,
    *["InitializeProcThreadAttributeList"] * 2, *["UpdateProcThreadAttribute"] * 5, "CreateProcessW",
    "DeleteProcThreadAttributeList", "CloseHandle", "WaitForMultipleObjects", "GetExitCodeProcess",
    "TerminateJobObject", "CloseHandle", "CloseHandle", *_RIGHTS, "DeleteAppContainerProfile", "CloseHandle",
]  # fmt: skip


def launch(windows: Windows, **more) -> int:
    return launched(windows.calls(), {**TOLD, **more}, ARGV, ENV, 42)


def test_it_asks_in_this_order():
    windows = Windows()
    assert launch(windows) == 0
    assert windows.called == ORDER


def test_the_process_is_in_its_container_from_the_beginning():
    windows = Windows()
    launch(windows)
    made = windows.process
    assert made["sid"].startswith("S-1-15-2-")
    assert (made["capabilities"], made["enabled"]) == ([sids.text(sids.capability(INTERPRETER))], [4])
    handles, job = made["values"][0x20002], made["values"][0x2000D]
    assert struct.unpack("<3Q", handles) == (0x10, 0x14, 0x18) == made["streams"] == tuple(windows.inheritable)
    assert len(job) == 8
    assert struct.unpack("<Q", made["values"][0x20007]) == (MITIGATED,)
    assert struct.unpack("<I", made["values"][0x2000E]) == (1,)
    assert (made["size"], made["uses"], made["flags"]) == (112, 0x100, 0x80408)


def test_the_network_is_two_more_capabilities_when_it_was_granted():
    windows = Windows()
    launch(windows, network=[""])
    interpreter = sids.text(sids.capability(INTERPRETER))
    assert windows.process["capabilities"] == [interpreter, "S-1-15-3-1", "S-1-15-3-3"]


def test_the_job_holds_memory_processes_and_the_windows_of_others():
    windows = Windows()
    launch(windows)
    limits, ui = windows.job[9], windows.job[4]
    assert struct.unpack_from("<I", limits, 16)[0] == 0x2708
    assert struct.unpack_from("<I", limits, 40)[0] == 1
    assert struct.unpack_from("<2Q", limits, 112) == (1000, 1000)
    assert struct.unpack("<I", ui) == (0xFF,)


def test_with_processes_there_are_some_and_no_more():
    windows = Windows()
    launch(windows, processes=[""])
    assert struct.unpack_from("<I", windows.job[9], 40)[0] == 32
    assert 0x2000E not in windows.process["values"]


def test_arguments_arrive_as_they_are():
    windows = Windows()
    launch(windows)
    assert windows.process["program"] == ARGV[0]
    assert tuple(taken_apart(windows.process["line"])) == ARGV
    assert windows.process["env"] == ["LOCALAPPDATA=C:\\room", "Name=値", "SYSTEMROOT=C:\\Windows"]


def taken_apart(line: str) -> list[str]:
    """As the C library of Windows does it: 2n backslashes before a quote are n, and an odd one quotes the quote."""
    found: list[str] = []
    word, quoted, begun = "", False, False
    for slashes, quote, other in re.findall(r'(\\*)(")|(\\+|[^\\"])', line):
        if quote:
            word, begun = word + "\\" * (len(slashes) // 2), True
            word, quoted = (word + '"', quoted) if len(slashes) % 2 else (word, not quoted)
        elif other in " \t" and not quoted:
            found, word, begun = ([*found, word] if begun else found), "", False
        else:
            word, begun = word + other, True
    return [*found, word] if begun else found


def test_without_a_place_for_its_own_things_windows_starts_none():
    windows = Windows()
    with pytest.raises(OSError, match="CreateProcessW"):
        launched(windows.calls(), TOLD, ARGV, {"SYSTEMROOT": "C:\\Windows"}, 42)
    assert windows.containers == set()


def test_a_virtual_environment_is_named_to_the_interpreter_behind_it():
    windows = Windows()
    launch(windows, venv=["C:/venv/Scripts/python.exe"])
    assert "__PYVENV_LAUNCHER__=C:/venv/Scripts/python.exe" in windows.process["env"]


def test_rights_are_given_for_its_identity_and_taken_back():
    windows = Windows()
    before = windows.acl(ROOM), windows.acl(DATA)
    given: dict[str, bytes] = {}
    start = windows._CreateProcessW

    def started(*arguments):
        given.update({path: acl for path, (acl, _) in windows.lists.items()})
        return start(*arguments)

    windows._CreateProcessW = started  # type: ignore[method-assign]
    launch(windows)
    sid = sids.binary(windows.process["sid"])
    assert entries.split(given[ROOM])[:3] == entries.change(sid)
    assert entries.allows(given[DATA], sid) == entries.READ
    assert (windows.acl(ROOM), windows.acl(DATA)) == before
    assert all(control == PROTECTED for _, control in windows.lists.values())


@pytest.mark.parametrize("fails", sorted(set(ORDER) - {"LocalFree", "FreeSid", "CloseHandle", "TerminateJobObject",
                                                       "DeleteProcThreadAttributeList", "DeleteAppContainerProfile",
                                                       "WaitForMultipleObjects"}))  # fmt: skip
def test_whatever_fails_nothing_runs_and_nothing_is_left(fails):
    windows = Windows(fails=fails)
    with pytest.raises(OSError, match=fails if fails != "GetStdHandle" else "streams"):
        launch(windows)
    assert windows.containers == set()
    assert windows.handles == set()
    assert all(entries.split(acl) == (entries.entry(USER, 0x1F01FF),) for acl, _ in windows.lists.values())
    if fails != "GetExitCodeProcess":
        assert not windows.process


def test_when_the_host_ends_the_job_ends():
    windows = Windows(ends=1)
    assert launch(windows) == 1
    assert windows.called.index("TerminateJobObject") > windows.called.index("WaitForMultipleObjects")
    assert "GetExitCodeProcess" not in windows.called
    assert windows.handles == set()


@pytest.mark.parametrize(("code", "given"), [(3, 3), (0xC0000005, 0xC0000005 - 2**32), (0x7FFFFFFF, 0x7FFFFFFF)])
def test_its_exit_code_is_passed_on_in_the_numbers_of_python(code, given):
    assert launch(Windows(code=code)) == given


def test_containers_of_launchers_that_were_killed_are_deleted(tmp_path):
    names = ["Deskhand.7.aa", "deskhand.8.bb", "Microsoft.8.cc", "Deskhand.x.dd", "Deskhand"]
    for name in names:
        (tmp_path / name).mkdir()
    windows = Windows()
    windows.containers = set(names)
    sweep(windows.calls(), tmp_path)
    assert set(names) - windows.containers == {"deskhand.8.bb"}
    assert windows.handles == set()
    sweep(windows.calls(), tmp_path / "nowhere")


def test_the_interpreter_is_shared_once_and_not_where_every_app_may_read_it():
    windows = Windows()
    sid = sids.capability(INTERPRETER)
    assert rights.share(windows.calls(), Path("C:/Python"), sid)
    assert entries.allows(windows.acl("C:/Python"), sid) == entries.READ
    assert not rights.share(windows.calls(), Path("C:/Python"), sid)
    every = entries.entry(sids.binary(sids.ALL_PACKAGES), entries.READ, entries.INHERITED)
    windows.lists["C:/Program Files/Python"] = (entries.listed([every]), 0)
    assert not rights.share(windows.calls(), Path("C:/Program Files/Python"), sid)


def test_a_program_that_every_app_may_read_keeps_its_rights():
    """Only an administrator could change them: it would not be started at all."""
    windows = Windows()
    every = entries.entry(sids.binary(sids.ALL_PACKAGES), entries.READ, entries.INHERITED)
    windows.lists["C:/Program Files/nodejs/node.exe"] = (entries.listed([every]), 0)
    changed = []
    change = windows._SetNamedSecurityInfoW

    def noted(path, *more):
        changed.append(path)
        return change(path, *more)

    windows._SetNamedSecurityInfoW = noted  # type: ignore[method-assign]
    assert launch(windows, read=["C:/Program Files/nodejs/node.exe", DATA]) == 0
    assert set(changed) == {ROOM, DATA}


def test_what_is_moved_into_a_room_inherits_there():
    windows = Windows()
    rights.inherit(windows.calls(), Path("C:/Room/a.csv"))
    empty = entries.listed(())
    assert windows.inherits == [("C:/Room/a.csv", 1, 0x20000004, None, None, empty, None, 0, None, 1, None)]


def test_a_disk_without_rights_is_refused():
    windows = Windows()
    windows._GetNamedSecurityInfoW = lambda *_: 0  # type: ignore[method-assign]
    with pytest.raises(OSError, match="without rights"):
        rights.grant(windows.calls(), Path("E:/stick"), ())


def test_every_function_of_the_table_is_used():
    windows = Windows()
    launch(windows)
    rights.inherit(windows.calls(), Path("a"))
    assert set(windows.called) == set(FUNCTIONS)
