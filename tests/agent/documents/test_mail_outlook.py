"""Mails of Outlook (.msg): texts in the code page that they name, people by their part, mails that lie in them."""

import struct

import pytest

from agent.core.errors import UnreadableError
from tests.agent.documents.ole import ole_file

PAGE, LOCALE, WEB, ROLE = 0x3FFD, 0x3FF1, 0x3FDE, 0x0C15


def numbers(head, **values):
    """The stream of what has a fixed size."""
    return bytes(head) + b"".join(struct.pack("<HHIIi", 3, int(key[1:]), 6, one, 0) for key, one in values.items())


def texts(page="", **values):
    """A stream for each text, in 8 bits of that code page or in 16."""
    kind = "001E" if page else "001F"
    return {f"__substg1.0_{key[1:]}{kind}": one.encode(page or "utf-16-le") for key, one in values.items()}


def person(name, address, role, page=""):
    return {**texts(page, x3001=name, x39FE=address), "__properties_version1.0": numbers(8, **{f"x{ROLE}": role})}


def words(documents, tmp_path, tree, **more):
    (tmp_path / "a.msg").write_bytes(ole_file(tree))
    return {one.anchor: one.text for one in documents.read(tmp_path / "a.msg", **more).passages}


@pytest.mark.parametrize(
    ("page", "told"),
    [("cp932", {f"x{PAGE}": 932}), ("cp932", {f"x{LOCALE}": 1041}), ("cp932", {}), ("cp950", {f"x{PAGE}": 950}),
     ("gb18030", {f"x{LOCALE}": 2052}), ("cp1252", {f"x{LOCALE}": 1031}), ("utf-8", {f"x{PAGE}": 65001}), ("", {})],
)  # fmt: skip
def test_texts_are_read_in_the_code_page_of_the_mail(documents, tmp_path, page, told):
    subject = "Grüße" if page == "cp1252" else "會議記錄" if page == "cp950" else "会議の記録です。ご確認ください。"
    tree = {**texts(page, x0037=subject, x1000=subject), "__properties_version1.0": numbers(32, **told)}
    found = words(documents, tmp_path, tree)
    assert (found["Subject"], found["L1"]) == (f"Subject: {subject}", subject)


def test_people_are_told_by_their_part_and_html_in_its_own_encoding(documents, tmp_path):
    tree = {
        **texts(x0C1A="佐藤", x5D01="sato@example.jp", x0037="件名"),
        "__substg1.0_10130102": "<p>請求書".encode("iso-2022-jp"),
        "__properties_version1.0": numbers(32, **{f"x{WEB}": 50220}),
        "__recip_version1.0_#00000000": person("山田", "yamada@example.jp", 1),
        "__recip_version1.0_#00000001": person("Abe", "abe@example.jp", 2),
        "__recip_version1.0_#00000002": person("Ito", "/O=FIRM/CN=ITO", 3),
    }
    found = words(documents, tmp_path, tree)
    assert found == {
        "From": "From: 佐藤 <sato@example.jp>", "To": "To: 山田 <yamada@example.jp>", "Cc": "Cc: Abe <abe@example.jp>",
        "Bcc": "Bcc: Ito", "Subject": "Subject: 件名", "L1": "請求書",
    }  # fmt: skip


def test_a_mail_in_a_mail_of_outlook_is_read_and_taken_out(documents, tmp_path):
    inner = {
        **texts(
            x0037="Re: 見積/2", x1000="中の本文\r\n二行目", x001A="IPM.Note", x0C1A="佐藤", x5D01="sato@example.jp"
        ),
        "__attach_version1.0_#00000000": {**texts(x3707="表.csv"), "__substg1.0_37010102": b"a,b\n1,2\n"},
    }
    outer = {**texts(x0037="Fwd", x1000="see"), "__properties_version1.0": numbers(32),
             "__attach_version1.0_#00000000": {**texts(x3001="見積"), "__substg1.0_3701000D": inner}}  # fmt: skip
    assert words(documents, tmp_path, outer)["attachment 1"].startswith("Re: 見積_2.eml (message/rfc822")
    found = words(documents, tmp_path, outer, part="attachment 1")
    assert (found["From"], found["Subject"]) == ("From: 佐藤 <sato@example.jp>", "Subject: Re: 見積/2")
    assert (found["L1"], found["L2"]) == ("中の本文", "二行目")
    assert found["attachment 1"].startswith("表.csv (")
    documents.extract(tmp_path / "a.msg", "attachment 1", tmp_path / "in.eml")
    documents.extract(tmp_path / "in.eml", "attachment 1", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"a,b\n1,2\n"


def test_a_signed_mail_gives_what_it_signs(documents, tmp_path):
    data = b"Content-Type: multipart/signed; boundary=B\r\n\r\n--B\r\n\r\nsigned words\r\n--B--\r\n"
    kept = {**texts(x370E="multipart/signed"), "__substg1.0_37010102": data}
    tree = {**texts(x0037="s"), "__attach_version1.0_#00000000": kept}
    assert words(documents, tmp_path, tree)["attachment 1"].startswith("signed.eml (multipart/signed")
    assert words(documents, tmp_path, tree, part="attachment 1")["L1"] == "signed words"


def test_an_ole_file_of_something_else_is_no_mail(documents, tmp_path):
    (tmp_path / "a.msg").write_bytes(ole_file({"WordDocument": b"x"}))
    with pytest.raises(UnreadableError, match="no mail of Outlook"):
        documents.read(tmp_path / "a.msg")


def test_html_in_utf_8_is_read_as_such_whatever_the_mail_says(documents, tmp_path):
    tree = {
        **texts(x0037="s", x1000="plain words that the frame lacks"),
        "__substg1.0_10130102": "<p>HTML öäü".encode(),
        "__properties_version1.0": numbers(32, **{f"x{WEB}": 1252}),
    }
    (tmp_path / "a.msg").write_bytes(ole_file(tree))
    documents.convert(tmp_path / "a.msg", tmp_path / "a.md")
    assert "plain words that the frame lacks" in (tmp_path / "a.md").read_text(encoding="utf-8")
    del tree["__substg1.0_1000001F"]
    (tmp_path / "a.msg").write_bytes(ole_file(tree))
    documents.convert(tmp_path / "a.msg", tmp_path / "a.md")
    assert "HTML öäü" in (tmp_path / "a.md").read_text(encoding="utf-8")
