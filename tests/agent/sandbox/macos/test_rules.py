"""What the rules of Seatbelt say, by a reader of their language: they were never given to a Mac."""

import ctypes

import pytest

from agent.sandbox.macos import rules
from agent.sandbox.macos.memory import Usage, footprint
from tests.agent.sandbox.macos.rule_book import OPERATIONS, Book

ROOM = "/private/var/rooms/1/work"
PYTHON = "/Library/Frameworks/Python.framework/Versions/3.11"
HOME = "/Users" + "/taro"
PATHS = rules.Paths((PYTHON, "/opt/data.csv"), (PYTHON,), (ROOM, "/private/var/rooms/1/apart"), ("/", "/opt", ROOM))
ODD = [
    "/日本 語/見積 (改).xlsx",
    '/it"s")(allow default)("',
    "/a\\b",
    "/new\nline",
    "/semi;colon",
    "/param) (allow network*)",
]


def book(paths: rules.Paths = PATHS, *, processes: bool = False) -> Book:
    return Book(rules.text(paths, processes=processes), dict(paths.parameters()))


@pytest.mark.parametrize("processes", [False, True])
def test_every_path_that_is_given_is_used_and_no_other(processes):
    found = book(processes=processes)
    assert found.used == set(found.parameters)


def test_no_path_is_ever_part_of_the_text():
    plain = rules.text(rules.Paths(("/a",), ("/b",), ("/c",), ("/d",)), processes=False)
    for one in ODD:
        paths = rules.Paths((one,), (one,), (one,), (one,))
        assert rules.text(paths, processes=False) == plain
        assert {value for _, value in paths.parameters()} == {one}


def test_nothing_given_is_nothing_allowed():
    found = book(rules.Paths((), (), (), ()))
    assert not found.decides("process-exec", "/bin/sh")
    assert not found.decides("file-write-create", "/private/tmp/a")
    assert all(rule.filters for rule in found.rules if rule.allows)


@pytest.mark.parametrize(
    "path",
    [
        f"{HOME}/.ssh/id_ed25519", f"/System/Volumes/Data{HOME}/a", "/private/etc/passwd", "/private/tmp/a",
        "/private/var/rooms/1/filling/a", "/private/var/rooms/12", "/Volumes/USB/a",
        "/Library/Keychains/System.keychain", "/opt/data.csv2", "/dev/disk0", "/private/var/rooms/1/workshop",
    ],
)  # fmt: skip
def test_files_outside_are_neither_read_nor_written(path):
    found = book()
    deeds = ("file-read-data", "file-read-metadata", "file-read-xattr", "file-write-data", "file-write-create",
             "file-write-unlink", "file-write-mode", "file-map-executable", "process-exec", "file-link")  # fmt: skip
    assert [deed for deed in deeds if found.decides(deed, path)] == []


@pytest.mark.parametrize("path", [f"{PYTHON}/lib/python3.11/os.py", "/opt/data.csv", "/usr/lib/dyld", "/dev/urandom"])
def test_what_python_needs_and_what_is_given_is_read_only(path):
    found = book()
    assert found.decides("file-read-data", path)
    assert not found.decides("file-write-data", path)
    assert not found.decides("file-write-create", path)


def test_the_room_is_written_and_nothing_in_it_is_run_or_leads_out_of_it():
    found = book()
    file = f"{ROOM}/報告.xlsx"
    assert found.decides("file-read-data", file)
    assert found.decides("file-write-data", file)
    assert found.decides("file-write-create", file)
    assert found.decides("file-write-create", f"{ROOM}/folder", kind="DIRECTORY")
    assert not found.decides("file-write-create", f"{ROOM}/link", kind="SYMLINK")
    assert not found.decides("file-link", file)
    assert not found.decides("file-map-executable", f"{ROOM}/evil.dylib")
    assert not found.decides("process-exec", f"{ROOM}/evil")


def test_the_interpreter_is_the_only_program_and_no_process_is_started():
    found = book()
    assert found.decides("process-exec", f"{PYTHON}/bin/python3.11")
    assert not found.decides("process-exec", "/bin/sh")
    assert not found.decides("process-fork")
    assert found.decides("signal", target="self")
    assert not found.decides("signal", target="others")
    assert book(processes=True).decides("process-fork")
    assert not book(processes=True).decides("signal", target="others")


@pytest.mark.parametrize("path", ["/etc", "/System/Volumes/Data", "/opt"])
def test_what_is_on_the_way_is_seen_and_no_more(path):
    found = book()
    assert found.decides("file-read-metadata", path)
    assert found.decides("file-test-existence", path)
    assert not found.decides("file-read-data", path)


def test_a_network_that_was_granted_is_for_connecting():
    found = Book(rules.text(PATHS, processes=True, network=True), dict(PATHS.parameters()))
    resolver = "/private/var/run/mDNSResponder"
    assert all(found.decides("network-outbound", where) for where in ("tcp", "udp", resolver))
    assert not found.decides("network-outbound", "/private/var/run/docker.sock")
    assert not any(found.decides(deed, "tcp") for deed in ("network-bind", "network-inbound"))
    assert found.decides("mach-lookup", "com.apple.SystemConfiguration.configd")
    assert not found.decides("mach-lookup", "com.apple.coreservices.launchservicesd")
    assert found.decides("file-read-data", "/private/etc/hosts")
    assert not book(processes=True).decides("file-read-data", "/private/etc/hosts")
    bare = [rule.operations for rule in found.rules if rule.allows and not rule.filters]
    assert bare == [["process-fork"]]


@pytest.mark.parametrize("processes", [False, True])
def test_there_is_no_network_and_no_other_service(processes):
    found = book(processes=processes)
    deeds = ("network-outbound", "network-bind", "network-inbound", "mach-lookup", "mach-register", "iokit-open",
             "iokit-get-properties", "appleevent-send", "user-preference-read", "ipc-posix-shm-write-data", "nvram-get",
             "system-socket", "process-info-listpids", "sysctl-write", "lsopen", "device-camera")  # fmt: skip
    assert [deed for deed in deeds if found.decides(deed)] == []


def test_facts_of_the_computer_are_read_but_not_what_runs_on_it():
    found = book()
    assert found.decides("sysctl-read", "hw.ncpu")
    assert not found.decides("sysctl-read", "kern.procargs2")
    assert not found.decides("sysctl-read", "kern.hostname")


def test_the_reader_knows_every_operation_in_the_rules_and_finds_a_wrong_one():
    assert {one for rule in book(processes=True).rules for one in rule.operations} <= OPERATIONS
    for wrong in ('(allow file-raed* (subpath "/a"))', "(allow", '(allow signal (param "X"))', "(grant default)"):
        with pytest.raises((AssertionError, KeyError)):
            Book(f"(version 1)\n{wrong}", {})


def test_the_footprint_is_what_the_system_says():
    """struct rusage_info_v0 has 96 bytes; ri_phys_footprint stands behind a UUID and seven numbers."""
    assert ctypes.sizeof(Usage) == 96
    assert Usage.phys_footprint.offset == 16 + 7 * 8

    def rusage(pid: int, kind: int, address: int) -> int:
        if pid != 77 or kind != 0:
            return -1
        for number, offset in enumerate(range(16, 96, 8)):
            ctypes.c_uint64.from_address(address + offset).value = number * 1000
        return 0

    class Library:
        proc_pid_rusage = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)(rusage)

    assert footprint(77, Library) == 7000
    assert footprint(78, Library) == 0
