"""Mails that are put together oddly, as collections of other programs have them: nothing of them may be lost."""

import base64

import pytest

from agent.core.errors import UnreadableError

HEAD = b"From: sato@example.jp\r\nSubject: s\r\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


def words(documents, tmp_path, data, **more):
    (tmp_path / "a.eml").write_bytes(data)
    return {one.anchor: one.text for one in documents.read(tmp_path / "a.eml", **more).passages}


def several(kind, *parts, mark=b"B"):
    lines = b"".join(b"--" + mark.strip(b'"') + b"\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: " + kind + b"; boundary=" + mark + b"\r\n\r\n" + lines + b"--" + mark.strip(b'"') + b"--\r\n"


def test_a_mail_that_is_nothing_but_a_file_has_that_file(documents, tmp_path):
    coded = base64.encodebytes(b"%PDF-1.7")
    data = HEAD + b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded
    assert words(documents, tmp_path, data)["attachment 1"] == "a.pdf (application/pdf, 8 bytes)"


def test_words_before_and_behind_a_file_are_all_words(documents, tmp_path):
    file = b'Content-Type: image/png; name="a.png"\r\n\r\nx'
    data = HEAD + several(b"multipart/mixed", PLAIN + b"before", file, PLAIN + b"behind")
    found = words(documents, tmp_path, data)
    assert (found["L1"], found["L3"], found["attachment 1"].split()[0]) == ("before", "behind", "a.png")


def test_an_invitation_among_the_ways_to_say_it_is_a_file(documents, tmp_path):
    ways = several(b"multipart/alternative", PLAIN + b"come", b"Content-Type: text/html\r\n\r\n<p>come",
                   b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR")  # fmt: skip
    found = words(documents, tmp_path, HEAD + ways)
    assert (found["L1"], "L2" in found) == ("come", False)
    assert "text/calendar" in found["attachment 1"]


def test_what_tells_of_a_delivery_can_be_read(documents, tmp_path):
    told = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a.example\r\n\r\nAction: failed\r\n"
    data = HEAD + several(b"multipart/report", PLAIN + b"sorry", told)
    text = "\n".join(words(documents, tmp_path, data, part="attachment 1").values())
    assert "a.example" in text
    assert "Action: failed" in text


@pytest.mark.parametrize("mark", [b"----=_Part_1", b'"B"'])
def test_a_mark_that_lacks_its_quotation_marks_is_understood(documents, tmp_path, mark):
    data = HEAD + several(b"multipart/alternative", PLAIN + b"hello", mark=mark)
    assert words(documents, tmp_path, data)["L1"] == "hello"


def test_a_multipart_whose_marks_lead_nowhere_is_a_text(documents, tmp_path):
    data = HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\nonly this\r\n"
    assert words(documents, tmp_path, data)["L1"] == "only this"


@pytest.mark.parametrize(
    "data",
    [
        b"Received: by x\r\nnot a header\r\n" + HEAD + b"\r\nhello\r\n",
        b"From : sato@example.jp\r\nSubject : s\r\n\r\nhello\r\n",
        (HEAD + b"\r\nhello\r\n").decode().encode("utf-16"),
        (HEAD + b"\r\nhello\r\n").decode().encode("utf-16-be"),
        b"\r\n\xef\xbb\xbf" + HEAD + b"\r\nhello\r\n",
    ],
)
def test_odd_headers_are_headers(documents, tmp_path, data):
    found = words(documents, tmp_path, data)
    assert (found["From"], found["Subject"], found["L1"]) == ("From: sato@example.jp", "Subject: s", "hello")


def test_a_group_and_an_empty_word_do_not_stop_the_headers(documents, tmp_path):
    data = b"From: =?utf-8?q?S=C3=A3o?= <a@example.com>\r\nTo: friends: ;\r\nSubject: =?UTF-8?B??= x\r\n\r\nhello"
    found = words(documents, tmp_path, data)
    assert (found["From"], found["To"]) == ("From: São <a@example.com>", "To: friends: ;")


def test_what_has_no_header_of_a_mail_is_none(documents, tmp_path):
    (tmp_path / "a.eml").write_bytes(b"hello, this is a text\n")
    with pytest.raises(UnreadableError):
        documents.read(tmp_path / "a.eml")
