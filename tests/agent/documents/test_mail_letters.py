"""Mails as Japan and Outlook write them: encodings that are not what they say, mails in mails, winmail.dat."""

import base64
import struct

import pytest

from agent.core.errors import InvalidArgumentsError

# "①の件㈱髙" and "請求書", as mail programs of Windows write them and call it ISO-2022-JP (CP50220).
MICROSOFT = b"\x1b$B-!$N7o-j\x1b(B"
HEAD = b"From: sato@example.jp\r\n"


def word(charset, data):
    return b"=?" + charset + b"?B?" + base64.b64encode(data) + b"?="


def words(documents, path, **more):
    return {one.anchor: one.text for one in documents.read(path, **more).passages}


@pytest.mark.parametrize(
    ("subject", "body", "charset", "said"),
    [
        (word(b"ISO-2022-JP", MICROSOFT), MICROSOFT, b"ISO-2022-JP", "①の件㈱"),
        (MICROSOFT, MICROSOFT, b"", "①の件㈱"),
        (word(b"Shift_JIS", "①髙".encode("cp932")), "①髙".encode("cp932"), b"Shift_JIS", "①髙"),
        ("請求書①".encode("cp932"), "請求書①".encode("cp932"), b"x-sjis", "請求書①"),
        ("請求書".encode(), "請求書".encode(), b"", "請求書"),
        (word(b"EUC-JP", "議事録".encode("euc-jp")), "議事録".encode("euc-jp"), b"EUC-JP", "議事録"),
        ("請求〜".encode("iso-2022-jp"), "請求〜".encode("iso-2022-jp"), b"iso-2022-jp", "請求〜"),
        (
            word(b"iso-2022-jp", b"\x1b$(D0!\x1b(B \x1b(I1\x1b(B"),
            b"\x1b$(D0!\x1b(B \x1b(I1\x1b(B",
            b"iso-2022-jp",
            "丂 ｱ",
        ),
        (word(b"nonsense", b"ab"), b"ab", b"nonsense", "ab"),
    ],
)
def test_words_are_read_whatever_their_encoding_is_called(documents, tmp_path, subject, body, charset, said):
    kind = b"Content-Type: text/plain; charset=" + charset + b"\r\n" if charset else b""
    (tmp_path / "a.eml").write_bytes(HEAD + b"Subject: " + subject + b"\r\n" + kind + b"\r\n" + body + b"\r\n")
    found = words(documents, tmp_path / "a.eml")
    assert found["L1"] == said
    if charset != b"nonsense":
        assert found["Subject"] == f"Subject: {said}"
    (tmp_path / "a.mbox").write_bytes(b"From -\n" + (tmp_path / "a.eml").read_bytes())
    if charset != b"nonsense":
        assert words(documents, tmp_path / "a.mbox")["mail 1"].endswith(f"| {said}")


def multipart(*parts):
    return HEAD + b"Subject: s\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" + b"".join(
        b"--B\r\n" + part + b"\r\n" for part in parts
    ) + b"--B--\r\n"  # fmt: skip


def test_a_file_whose_name_is_in_bytes_of_shift_jis_has_its_name(documents, tmp_path):
    name = "見積.csv".encode("cp932")
    part = b'Content-Type: text/csv\r\nContent-Disposition: attachment; filename="' + name + b'"\r\n\r\na,b'
    (tmp_path / "a.eml").write_bytes(multipart(b"Content-Type: text/plain\r\n\r\nx", part))
    assert words(documents, tmp_path / "a.eml")["attachment 1"].startswith("見積.csv")
    documents.extract(tmp_path / "a.eml", "見積.csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"a,b"


def test_a_mail_that_is_attached_is_read_and_taken_out_as_it_came(documents, tmp_path):
    inner = HEAD + b"Subject: " + word(b"ISO-2022-JP", MICROSOFT) + b"\r\n\r\n" + b"Inside\r\n"
    part = b"Content-Type: message/rfc822\r\n\r\n" + inner
    (tmp_path / "a.eml").write_bytes(multipart(b"Content-Type: text/plain\r\n\r\nsee", part))
    assert words(documents, tmp_path / "a.eml")["attachment 1"].startswith("mail.eml (message/rfc822")
    found = words(documents, tmp_path / "a.eml", part="attachment 1")
    assert (found["Subject"], found["L1"]) == ("Subject: ①の件㈱", "Inside")
    documents.extract(tmp_path / "a.eml", "attachment 1", tmp_path / "in.eml")
    assert (tmp_path / "in.eml").read_bytes().replace(b"\r\n", b"\n").rstrip() == inner.replace(b"\r\n", b"\n").rstrip()


def attribute(what, data):
    return b"\x02" + struct.pack("<II", what, len(data)) + data + b"\0\0"


def properties(*given):
    """(id, kind, bytes): each of a kind whose length varies."""
    made = struct.pack("<I", len(given) + 2)
    # One of a fixed size, and one that a program invented, with a name of its own: both must be stepped over.
    made += struct.pack("<HHI", 0x03, 0x0E20, 7)
    made += struct.pack("<HH", 0x1F, 0x8001) + b"\0" * 16 + struct.pack("<II", 1, 6) + b"a\0b\0\0\0\0\0"
    made += struct.pack("<II", 1, 4) + b"x\0\0\0"
    for key, kind, data in given:
        made += struct.pack("<HHII", kind, key, 1, len(data)) + data + b"\0" * (-len(data) % 4)
    return made


def winmail(*attributes):
    return b"\x78\x9f\x3e\x22\x01\x00" + attribute(0x00069007, struct.pack("<II", 932, 0)) + b"".join(attributes)


def outlook(documents, tmp_path, data):
    part = b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    part += base64.encodebytes(data) + b"Content-Disposition: attachment; filename=winmail.dat"
    (tmp_path / "o.eml").write_bytes(multipart(b"Content-Type: text/plain\r\n\r\nsee", part))
    found = words(documents, tmp_path / "o.eml")
    return [text.partition(" (")[0] for anchor, text in found.items() if anchor.startswith("attachment")]


BEGINS = attribute(0x00069002, b"\0" * 14)


def test_the_files_in_a_winmail_dat_are_files_of_the_mail(documents, tmp_path):
    long_name = properties(
        (0x3707, 0x1F, "見積書.csv\0".encode("utf-16-le")), (0x370E, 0x1F, "text/csv\0".encode("utf-16-le"))
    )
    data = winmail(
        attribute(0x00069003, properties((0x1013, 0x102, b"<p>Hello"))),
        BEGINS, attribute(0x00018010, b"MITSUM~1.CSV\0"), attribute(0x0006800F, b"a,b\n1,2\n"),
        attribute(0x00069005, long_name),
        BEGINS, attribute(0x00018010, "請求.txt\0".encode("cp932")), attribute(0x0006800F, b"bill"),
    )  # fmt: skip
    assert outlook(documents, tmp_path, data) == ["winmail.dat", "message.html", "見積書.csv", "請求.txt"]
    documents.extract(tmp_path / "o.eml", "見積書.csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == b"a,b\n1,2\n"
    assert documents.read(tmp_path / "o.eml", part="attachment 4").passages[0].text == "bill"


def test_a_mail_in_a_winmail_dat_gives_its_files_too(documents, tmp_path):
    inner = winmail(BEGINS, attribute(0x00018010, b"deep.txt\0"), attribute(0x0006800F, b"x"))
    held = properties((0x3701, 0x0D, b"\7" * 16 + inner))
    assert "deep.txt" in outlook(documents, tmp_path, winmail(BEGINS, attribute(0x00069005, held)))


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_a_winmail_dat_that_is_cut_off_gives_what_stands_before(documents, tmp_path, cut):
    whole = winmail(BEGINS, attribute(0x00018010, b"a.txt\0"), attribute(0x00069005, properties((0x3701, 0x102, b"x"))))
    assert outlook(documents, tmp_path, whole[: len(whole) - cut])[0] == "winmail.dat"


def test_a_mailbox_can_be_read_with_all_its_words(documents, tmp_path):
    one = HEAD + b"Subject: plain\r\n\r\nDeep inside of the letter\r\n\r\n"
    (tmp_path / "a.mbox").write_bytes(b"From -\r\n" + one + b"From -\r\n" + one)
    found = words(documents, tmp_path / "a.mbox", part="mails")
    assert list(found) == ["mail 1", "mail 2"]
    assert "Deep inside" in found["mail 2"]
    with pytest.raises(InvalidArgumentsError):
        documents.read(tmp_path / "a.mbox", part="all")


def test_an_address_that_was_read_is_a_part(documents, tmp_path):
    path = tmp_path / "a.eml"
    path.write_bytes(HEAD + b"Subject: Osaka\r\n\r\none\r\ntwo\r\nthree\r\n")
    assert words(documents, path, part="L2") == {"L2": "two"}
    assert words(documents, path, part="L2-L9") == {"L2": "two", "L3": "three"}
    assert words(documents, path, part="Subject") == {"Subject": "Subject: Osaka"}
    with pytest.raises(InvalidArgumentsError, match="attachment 1"):
        documents.read(path, part="L9")
