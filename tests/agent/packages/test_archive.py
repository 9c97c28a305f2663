"""What is unpacked lies in its folder, whole and harmless; whatever else an archive is, nothing of it stays."""

import io
import os
import stat
import struct
import tarfile
import tracemalloc
import zipfile

import pytest

from agent.core.errors import NeedsUserError
from agent.packages.archive import unpack
from agent.packages.bounds import Bounds
from agent.packages.members import digest_of, members_of
from agent.packages.package import MemberKind
from tests.agent.packages.making import entry, overlapping, tarred, zipped

GOOD = [("note/SKILL.md", b"---\nname: note\n---\n"), ("note/scripts/a.py", b"print(1)\n"), ("note/b.dat", b"\0\1\2")]


def refused(source, tmp_path, bounds=None) -> NeedsUserError:
    into = tmp_path / "quarantine" / "one"
    into.parent.mkdir(exist_ok=True)
    with pytest.raises(NeedsUserError) as caught:
        unpack(source, into, *([bounds] if bounds else []))
    assert list(into.parent.iterdir()) == []
    return caught.value


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", ["zip", "tar", "tgz", "folder"])
def test_every_kind_gives_the_same_files_and_the_same_digest(tmp_path, kind):
    match kind:
        case "zip":
            source = zipped(tmp_path / "a.skill", GOOD)
        case "tar":
            source = tarred(tmp_path / "a", GOOD, how="w")
        case "tgz":
            source = tarred(tmp_path / "a", [("./" + name, content) for name, content in GOOD])
        case _:
            source = tmp_path / "folder"
            for name, content in GOOD:
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                (source / name).write_bytes(content)
    unpack(source, tmp_path / "into")
    assert tree(tmp_path / "into") == dict(GOOD)
    members = members_of(tmp_path / "into")
    assert digest_of(members) == "ef39eb9aee1446d01d038fd1ff3584c44622d55980b648364f13537d5274f374"
    assert [(one.name, one.kind) for one in members] == [
        ("note/SKILL.md", MemberKind.TEXT),
        ("note/b.dat", MemberKind.DATA),
        ("note/scripts/a.py", MemberKind.SCRIPT),
    ]


def test_of_the_modes_only_the_x_bit_stays_and_it_is_told(tmp_path):
    modes = {"run": stat.S_IFREG | stat.S_ISUID | 0o777, "data": stat.S_IFREG | 0o666}
    unpack(zipped(tmp_path / "a.zip", [("run", b"hello"), ("data", b"hello")], modes=modes), tmp_path / "into")
    assert stat.S_IMODE((tmp_path / "into" / "run").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "into" / "data").stat().st_mode) == 0o600
    assert {one.name: one.kind for one in members_of(tmp_path / "into")} == {
        "run": MemberKind.SCRIPT,
        "data": MemberKind.TEXT,
    }


def test_what_systems_leave_behind_is_not_unpacked(tmp_path):
    members = [*GOOD, ("__MACOSX/note/._SKILL.md", b"x"), (".git/config", b"x"), ("note/.DS_Store", b"x")]
    unpack(zipped(tmp_path / "a.zip", members), tmp_path / "into")
    assert tree(tmp_path / "into") == dict(GOOD)


ODD_NAMES = [
    "../a", "a/../../b", "/etc/passwd", "C:\\a", "C:/a", "c:a", "a\\b", "..\\a", "\\\\server\\share", "a//b", "./a",
    "a/./b", "", "con", "CON.txt", "a/LPT1", "com¹.md", "a.", "a ", " a", "a/ b", "a\nb", "a\x1bb", "a\u202eb",
    "a\u200bb", "a\ufeffb", "a:stream", "a*b", "a?b", "a|b", "\U000e0041", "a" * 256, "/".join(["a"] * 33),
    "a/\u3164/b", "GIT~1", "git~1/hooks/a", "a/LONGNA~1.MD", "A~12345.e",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_that_leads_out_or_cannot_be_seen_is_refused(tmp_path, name):
    refused(zipped(tmp_path / "a.zip", [*GOOD, (name, b"x")]), tmp_path)
    if name.removeprefix("./") not in ("", "a"):
        refused(tarred(tmp_path / "a.tar", [*GOOD, (name, b"x")], how="w"), tmp_path)


def test_a_zero_byte_in_a_name_hides_nothing(tmp_path):
    whole = zipped(tmp_path / "a.zip", [("goodXtxt", b"x")]).read_bytes().replace(b"goodXtxt", b"good\0txt")
    (tmp_path / "a.zip").write_bytes(whole)
    refused(tmp_path / "a.zip", tmp_path)


TWINS = [
    ("a.md", "a.md"), ("a.md", "A.md"), ("A/b", "a/c"), ("é.md", "e\u0301.md"), ("ﬁ.md", "fi.md"),
    ("straße", "strasse"), ("a", "a/b"), ("a/b", "a"), ("が", "か\u3099"), ("K", "\u212a"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), TWINS)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_names_for_one_file_are_refused(tmp_path, one, other):
    refused(zipped(tmp_path / "a.zip", [(one, b"1"), (other, b"2")]), tmp_path)
    refused(tarred(tmp_path / "a.tgz", [(one, b"1"), (other, b"2")]), tmp_path)


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_of_a_zip_are_refused(tmp_path, mode):
    refused(zipped(tmp_path / "a.zip", [("l", b"/etc/passwd")], modes={"l": mode | 0o777}), tmp_path)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.CONTTYPE]
)
def test_links_and_devices_of_a_tar_are_refused(tmp_path, kind):
    refused(tarred(tmp_path / "a.tgz", [*GOOD, entry("l", kind, "note/SKILL.md")]), tmp_path)


def test_links_and_pipes_of_a_folder_are_refused(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a").write_text("x")
    (source / "b").symlink_to(source / "a")
    refused(source, tmp_path)
    (source / "b").unlink()
    os.mkfifo(source / "b")
    refused(source, tmp_path)


BOUNDS = Bounds(entries=50, size=300_000, file=200_000, ratio=20, spared=50_000)


@pytest.mark.parametrize(
    "members",
    [
        [(f"{n}", b"") for n in range(51)],
        [(f"{n}", os.urandom(90_000)) for n in range(4)],
        [("a", os.urandom(200_001))],
        [("a", b"0" * 150_000)],
    ],
    ids=["count", "size", "file", "ratio"],
)
def test_bombs_are_refused(tmp_path, members):
    refused(zipped(tmp_path / "a.zip", members), tmp_path, BOUNDS)
    refused(tarred(tmp_path / "a.tgz", members), tmp_path, BOUNDS)


def test_a_bomb_that_lies_about_its_size_is_cut_off(tmp_path):
    """The list says 10 bytes; `zipfile` gives no more than that, and their sum does not fit."""
    path = zipped(tmp_path / "a.zip", [("a", b"0" * 150_000)])
    whole = path.read_bytes()
    path.write_bytes(whole.replace(struct.pack("<L", 150_000), struct.pack("<L", 10)))
    refused(path, tmp_path, BOUNDS)


def test_members_that_share_their_bytes_are_refused(tmp_path):
    assert "share their bytes" in str(refused(overlapping(tmp_path / "a.zip", 20, 4_000), tmp_path))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_cannot_be_read_in_pieces_are_refused(tmp_path, method):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("a", b"hello")
    refused(tmp_path / "a.zip", tmp_path)


def test_an_encrypted_member_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", [("a", b"hello")])
    whole = bytearray(path.read_bytes())
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.find(head) + at] |= 1
    path.write_bytes(whole)
    assert "encrypted" in str(refused(path, tmp_path))


@pytest.mark.parametrize(
    "odd",
    [
        lambda whole: b"#!/bin/sh\n" + whole,
        lambda whole: whole + b"behind",
        lambda whole: whole + whole,
        lambda whole: whole[:-5],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: b"",
        lambda whole: b"PK",
        lambda whole: b"hello, no archive",
        lambda whole: whole.replace(b"PK\x01\x02", b"PK\x01\x03", 1),
    ],
)
def test_an_archive_that_readers_see_differently_is_refused(tmp_path, odd):
    path = zipped(tmp_path / "a.zip", GOOD)
    path.write_bytes(odd(path.read_bytes()))
    refused(path, tmp_path)


def test_two_names_of_one_member_are_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", GOOD)
    path.write_bytes(path.read_bytes().replace(b"note/b.dat", b"note/c.dat", 1))
    refused(path, tmp_path)


def test_a_list_with_other_numbers_behind_it_is_refused(tmp_path):
    """The ends of ZIP and of ZIP64 both fit: some readers believe the one, some the other."""
    whole = zipped(tmp_path / "a.zip", GOOD).read_bytes()
    at = whole.rfind(b"PK\x05\x06")
    count, length, start = struct.unpack("<HLL", whole[at + 10 : at + 20])
    far = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = whole[at : at + 12] + struct.pack("<LLH", length + len(far) + len(locator), start, 0)
    (tmp_path / "a.zip").write_bytes(whole[:at] + far + locator + end)
    refused(tmp_path / "a.zip", tmp_path)


def parts(path):
    """The members, the list and the end of a ZIP, with the three numbers of its end: count, length, start."""
    whole = path.read_bytes()
    at = whole.rfind(b"PK\x05\x06")
    count, length, start = struct.unpack("<HLL", whole[at + 10 : at + 20])
    return whole[:start], whole[start:at], (count, length, start)


def ended(members, listed, count, comment=b""):
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(members), len(comment))
    return members + listed + end + comment


def test_a_member_that_the_list_leaves_out_is_no_secret(tmp_path):
    """Who reads from the front sees three files, who reads the list two."""
    members, listed, (count, _, _) = parts(zipped(tmp_path / "a.zip", GOOD))
    first = listed.find(b"PK\x01\x02", 4)
    second = listed.find(b"PK\x01\x02", first + 4)
    for hidden in (listed[:first] + listed[second:], listed[:second]):
        (tmp_path / "a.zip").write_bytes(ended(members, hidden, count - 1))
        assert "two archives in one" in str(refused(tmp_path / "a.zip", tmp_path))


def test_two_lists_in_one_archive_are_refused(tmp_path):
    """The comment of the first end holds another list and its end, of the first member alone."""
    members, listed, (count, _, _) = parts(zipped(tmp_path / "a.zip", GOOD))
    one = listed[: listed.find(b"PK\x01\x02", 4)]
    first_end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(members), len(one) + 22)
    (tmp_path / "a.zip").write_bytes(ended(members + listed + first_end, one, 1))
    refused(tmp_path / "a.zip", tmp_path)


def test_an_archive_that_was_written_in_one_stream_is_read(tmp_path):
    """The sums stand behind the members there."""
    with (tmp_path / "a.zip").open("wb") as file, zipfile.ZipFile(OneWay(file), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in GOOD:
            archive.writestr(name, content)
    unpack(tmp_path / "a.zip", tmp_path / "into")
    assert tree(tmp_path / "into") == dict(GOOD)


class OneWay(io.RawIOBase):
    """A pipe, as far as `zipfile` knows."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


def test_a_header_of_a_tar_never_fills_the_memory(tmp_path):
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, 40_000_000
    with (tmp_path / "a.tar").open("wb") as file:
        file.write(head.tobuf(tarfile.GNU_FORMAT))
        file.truncate(40_010_240)
    tracemalloc.start()
    try:
        refused(tmp_path / "a.tar", tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_file_with_holes_is_refused(tmp_path):
    holed = entry("x", tarfile.REGTYPE)
    holed.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.map": "0,0",
        "GNU.sparse.size": "9",
    }
    refused(tarred(tmp_path / "a.tar", [*GOOD, holed], how="w"), tmp_path)


@pytest.mark.parametrize("size", [-512, 1 << 40, 50_000_000])
def test_a_header_of_a_tar_with_an_impossible_size_is_refused(tmp_path, size):
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, 8**11 - 1 if size > 0 else 0
    raw = bytearray(head.tobuf(tarfile.GNU_FORMAT))
    if size < 0:
        raw[124:136] = b"\xff" * 4 + (size & (2**64 - 1)).to_bytes(8, "big")
        raw[148:156] = b"%06o\0 " % (sum(raw[:148]) + 256 + sum(raw[156:512]))
    (tmp_path / "a.tar").write_bytes(bytes(raw) + bytes(20_000))
    refused(tmp_path / "a.tar", tmp_path)


def test_a_tar_that_is_cut_is_refused(tmp_path):
    whole = tarred(tmp_path / "a.tgz", [("a", os.urandom(50_000))]).read_bytes()
    (tmp_path / "a.tgz").write_bytes(whole[:-3000])
    refused(tmp_path / "a.tgz", tmp_path)


def test_what_stands_behind_the_first_bytes_can_be_left_out(tmp_path):
    whole = zipped(tmp_path / "a.mcpb", GOOD).read_bytes()
    unpack(io.BytesIO(whole + b"MCPB_SIG_V1"), tmp_path / "into", size=len(whole))
    assert tree(tmp_path / "into") == dict(GOOD)


def test_a_comment_is_no_trick(tmp_path):
    unpack(zipped(tmp_path / "a.zip", GOOD, comment=b"made by hand"), tmp_path / "into")
    assert tree(tmp_path / "into") == dict(GOOD)
