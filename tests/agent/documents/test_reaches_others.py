"""What PDFs, web pages, Markdown, mails, CSV files and others lead to is named, with its place."""

from dataclasses import replace

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from agent.core.documents import Reach

OUT = "https://out.example/a"


def told(documents, path) -> list[tuple[str, str, bool]]:
    return [(one.how, one.address, one.fetches) for one in documents.reaches(path)]


def pdf(path, **entries):
    """A PDF whose catalog has these entries."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for key, value in entries.items():
        writer.root_object[NameObject(f"/{key}")] = value
    writer.write(str(path))
    return path


def action(kind: str, **fields: object) -> DictionaryObject:
    found = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")})
    for key, value in fields.items():
        found[NameObject(f"/{key}")] = TextStringObject(value) if isinstance(value, str) else value
    return found


@pytest.mark.parametrize(
    ("made", "reached"),
    [
        (action("URI", URI=OUT), ("link", OUT, True)),
        (action("Launch", F="calc.exe"), ("launch", "calc.exe", True)),
        (action("SubmitForm", F=OUT), ("submit", OUT, True)),
        (action("GoToR", F="b.pdf"), ("link to file", "b.pdf", True)),
        (action("JavaScript", JS="app.alert(1)"), ("javascript", "", True)),
    ],
)
def test_an_action_that_a_pdf_does_by_itself_is_told(documents, tmp_path, made, reached):
    assert told(documents, pdf(tmp_path / "a.pdf", OpenAction=made)) == [reached]


def test_a_link_in_a_pdf_waits_for_a_click(documents, tmp_path):
    annotation = DictionaryObject({NameObject("/A"): action("URI", URI=OUT)})
    path = pdf(tmp_path / "a.pdf", Extra=ArrayObject([annotation]))
    assert told(documents, path) == [("link", OUT, False)]


def test_files_in_a_pdf_are_told(documents, tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("inner.docm", b"x")
    writer.write(str(tmp_path / "a.pdf"))
    assert told(documents, tmp_path / "a.pdf") == [("embedded file", "inner.docm", False)]


def test_a_damaged_pdf_tells_what_another_reader_may_mend(documents, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <</S/URI/URI(https://out.example/a)>>\n<</JS(x)>>")
    assert set(told(documents, tmp_path / "a.pdf")) == {("link", OUT, False), ("javascript", "", True)}


@pytest.mark.parametrize(
    ("html", "reached"),
    [
        (f'<img src="{OUT}">', ("picture", OUT, True)),
        (f"<a href={OUT}>x</a>", ("link", OUT, False)),
        (f'<link rel=stylesheet href="{OUT}">', ("link", OUT, True)),
        (f'<div style="background:url({OUT})">', ("style", OUT, True)),
        (f"<style>@import '{OUT}';</style>", ("style", OUT, True)),
        (f'<style>a{{b:u\\72l("{OUT}")}}</style>', ("style", OUT, True)),
        (f'<meta http-equiv="refresh" content="0;url={OUT}">', ("refresh", OUT, True)),
        (f'<iframe src="{OUT}"></iframe>', ("iframe", OUT, True)),
        (f'<form action="{OUT}"><input type=hidden value=secret>', ("form", OUT, True)),
        ('<img src="//server/x">', ("picture", "//server/x", True)),
        ('<img src="\\\\server\\x">', ("picture", "\\\\server\\x", True)),
        ("<script>1</script>", ("script", "", True)),
        ('<p onclick="f()">', ("script", "", True)),
        (f"<!--[if mso]><img src='{OUT}'><![endif]-->", ("picture", OUT, True)),
        (f'<svg><use xlink:href="{OUT}"/></svg>', ("picture", OUT, True)),
        (f'<?xml-stylesheet href="{OUT}"?><a/>', ("style", OUT, True)),
        (f'<!DOCTYPE a SYSTEM "{OUT}"><a/>', ("declaration", OUT, True)),
        (f"words {OUT} only", ("link", OUT, False)),
    ],
)
def test_html_that_fetches_or_links_is_told(documents, tmp_path, html, reached):
    (tmp_path / "a.html").write_text(html)
    found = told(documents, tmp_path / "a.html")
    assert reached in found
    assert {one[1] for one in found} <= {reached[1]}


SHORT = "https:/out.example/a"  # a browser takes it for an address, and it is none that stands bare in a text


@pytest.mark.parametrize(
    "html",
    [
        f'<!--><img src="{SHORT}">-->',
        f'<!-- a --!><img src="{SHORT}"> -->',
        f'<svg><style><img src="{SHORT}"></style></svg>',
        f'<title><img alt="</title><img src={SHORT}>"></title>',
        f'<p title="{SHORT}"><!--><img src="{SHORT}">-->',
        '<!--><img src="&#104;t\ntps:/out.example/a">-->',
        f'<!--><style>@import "{SHORT}"</style>-->',
        f'<style>a{{b:image-set("{SHORT}" 1x)}}</style>',
        f"<style>a{{b:url({SHORT}</style>",
        f'<style>@import/**/"{SHORT}"</style>',
        f'<meta http-equiv=refresh content="0; {SHORT}">',
        f'<svg><image><set attributeName="href" to="{SHORT}"/></image></svg>',
        f'<iframe src="data:text/html,%3Cimg src={SHORT}%3E"></iframe>',
        '<iframe src="data:text/html;base64,PGltZyBzcmM9aHR0cHM6L291dC5leGFtcGxlL2E+"></iframe>',
        '<img src="&#1;https:/out.example/a">',
    ],
)
def test_what_a_browser_fetches_is_told_where_readers_of_html_differ(documents, tmp_path, html):
    (tmp_path / "a.html").write_text(f"<p>x</p>{html}")
    fetched = [address.lstrip("\1") for _, address, fetches in told(documents, tmp_path / "a.html") if fetches]
    assert SHORT in fetched


def test_html_that_stays_inside_is_not_told(documents, tmp_path):
    (tmp_path / "a.html").write_text('<img src="a.png"><img src="data:image/png;base64,AA"><a href="#x">x</a>')
    assert told(documents, tmp_path / "a.html") == []


def test_html_that_only_names_addresses_fetches_nothing(documents, tmp_path):
    (tmp_path / "a.html").write_text(
        '<html xmlns="http://www.w3.org/1999/xhtml"><meta property="og:url" content="https://a.example/b">'
        '<!-- see https://a.example/c --><p style="color:red">Say "https://a.example/d" or a = b // c</p>'
        "<pre>&lt;img src=&quot;https://a.example/e&quot;&gt;</pre>"
    )
    assert not [one for one in told(documents, tmp_path / "a.html") if one[2]]


def test_svg_is_read_by_what_it_holds(documents, tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{OUT}"/></svg>')
    assert ("picture", OUT, True) in told(documents, tmp_path / "a.svg")


def test_markdown_tells_pictures_links_and_html(documents, tmp_path):
    (tmp_path / "a.md").write_text(
        f"![x]({OUT}1)\n\n[y]({OUT}2)\n\n![z][ref]\n\n<img src='{OUT}4'>\n\n{OUT}5\n\n[ref]: {OUT}3\n"
    )
    assert set(told(documents, tmp_path / "a.md")) == {
        ("picture", f"{OUT}1", True),
        ("link", f"{OUT}2", False),
        ("picture", f"{OUT}3", True),
        ("picture", f"{OUT}4", True),
        ("link", f"{OUT}5", False),
    }


@pytest.mark.parametrize(
    ("field_", "reached"),
    [
        ('=WEBSERVICE("x")', ("text formula WEBSERVICE", "x", True)),
        ('+WEBSERVICE("x")', ("text formula WEBSERVICE", "x", True)),
        ('@IMAGE("x"&B1)', ("text formula IMAGE computed", "", True)),
        ('＝IMAGE("x")', ("text formula IMAGE", "x", True)),
        ('=BILD("x")', ("text formula IMAGE", "x", True)),
        ("-2+3+cmd|'/c calc'!A0", ("text dde", "cmd|'/c calc'!A0", True)),
        ('a;=HYPERLINK("x";"y")', ("text formula HYPERLINK", "x", False)),
    ],
)
def test_a_cell_of_a_csv_that_a_program_would_compute_is_told(documents, tmp_path, field_, reached):
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as out:
        out.write('name,note\nx,"' + field_.replace('"', '""') + '"\n')
    (found,) = documents.reaches(tmp_path / "a.csv")
    assert replace(found, made_by="") == Reach("B2", *reached)


def test_plain_cells_of_a_csv_are_not_told(documents, tmp_path):
    (tmp_path / "a.csv").write_text("name,note\n=SUM(A1:A2),-12\nsee IMAGE(1),a|b\n@home,+81 3\n")
    assert told(documents, tmp_path / "a.csv") == []


def test_a_mail_tells_pictures_links_and_attachments(documents, tmp_path):
    (tmp_path / "a.eml").write_text(
        "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n"
        f"--q\nContent-Type: text/html\n\n<img src='{OUT}1'><a href='{OUT}2'>x</a>\n"
        "--q\nContent-Type: application/zip\nContent-Disposition: attachment; filename=a.zip\n\nPK\n--q--\n"
    )
    assert set(told(documents, tmp_path / "a.eml")) == {
        ("picture", f"{OUT}1", True),
        ("link", f"{OUT}2", False),
        ("embedded file", "a.zip", False),
    }


def test_shortcuts_and_files_of_the_old_kind_are_told(documents, tmp_path):
    (tmp_path / "a.url").write_text(f"[InternetShortcut]\nURL={OUT}\nIconFile=\\\\server\\a.ico\n")
    assert set(told(documents, tmp_path / "a.url")) == {("link", OUT, False), ("picture", "\\\\server\\a.ico", True)}
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1{\\*\\template http://out.example/t}}")
    assert ("address", "http://out.example/t}}", True) in told(documents, tmp_path / "a.rtf")
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + OUT.encode("utf-16-le"))
    assert told(documents, tmp_path / "a.doc") == [("address", OUT, True)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.csv", f'sep=#\na#=WEBSERVICE("{OUT}")\n'),
        ("a.csv", f'a,=BILLEDE("{OUT}")\n'),
        ("a.csv", f'<table><tr><td><img src="{OUT}">\n'),
        ("a.xls", f'a\t=WEBSERVICE("{OUT}")\n'),
        ("a.ics", f"BEGIN:VCALENDAR\nATT\n ACH;VALUE=URI:{OUT}\n"),
    ],
)
def test_a_text_is_taken_as_the_program_of_its_extension_takes_it(documents, tmp_path, name, words):
    (tmp_path / name).write_text(words)
    assert {address for _, address, _ in told(documents, tmp_path / name)} == {OUT}


def test_what_our_own_writers_write_is_told(documents, tmp_path):
    documents.create(
        {"sheets": [{"name": "S", "rows": [[{"link": OUT, "text": "x"}, {"formula": f'=HYPERLINK("{OUT}2")'}]]}]},
        tmp_path / "a.xlsx",
    )
    assert set(told(documents, tmp_path / "a.xlsx")) == {("link", OUT, False), ("formula HYPERLINK", f"{OUT}2", False)}
    documents.create({"text": f"![x]({OUT})\n"}, tmp_path / "a.md")
    assert told(documents, tmp_path / "a.md") == [("picture", OUT, True)]
    documents.create({"rows": [['=WEBSERVICE("x")']]}, tmp_path / "a.csv")
    assert told(documents, tmp_path / "a.csv") == [("text formula WEBSERVICE", "x", True)]


def test_more_places_than_can_be_told_are_refused_and_never_told_in_part(documents, tmp_path):
    (tmp_path / "a.html").write_text("".join(f"<img src=http://h/{n}>" for n in range(50_001)))
    with pytest.raises(Exception, match="more than 50,000"):
        documents.reaches(tmp_path / "a.html")


def test_a_long_address_is_cut_and_still_told_from_another(documents, tmp_path):
    (tmp_path / "a.html").write_text("".join(f"<img src=http://h/{'x' * 5000}{n}>" for n in "ab"))
    one, two = documents.reaches(tmp_path / "a.html")
    assert one.address[:1000] == two.address[:1000]
    assert one.address != two.address


def test_files_without_such_things_tell_nothing(documents, tmp_path):
    (tmp_path / "a.txt").write_text("see http://out.example\n")
    (tmp_path / "a.dat").write_bytes(bytes(range(256)))
    (tmp_path / "e.xlsx").write_bytes(b"")
    assert all(documents.reaches(path) == () for path in tmp_path.iterdir())
