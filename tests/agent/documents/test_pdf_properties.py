"""What a PDF says of itself: properties, bookmarks, attached files, passwords, signatures."""

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    Destination,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.documents.pdf.objects import array_at
from tests.agent.documents.pdfs import form, grows, pdf, texts, titles, unpacked
from tests.agent.documents.told import told


def test_properties_are_set_behind_the_untouched_bytes(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One")
    op = {"op": "set_metadata", "properties": {"title": "見積書", "author": "山田"}}
    documents.edit(source, [op], tmp_path / "out.pdf")
    assert grows(source, tmp_path / "out.pdf")
    assert "title in the file: 見積書" in told(documents.read(tmp_path / "out.pdf"))


def test_an_addition_keeps_what_the_document_said_of_itself(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One")
    documents.edit(source, [{"op": "rotate", "degrees": 90}], tmp_path / "out.pdf")
    assert "title in the file: Made for a test" in told(documents.read(tmp_path / "out.pdf"))
    added = (tmp_path / "out.pdf").read_bytes()[source.stat().st_size :]
    assert b"/Info" in added
    old, new = (array_at(PdfReader(tmp_path / name).trailer, "/ID") for name in ("a.pdf", "out.pdf"))
    assert old[0] == new[0]
    assert old[1] != new[1]


def test_removed_properties_are_gone_from_the_file(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One")
    documents.edit(source, [{"op": "remove_metadata"}], tmp_path / "out.pdf")
    assert b"Made for a test" in unpacked(source)
    assert b"Made for a test" not in unpacked(tmp_path / "out.pdf")
    assert b"ReportLab" not in unpacked(tmp_path / "out.pdf")
    assert texts(documents, tmp_path / "out.pdf") == ["One"]


def test_bookmarks_are_added_and_replaced(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "One", "Two", "Three")
    first = [{"title": "第1章", "page": 1}, {"title": "1.1", "page": 2, "level": 2}, {"title": "第2章", "page": 3}]
    documents.edit(source, [{"op": "add_bookmarks", "bookmarks": first}], tmp_path / "out.pdf")
    result = PdfReader(tmp_path / "out.pdf")
    assert titles(result) == ["第1章", "第2章"]
    inner = result.outline[1]
    assert isinstance(inner, list)
    (below,) = inner
    assert isinstance(below, Destination)
    assert (below.title, result.get_destination_page_number(below)) == ("1.1", 1)
    other = {"op": "add_bookmarks", "bookmarks": [{"title": "Only", "page": 2}], "replace": True}
    documents.edit(tmp_path / "out.pdf", [other], tmp_path / "other.pdf")
    assert titles(PdfReader(tmp_path / "other.pdf")) == ["Only"]
    with pytest.raises(InvalidArgumentsError):
        documents.edit(source, [{"op": "add_bookmarks", "bookmarks": [{"title": "x", "page": 9}]}], tmp_path / "no.pdf")


def test_a_file_is_attached_and_taken_out_again(documents, tmp_path):
    (tmp_path / "list.csv").write_bytes(b"name,amount\nSato,300\n")
    source = pdf(tmp_path / "a.pdf", "One")
    attach = {"op": "attach", "source": 1, "name": "一覧.csv"}
    documents.pages([source, tmp_path / "list.csv"], [attach], tmp_path / "with.pdf")
    assert PdfReader(tmp_path / "with.pdf").attachments == {"一覧.csv": [b"name,amount\nSato,300\n"]}
    assert texts(documents, tmp_path / "with.pdf") == ["One"]
    with pytest.raises(InvalidArgumentsError):
        documents.pages([tmp_path / "with.pdf", tmp_path / "list.csv"], [attach], tmp_path / "no.pdf")
    documents.edit(tmp_path / "with.pdf", [{"op": "remove_attachment", "name": "一覧.csv"}], tmp_path / "out.pdf")
    assert PdfReader(tmp_path / "out.pdf").attachments == {}
    assert b"Sato,300" not in unpacked(tmp_path / "out.pdf")


def test_a_password_is_given_and_taken_away(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Secret")
    documents.lock(source, "鍵 key", tmp_path / "locked.pdf")
    with pytest.raises(UnreadableError) as raised:
        documents.read(tmp_path / "locked.pdf")
    assert raised.value.code == "encrypted"
    with pytest.raises(UnreadableError) as raised:
        documents.reaches(tmp_path / "locked.pdf")
    assert raised.value.code == "encrypted"
    with pytest.raises(UnreadableError) as raised:
        documents.unlock(tmp_path / "locked.pdf", "wrong", tmp_path / "no.pdf")
    assert raised.value.code == "wrong_password"
    documents.unlock(tmp_path / "locked.pdf", "鍵 key", tmp_path / "open.pdf")
    assert texts(documents, tmp_path / "open.pdf") == ["Secret"]
    assert not (tmp_path / "no.pdf").exists()


def test_an_encrypted_copy_allows_what_was_said_and_tells_no_password(documents, tmp_path):
    source = pdf(tmp_path / "a.pdf", "Secret")
    op = {"op": "encrypt", "password": "sesame", "allow": ["print"]}
    said = documents.edit(source, [op], tmp_path / "out.pdf")
    reader = PdfReader(tmp_path / "out.pdf", password="sesame")
    permissions = reader.user_access_permissions
    assert permissions is not None
    assert permissions.PRINT in permissions
    assert permissions.MODIFY not in permissions
    assert not any("sesame" in one.en + one.ja for one in said)
    with pytest.raises(InvalidArgumentsError) as raised:
        documents.edit(source, [{**op, "owner_password": "sesame"}], tmp_path / "no.pdf")
    assert "sesame" not in str(raised.value)


def test_the_password_of_a_reader_does_not_take_permissions_away(documents, tmp_path):
    op = {"op": "encrypt", "password": "reader", "owner_password": "author", "allow": ["print"]}
    documents.edit(pdf(tmp_path / "a.pdf", "Look only"), [op], tmp_path / "in.pdf")
    with pytest.raises(UnreadableError) as raised:
        documents.unlock(tmp_path / "in.pdf", "reader", tmp_path / "no.pdf")
    assert raised.value.code == "encrypted"
    documents.unlock(tmp_path / "in.pdf", "author", tmp_path / "open.pdf")
    assert texts(documents, tmp_path / "open.pdf") == ["Look only"]


def test_who_allows_only_that_pages_are_put_together_allows_no_stamp(documents, tmp_path):
    writer = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", "One", "Two"))
    allowed = UserAccessPermissions.PRINT | UserAccessPermissions.ASSEMBLE_DOC
    writer.encrypt("", owner_password="owner", permissions_flag=allowed, algorithm="AES-256")
    writer.write(tmp_path / "in.pdf")
    documents.edit(tmp_path / "in.pdf", [{"op": "order", "pages": "2,1"}], tmp_path / "out.pdf")
    assert texts(documents, tmp_path / "out.pdf") == ["Two", "One"]
    for op in ({"op": "stamp", "text": "x"}, {"op": "redact", "find": "One"}):
        with pytest.raises(UnreadableError) as raised:
            documents.edit(tmp_path / "in.pdf", [op], tmp_path / "no.pdf")
        assert raised.value.code == "encrypted"


def signed(path, level: int = 0):
    """A form that says it is signed; its signature is none that could be verified."""
    writer = PdfWriter(clone_from=form(path))
    size = 10_000
    value = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Name"): TextStringObject("Hanako Sato"),
            NameObject("/M"): TextStringObject("D:20261126101500+09'00'"),
            NameObject("/ByteRange"): ArrayObject(map(NumberObject, (0, 100, 200, size - 200))),
            NameObject("/Contents"): ByteStringObject(b"\x30\x03\x02\x01\x00"),
        }
    )
    if level:
        allowed = DictionaryObject({NameObject("/P"): NumberObject(level)})
        reference = DictionaryObject(
            {NameObject("/TransformMethod"): NameObject("/DocMDP"), NameObject("/TransformParams"): allowed}
        )
        value[NameObject("/Reference")] = ArrayObject([reference])
    field = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject("Signature1"),
            NameObject("/V"): writer._add_object(value),
        }
    )
    entries = writer.root_object["/AcroForm"].get_object()
    assert isinstance(entries, DictionaryObject)
    fields = entries["/Fields"].get_object()
    assert isinstance(fields, ArrayObject)
    fields.append(writer._add_object(field))
    writer.write(path)
    return path


def test_a_signed_document_is_only_added_to(documents, tmp_path):
    source = signed(tmp_path / "a.pdf")
    said = documents.edit(source, [{"op": "fill", "fields": {"name": "Yamada"}}], tmp_path / "out.pdf")
    assert grows(source, tmp_path / "out.pdf")
    assert "signature stays" in said[-1].en
    with pytest.raises(InvalidArgumentsError) as raised:
        documents.edit(source, [{"op": "remove_metadata"}], tmp_path / "no.pdf")
    assert "signed" in str(raised.value)
    made = documents.pages([source], [{"op": "take", "pages": "1"}], tmp_path / "new.pdf")
    assert "not valid" in made[-1].en


def test_a_certification_that_forbids_changes_is_told(documents, tmp_path):
    fill = {"op": "fill", "fields": {"name": "Yamada"}}
    for level, ops, words in (
        (1, [fill], "invalid"),
        (2, [fill], "stays"),
        (2, [{"op": "rotate", "degrees": 90}], "invalid"),
    ):
        said = documents.edit(signed(tmp_path / "a.pdf", level), ops, tmp_path / "out.pdf")
        assert words in said[-1].en
