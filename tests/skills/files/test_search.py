import docx

from tests.skills.office import book, cells, changes, only_made, pdf


def fill(office):
    office.put("plan.xlsx", book({"Costs": [["Item", "Note"], ["Rent", "Globex Corporation"], ["Ink", None]]}))
    document = docx.Document()
    document.add_paragraph("Our partner is GLOBEX corporation.")
    document.save(str(office.put("letter.docx", b"")))
    office.put("slides.pdf", pdf(["nothing", "ｇｌｏｂｅｘ　corporation\nand more"]))
    office.put("mail.eml", "From: a@b.c\nSubject: About Globex Corporation\n\nHello\n")
    office.put("notes.txt", "line one\nglobex\ncorporation\n")
    office.put("Globex Corporation.zip", b"PK")


def test_words_are_found_in_every_format_whatever_their_width_and_case(office):
    fill(office)
    result = office.run("files:search", text="Globex Corporation")
    assert changes(result) == ()
    found = {(e.source, e.anchor) for e in result.evidence}
    assert ("slides.pdf", "p2") in found
    assert ("mail.eml", "Subject") in found
    assert {source for source, _ in found} == {"plan.xlsx", "letter.docx", "slides.pdf", "mail.eml"}
    assert "Globex Corporation.zip" in result.for_user


def test_all_words_may_stand_apart(office):
    office.put("a.txt", "beta and later alpha\nalpha only\n")
    result = office.run("files:search", text="alpha beta", mode="all")
    assert [e.anchor for e in result.evidence] == ["L1"]
    assert not office.run("files:search", text="alpha beta").evidence


def test_japanese_words_are_found_across_widths(office):
    office.language = "ja"
    office.put("メモ.txt", "ﾄｳｷｮｳ支店の売上\n".encode("cp932"))
    result = office.run("files:search", text="トウキョウ支店")
    assert [(e.source, e.anchor) for e in result.evidence] == [("メモ.txt", "L1")]
    assert "1 件" in result.for_user


def test_what_cannot_be_searched_is_told(office):
    office.put("locked.pdf", pdf(["secret"], password="x"))
    office.put("broken.docx", b"PK\x03\x04 nothing")
    office.put("empty.xlsx", b"")
    result = office.run("files:search", text="secret")
    assert "Left out: 3" in result.for_user


def test_a_workbook_of_the_hits_is_made_on_request(office):
    fill(office)
    result = office.run("files:search", text="globex corporation", workbook="true")
    (sheet,) = cells(only_made(result)).values()
    assert sheet[0] == ("File", "Place", "Kind", "Line")
    assert len(sheet) == 1 + len(result.evidence)


def test_a_workbook_that_cannot_hold_all_hits_says_so(office):
    office.put("a.txt", "here\n" * 10_001)
    assert "The first 10,000 of 10,001 hits" in office.run("files:search", text="here", workbook="true").for_user
