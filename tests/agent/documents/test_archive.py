"""Zip archives: names of every computer, entries read and taken out, changed without packing the rest anew."""

import io
import zipfile
import zlib

import pytest

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.odd_zips import Entry, packed
from tests.agent.documents.told import told


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "a.zip"
    entries = [
        Entry("読んで.txt", "こんにちは".encode()),
        Entry("list/", b"", stored=True),
        Entry("list/a.csv", b"a,b\n1,2\n", descriptor="signed"),
        Entry("list/B.txt", b"x" * 5_000, comment=b"note"),
    ]
    path.write_bytes(packed(entries, comment=b"made by hand"))
    return path


def test_entries_are_listed_and_read_as_the_documents_that_they_are(documents, archive):
    content = documents.read(archive)
    assert [one.anchor for one in content.passages] == ["読んで.txt", "list/", "list/a.csv", "list/B.txt"]
    assert told(content) == ("3 files, unpacked 5,023 bytes",)
    assert documents.read(archive, part="読んで.txt").passages[0].text == "こんにちは"
    table = documents.read(archive, part="list/a.csv")
    assert [(one.anchor, one.text) for one in table.passages][1] == ("A2:B2", "1 | 2")
    with pytest.raises(InvalidArgumentsError, match=r"There are: 読んで.txt; list/a.csv; list/B.txt"):
        documents.read(archive, part="list/c.csv")


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "euc_jp"])
def test_names_of_other_computers_are_read(documents, tmp_path, encoding):
    """Programs of Windows write names in the code page of the system and say nothing of it."""
    made = packed([Entry("AAAAAAAAAA.txt", b"1"), Entry("plain.txt", b"2")])
    name = "表予定".encode(encoding)[:10].ljust(10, b"_")
    (tmp_path / "a.zip").write_bytes(made.replace(b"AAAAAAAAAA", name))
    listed = [one.anchor for one in documents.read(tmp_path / "a.zip").passages]
    assert listed == [name.decode(encoding) + ".txt", "plain.txt"]
    documents.extract(tmp_path / "a.zip", listed[0], tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == b"1"


def test_entries_come_and_go_and_all_others_keep_their_bytes(documents, archive, tmp_path):
    new = tmp_path / "new.pdf"
    new.write_bytes(b"%PDF-1.7 x")
    ops = [
        {"op": "remove", "names": ["LIST/b.txt"]},
        {"op": "add", "files": {"請求/新.pdf": new}},
        {"op": "add", "files": {"list/a.csv": new}, "replace": True},
    ]
    said = documents.edit(archive, ops, tmp_path / "b.zip")
    assert said[1].en == "Added 請求/新.pdf."
    parts = documents.parts(archive, tmp_path / "b.zip")
    assert (parts.changed, parts.added, parts.removed, parts.identical) == (
        ("list/a.csv",), ("請求/新.pdf",), ("list/B.txt",), 2
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "b.zip") as made:
        assert made.testzip() is None
        assert made.comment == b"made by hand"
        assert made.read("請求/新.pdf") == new.read_bytes()
        assert made.getinfo("請求/新.pdf").date_time[0] > 2020
    kinds = {(one.anchor, one.kind) for one in documents.diff(archive, tmp_path / "b.zip")}
    assert kinds == {("list/B.txt", "removed"), ("請求/新.pdf", "added"), ("list/a.csv", "")}


@pytest.mark.parametrize("name", ["../a", "/a", "a//b", "C:x", "a\\b", "", "a/ /b"])
def test_a_name_that_leads_somewhere_else_is_refused(documents, archive, tmp_path, name):
    with pytest.raises(InvalidArgumentsError, match="no name for an entry"):
        documents.edit(archive, [{"op": "add", "files": {name: archive}}], tmp_path / "b.zip")
    with pytest.raises(InvalidArgumentsError, match="no name for an entry"):
        documents.create({"files": {name: archive}}, tmp_path / "b.zip")


def test_ops_that_do_not_fit_are_refused(documents, archive, tmp_path):
    for op, why in (
        ({"op": "add", "files": {"list/A.csv": archive}}, "there already"),
        ({"op": "add", "files": {"x": "a.txt"}}, "object of names and files"),
        ({"op": "remove", "names": ["nothing"]}, "There are: '読んで.txt'"),
        ({"op": "remove", "names": "x"}, "list of entries"),
    ):
        with pytest.raises(InvalidArgumentsError, match=why):
            documents.edit(archive, [op], tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_files_are_packed(documents, tmp_path):
    (tmp_path / "a.txt").write_text("one")
    documents.create({"files": {"資料/a.txt": tmp_path / "a.txt", "b.txt": tmp_path / "a.txt"}}, tmp_path / "new.zip")
    documents.check(tmp_path / "new.zip")
    with zipfile.ZipFile(tmp_path / "new.zip") as made:
        assert {one.filename: made.read(one) for one in made.infolist()} == {"資料/a.txt": b"one", "b.txt": b"one"}


def test_problems_are_names_that_lead_out_twins_and_damage(documents, tmp_path):
    made = packed([Entry("../up.txt", b"1"), Entry("a", b"2"), Entry("A", b"3"), Entry("bad", b"4" * 60, stored=True)])
    (tmp_path / "a.zip").write_bytes(made.replace(b"4444", b"5444", 1))
    found = [(one.anchor, one.words.en) for one in documents.problems(tmp_path / "a.zip")]
    assert [anchor for anchor, _ in found] == ["../up.txt", "a", "A", "bad"]
    with pytest.raises(UnreadableError):
        documents.check(tmp_path / "a.zip")
    with pytest.raises(InvalidArgumentsError, match="one and the same name"):
        documents.edit(tmp_path / "a.zip", [{"op": "remove", "names": ["a"]}], tmp_path / "b.zip")


def test_a_bomb_is_not_unpacked(documents, tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 30_000_000)
    (tmp_path / "a.zip").write_bytes(made.getvalue())
    with pytest.raises(UnreadableError) as refused:
        documents.read(tmp_path / "a.zip")
    assert refused.value.code == "too_large"


class Cipher:
    """The old encryption of zip archives, from its description: APPNOTE.TXT 6.1."""

    def __init__(self, key):
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in key:
            self.update(byte)

    def update(self, byte):
        a, b, c = self.keys
        a = ~zlib.crc32(bytes([byte]), ~a & 0xFFFFFFFF) & 0xFFFFFFFF
        b = ((b + (a & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys = [a, b, ~zlib.crc32(bytes([b >> 24]), ~c & 0xFFFFFFFF) & 0xFFFFFFFF]

    def encrypted(self, data):
        out = bytearray()
        for byte in data:
            half = self.keys[2] | 2
            out.append(byte ^ (half * (half ^ 1) >> 8 & 0xFF))
            self.update(byte)
        return bytes(out)


def locked(path, password):
    """An archive with one open and one locked entry, as attachments are sent."""
    body = b"secret words\n"
    check = zlib.crc32(body) >> 24
    sealed = Cipher(password).encrypted(b"\1" * 11 + bytes([check]) + body)
    made = bytearray(packed([Entry("open.txt", b"open"), Entry("a.txt", sealed, stored=True)]))
    local, central = made.index(b"PK\x03\x04", 4), made.rindex(b"PK\x01\x02")
    for at, flags, crc in ((local, 6, 14), (central, 8, 16)):
        made[at + flags] |= 1
        made[at + crc : at + crc + 4] = zlib.crc32(body).to_bytes(4, "little")
        made[at + crc + 8 : at + crc + 12] = len(body).to_bytes(4, "little")
    path.write_bytes(made)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_an_archive_with_a_password_is_listed_and_unlocked(documents, tmp_path, encoding):
    path = locked(tmp_path / "a.zip", "合言葉".encode(encoding))
    assert "1 file needs a password" in told(documents.read(path))
    documents.check(path)
    with pytest.raises(UnreadableError) as closed:
        documents.read(path, part="a.txt")
    assert closed.value.code == "encrypted"
    with pytest.raises(UnreadableError) as wrong:
        documents.unlock(path, "wrong", tmp_path / "b.zip")
    assert wrong.value.code == "wrong_password"
    documents.unlock(path, "合言葉", tmp_path / "b.zip")
    assert documents.read(tmp_path / "b.zip", part="a.txt").passages[0].text == "secret words"
    with pytest.raises(UnreadableError, match="no password"):
        documents.unlock(tmp_path / "b.zip", "x", tmp_path / "c.zip")


@pytest.mark.parametrize(
    ("name", "told"), [("a.7z", "pack the files as .zip"), ("a.doc", "as .docx"), ("a.pst", "Outlook")]
)
def test_a_kind_that_is_not_opened_here_is_told_with_what_to_do(documents, tmp_path, name, told):
    (tmp_path / name).write_bytes(b"7z\xbc\xaf\x27\x1c" + b"\0" * 40)
    with pytest.raises(UnreadableError, match=told) as closed:
        documents.read(tmp_path / name)
    assert closed.value.code == "unknown_kind"
    assert name[1:] in closed.value.words.ja


def test_an_entry_that_is_replaced_keeps_its_name(documents, tmp_path):
    """Info-ZIP writes a name in UTF-8 beside one in which foreign letters are lost."""
    raw, name = b"___.txt", "表紙.txt"
    told_name = b"\1" + zlib.crc32(raw).to_bytes(4, "little") + name.encode()
    info = zipfile.ZipInfo(raw.decode())
    info.extra = (0x7075).to_bytes(2, "little") + len(told_name).to_bytes(2, "little") + told_name
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(info, b"old")
    (tmp_path / "new.txt").write_bytes(b"new")
    ops = [{"op": "add", "files": {name: tmp_path / "new.txt"}, "replace": True}]
    documents.edit(tmp_path / "a.zip", ops, tmp_path / "b.zip")
    documents.check(tmp_path / "b.zip")
    assert [one.anchor for one in documents.read(tmp_path / "b.zip").passages] == [name]
    assert documents.read(tmp_path / "b.zip", part=name).passages[0].text == "new"
