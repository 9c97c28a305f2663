"""Files that lie in mails, mailboxes, PDFs and Office documents are taken out byte for byte; drafts of mails."""

import io
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from pypdf import PdfWriter

from agent.core.errors import InvalidArgumentsError, UnreadableError
from tests.agent.documents.conftest import DATA
from tests.agent.documents.told import told


def mail(subject="list"):
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "y@example.com", subject, "Tue, 24 Nov 2026 10:00:00 +0900"
    message.set_content("see attached\nFrom here on it is a text\n\nFrom the start of a paragraph too\n")
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="表.csv")
    message.add_attachment(b"\0\1\2", maintype="application", subtype="octet-stream", filename="b.bin")
    return message


def boxed(*messages):
    """As programs of Unix write a mailbox: lines that begin with "From " get a sign before them."""
    lines = b""
    for message in messages:
        body = message.as_bytes().replace(b"\nFrom ", b"\n>From ")
        lines += b"From y@example.com Tue Nov 24 10:00:00 2026\n" + body + b"\n"
    return lines


def test_what_is_attached_to_a_mail_is_taken_out(documents, tmp_path):
    (tmp_path / "a.eml").write_bytes(mail().as_bytes())
    said = documents.extract(tmp_path / "a.eml", "attachment 1", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"a,b\n1,2\n"
    assert said[0].en == "Took 表.csv out (8 bytes)."
    documents.extract(tmp_path / "a.eml", "b.bin", tmp_path / "out.bin")
    assert (tmp_path / "out.bin").read_bytes() == b"\0\1\2"
    with pytest.raises(InvalidArgumentsError, match=r"attachment 1: 表.csv; attachment 2: b.bin"):
        documents.extract(tmp_path / "a.eml", "attachment 3", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_mail_of_outlook_gives_its_files(documents, tmp_path, real_files):
    documents.extract(DATA / "poi-attachment_test_msg-4f5ab3.msg", "attachment 1", tmp_path / "out.doc")
    assert (tmp_path / "out.doc").stat().st_size > 0


def test_a_mailbox_is_read_mail_by_mail(documents, tmp_path):
    path = tmp_path / "a.mbox"
    second = mail("二通目")
    path.write_bytes(boxed(mail("one"), second))
    content = documents.read(path)
    assert told(content) == ("2 mails",)
    assert [(one.anchor, one.text.rpartition(" | ")[2]) for one in content.passages] == [
        ("mail 1", "one"),
        ("mail 2", "二通目"),
    ]
    texts = {one.anchor: one.text for one in documents.read(path, part="mail 2").passages}
    assert texts["Subject"] == "Subject: 二通目"
    assert texts["L2"] == "From here on it is a text"
    assert documents.read(path, part="mail 1 attachment 1").passages[1].text == "1 | 2"
    documents.extract(path, "mail 2", tmp_path / "two.eml")
    assert (tmp_path / "two.eml").read_bytes().rstrip() == second.as_bytes().rstrip()
    documents.extract(path, "mail 2 attachment 2", tmp_path / "b.bin")
    assert (tmp_path / "b.bin").read_bytes() == b"\0\1\2"
    with pytest.raises(InvalidArgumentsError):
        documents.read(path, part="mail 3")
    (tmp_path / "b.mbox").write_text("no mailbox")
    with pytest.raises(UnreadableError):
        documents.check(tmp_path / "b.mbox")


@pytest.mark.parametrize(
    ("name", "part", "ends", "starts"),
    [
        ("poi-headerPic-50d9b1.docx", "picture 1", ".jpeg", b""),
        ("poi-layouts-9c3d53.pptx", "picture 1", ".jpg", b""),
        ("oxsdk-OLE-O12-XL-OLE-bd3c8f.xlsx", "file 1", ".bin", b"\xd0\xcf"),
    ],
)
def test_pictures_and_files_of_office_documents_are_taken_out(
    documents, tmp_path, real_files, name, part, ends, starts
):
    documents.extract(DATA / name, part, tmp_path / f"out{ends}")
    data = (tmp_path / f"out{ends}").read_bytes()
    assert len(data) > 100
    assert data.startswith(starts)
    with pytest.raises(InvalidArgumentsError, match=r"There are: picture 1|There are: file 1"):
        documents.extract(DATA / name, "picture 999", tmp_path / "none")


def test_a_file_in_a_pdf_is_taken_out(documents, tmp_path):
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("数.csv", b"a,b\n")
    writer.write(made)
    (tmp_path / "a.pdf").write_bytes(made.getvalue())
    documents.extract(tmp_path / "a.pdf", "attachment 1", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"a,b\n"


def test_a_draft_of_a_mail_is_what_a_mail_program_opens(documents, tmp_path):
    (tmp_path / "list.csv").write_bytes(b"a,b\n")
    content = {
        "to": ["山田 <yamada@example.com>", "sato@example.com"],
        "cc": "abe@example.com",
        "subject": "見積書の件",
        "body": "お世話になっております。\n",
        "attachments": {"見積.csv": tmp_path / "list.csv"},
    }
    said = documents.create(content, tmp_path / "a.eml")
    assert "Nothing was sent." in said[0].en
    message = BytesParser(policy=policy.default).parsebytes((tmp_path / "a.eml").read_bytes())
    assert [str(one) for one in message["To"].addresses] == ["山田 <yamada@example.com>", "sato@example.com"]
    assert (message["Subject"], message["Cc"], message["X-Unsent"]) == ("見積書の件", "abe@example.com", "1")
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "お世話になっております。"
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content().replace("\r\n", "\n")) == ("見積.csv", "a,b\n")
    assert {one.text for one in documents.read(tmp_path / "a.eml").passages} >= {"Subject: 見積書の件"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"subject": "a\nBcc: x@example.com"}, "one line"),
        ({"to": "nobody"}, "list of addresses"),
        ({"to": "a@example.com\nBcc: b@example.com"}, "one line|list of addresses"),
        ({"attachments": {"a.txt": "a.txt"}}, "object of names and files"),
        ({"reply": "x"}, "A mail has no 'reply'"),
    ],
)
def test_a_draft_that_does_not_fit_is_refused(documents, tmp_path, change, why):
    with pytest.raises(InvalidArgumentsError, match=why):
        documents.create({"to": "a@example.com", "subject": "s", "body": "b", **change}, tmp_path / "a.eml")
    assert not (tmp_path / "a.eml").exists()
    with pytest.raises(InvalidArgumentsError, match=r"is an \.eml"):
        documents.create({"subject": "s", "body": "b"}, tmp_path / "a.msg")
