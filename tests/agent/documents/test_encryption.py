"""Passwords of Office files are taken off and given without any loss."""

import io

import msoffcrypto
import pytest

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.conftest import DATA
from tests.agent.documents.packages import with_parts

PLAIN = {
    ".xlsx": "poi-47668-41c504.xlsx",
    ".xlsm": "poi-SimpleMacro-f76c98.xlsm",
    ".docx": "poi-headerPic-50d9b1.docx",
    ".docm": "poi-60158-51377b.docm",
    ".pptx": "poi-table_test-b9c3eb.pptx",
}


@pytest.fixture(params=sorted(PLAIN))
def plain(request, real_files):
    return DATA / PLAIN[request.param]


def test_a_file_that_gets_a_password_and_loses_it_is_the_same_bytes(documents, tmp_path, plain):
    locked, open_again = tmp_path / f"locked{plain.suffix}", tmp_path / f"open{plain.suffix}"
    documents.lock(plain, "合言葉 1", locked)
    with pytest.raises(UnreadableError) as closed:
        documents.read(locked)
    assert closed.value.code == "encrypted"
    documents.unlock(locked, "合言葉 1", open_again)
    assert open_again.read_bytes() == plain.read_bytes()


def test_what_a_locked_document_leads_to_is_not_known(documents, tmp_path, plain):
    documents.lock(plain, "pass", tmp_path / f"locked{plain.suffix}")
    with pytest.raises(UnreadableError) as closed:
        documents.reaches(tmp_path / f"locked{plain.suffix}")
    assert closed.value.code == "encrypted"


def test_a_zip_with_a_password_is_no_locked_document(documents, tmp_path, plain):
    """No Office program opens it, so it must not pass for one that its owner can open."""
    data = bytearray(plain.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    (tmp_path / f"a{plain.suffix}").write_bytes(data)
    with pytest.raises(UnreadableError, match="zip archive with a password") as closed:
        documents.check(tmp_path / f"a{plain.suffix}")
    assert closed.value.code == "wrong_type"


def test_another_program_opens_what_is_locked_here(documents, tmp_path, plain):
    documents.lock(plain, "pass", tmp_path / "locked")
    out = io.BytesIO()
    with (tmp_path / "locked").open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password="pass", verify_password=True)
        office.decrypt(out, verify_integrity=True)
    assert out.getvalue() == plain.read_bytes()


@pytest.mark.parametrize("password", ["TIKA", "", "tika "])
def test_a_wrong_password_is_told_and_nothing_is_written(documents, tmp_path, real_files, password):
    with pytest.raises(UnreadableError) as wrong:
        documents.unlock(DATA / "poi-protected_passtika-e58713.xlsx", password, tmp_path / "a.xlsx")
    assert wrong.value.code == "wrong_password"
    assert not (tmp_path / "a.xlsx").exists()


def test_a_workbook_that_excel_locked_is_read_edited_and_locked_again(documents, tmp_path, real_files):
    documents.unlock(DATA / "poi-protected_passtika-e58713.xlsx", "tika", tmp_path / "a.xlsx")
    documents.check(tmp_path / "a.xlsx")
    documents.edit(tmp_path / "a.xlsx", [{"op": "set_cells", "cells": {"C9": 7}}], tmp_path / "b.xlsx")
    documents.lock(tmp_path / "b.xlsx", "tika", tmp_path / "c.xlsx")
    documents.unlock(tmp_path / "c.xlsx", "tika", tmp_path / "d.xlsx")
    assert "7" in documents.read(tmp_path / "d.xlsx", part="C9").passages[-1].text


def test_an_old_document_under_a_new_name_is_not_called_encrypted(documents, tmp_path, real_files):
    old = DATA / "poi-attachment_test_msg-4f5ab3.msg"
    for name in ("a.xlsx", "a.docx", "a.pptx"):
        (tmp_path / name).write_bytes(old.read_bytes())
        with pytest.raises(UnreadableError) as wrong:
            documents.read(tmp_path / name)
        assert wrong.value.code == "wrong_type"


def test_what_has_no_password_is_not_unlocked_and_a_locked_file_not_locked_twice(documents, tmp_path, plain):
    with pytest.raises(UnreadableError, match="has no password"):
        documents.unlock(plain, "a", tmp_path / f"a{plain.suffix}")
    documents.lock(plain, "a", tmp_path / f"locked{plain.suffix}")
    with pytest.raises(UnreadableError, match="password already"):
        documents.lock(tmp_path / f"locked{plain.suffix}", "b", tmp_path / f"b{plain.suffix}")
    for bad in ("", "x" * 256):
        with pytest.raises(InvalidArgumentsError, match="1 to 255"):
            documents.lock(plain, bad, tmp_path / f"b{plain.suffix}")
    assert not (tmp_path / f"b{plain.suffix}").exists()


@pytest.mark.parametrize(
    ("name", "ops"),
    [
        ("poi-headerPic-50d9b1.docx", [{"op": "insert_after", "at": "P1", "text": "more"}]),
        (
            "poi-table_test-b9c3eb.pptx",
            [{"op": "set_table_cell", "slide": 1, "table": 1, "row": 1, "column": 1, "text": "more"}],
        ),
        ("poi-47668-41c504.xlsx", [{"op": "set_cells", "cells": {"A1": "more"}}]),
    ],
)
def test_an_edit_says_that_it_breaks_a_signature(documents, tmp_path, real_files, name, ops):
    signed = with_parts(DATA / name, tmp_path / name, {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    out = tmp_path / f"out{signed.suffix}"
    assert "signature" in documents.edit(signed, ops, out)[-1].en
    assert documents.parts(signed, out).removed == ()
