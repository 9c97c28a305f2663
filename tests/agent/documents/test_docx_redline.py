"""Two documents compared: rejecting all gives the first, accepting all the words of the second."""

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from PIL import Image

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import replacing, rewritten
from tests.agent.documents.word_revisions import W, all_lines, canonical, plain, rejected, settled, word_parts

BODY = "word/document.xml"
PARAGRAPHS = (
    "契約書 Contract",
    "The price is 1,000 yen in all.",
    "甲は乙に対し、千代田区において支払う。",
    "To be deleted entirely.",
    "The parties meet in Tokyo each spring.",
    "The end.",
)


def saved(path: Path, *paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), change=None) -> Path:
    """A document of paragraphs with a table before the last one."""
    document = Document()
    for text in paragraphs[:-1]:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for cell, text in zip(table._cells, (text for row in rows for text in row), strict=True):
            cell.text = text
    document.add_paragraph(paragraphs[-1])
    document.sections[0].header.paragraphs[0].text = "Head"
    if change is not None:
        change(document)
    document.save(str(path))
    return path


def compared(documents, before: Path, after: Path) -> tuple[Path, list[str]]:
    """The redline; proves both ways."""
    target = before.with_name("redline.docx")
    said = documents.redline(before, after, target, author="Sato")
    documents.check(target)
    assert rejected(target) == plain(before)
    assert all_lines(target, accept=True) == all_lines(after, accept=True)
    return target, [one.en for one in said]


def marked(path: Path, *names: str) -> list[tuple[str, str]]:
    """The kind and the words of each tracked change among runs."""
    wanted = tuple(W + name for name in names or ("ins", "del"))
    return [
        (one.tag.removeprefix(W), "".join(t.text or "" for t in one.iter(f"{W}t", f"{W}delText")))
        for one in word_parts(path)[BODY].iter(*wanted)
        if one.getparent().tag not in {f"{W}rPr", f"{W}trPr"}
    ]


def test_only_words_that_differ_are_tracked(documents, tmp_path):
    before = saved(tmp_path / "a.docx", *PARAGRAPHS)
    texts = list(PARAGRAPHS)
    texts[1:4] = ["The price is 2,500 yen in all, net.", "甲は丙に対し、中央区において支払う。"]
    target, said = compared(documents, before, saved(tmp_path / "b.docx", *texts))
    assert marked(target) == [
        ("del", "1,000"),
        ("ins", "2,500"),
        ("ins", ", net"),
        ("del", "乙"),
        ("ins", "丙"),
        ("del", "千代田"),
        ("ins", "中央"),
        ("del", "To be deleted entirely."),
    ]
    assert said == ["Tracked as changes by Sato: insertions: 4, deletions: 4, paragraph marks: 1."]
    assert documents.parts(before, target).changed == (BODY,)


def test_paragraphs_come_go_and_move_also_at_both_ends(documents, tmp_path):
    before = saved(tmp_path / "a.docx", *PARAGRAPHS)
    one, two, three, four, five, six = PARAGRAPHS
    for texts in (
        ("First of all.", one, two, three, four, five, six, "Afterwards.", "And then."),
        (two, three, four),
        (six, five, four, three, two, one),
        (one, four, two, three, "Something else was put here.", five, six),
        ("Nothing is left of it.",),
    ):
        compared(documents, before, saved(tmp_path / "b.docx", *texts))


def test_rows_and_cells_are_compared(documents, tmp_path):
    rows = (("Item", "Price"), ("Pen", "100"), ("Paper, white", "30"), ("Ink", "7"))
    before = saved(tmp_path / "a.docx", *PARAGRAPHS, rows=rows)
    other = (("Item", "Price"), ("Paper, white", "35"), ("Ink", "7"), ("Glue of all kinds", "12"))
    target, _ = compared(documents, before, saved(tmp_path / "b.docx", *PARAGRAPHS, rows=other))
    kinds = [one.tag.removeprefix(W) for row in word_parts(target)[BODY].iter(f"{W}trPr") for one in row]
    assert sorted(kinds) == ["del", "ins"]
    assert ("del", "30") in marked(target)
    wide = tuple((*row, "x") for row in rows)
    compared(documents, before, saved(tmp_path / "b.docx", *PARAGRAPHS, rows=wide))
    compared(documents, before, saved(tmp_path / "b.docx", *PARAGRAPHS))


def test_formatting_alone_is_tracked_as_such(documents, tmp_path):
    def change(document):
        document.paragraphs[1].clear()
        document.paragraphs[1].add_run("The price is ")
        document.paragraphs[1].add_run("1,000 yen").bold = True
        document.paragraphs[1].add_run(" in all.")
        document.paragraphs[4].style = "Heading 1"

    before = saved(tmp_path / "a.docx", *PARAGRAPHS)
    target, said = compared(documents, before, saved(tmp_path / "b.docx", *PARAGRAPHS, change=change))
    assert said == ["Tracked as changes by Sato: changes of formatting: 2."]
    accepted = settled(word_parts(target)[BODY], accept=True)
    bold = [run for run in accepted.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]
    assert ["".join(run.itertext()) for run in bold] == ["1,000 yen"]
    assert [one.get(f"{W}val") for one in accepted.iter(f"{W}pStyle")] == ["Heading1"]


def test_styles_lists_and_pictures_that_only_the_second_has_come_along(documents, tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "dot.png")

    def change(document):
        style = document.styles.add_style("Clause", 1)
        style.base_style = document.styles["Heading 1"]
        document.add_paragraph("A clause.", style="Clause")
        document.add_paragraph("A point.", style="List Number")
        document.add_paragraph().add_run().add_picture(str(tmp_path / "dot.png"), width=Mm(20))

    before = saved(tmp_path / "a.docx", *PARAGRAPHS)
    target, _ = compared(documents, before, saved(tmp_path / "b.docx", *PARAGRAPHS, change=change))
    assert documents.parts(before, target).added == ("word/media/image1.png",)
    document = Document(str(target))
    assert document.styles["Clause"].base_style.name == "Heading 1"
    assert len(document.part.related_parts) == len(Document(str(before)).part.related_parts) + 1


def test_what_was_tracked_before_counts_as_accepted(documents, tmp_path):
    source = saved(tmp_path / "a.docx", *PARAGRAPHS)
    before = tmp_path / "tracked.docx"
    documents.edit(source, [{"op": "replace", "find": "Tokyo", "with": "Osaka", "track": True}], before)
    after = saved(tmp_path / "b.docx", *(text.replace("Tokyo", "Kyoto") for text in PARAGRAPHS))
    target = tmp_path / "redline.docx"
    said = documents.redline(before, after, target, author="Sato")
    assert said[1].en == "Changes that were tracked before (2) count as accepted."
    assert marked(target) == [("del", "Osaka"), ("ins", "Kyoto")]


def test_headers_notes_links_and_fields_are_compared(documents, tmp_path):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF {0} </w:instrText></w:r><w:r>'
        '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{1}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    def changing(head: str, name: str, shown: str, link: str):
        def change(document):
            document.sections[0].header.paragraphs[0].text = head
            for at, inner in ((1, field.format(name, shown)), (2, link)):
                holder = parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")
                document.paragraphs[at]._p.extend(list(holder))

        return change

    link = '<w:hyperlink w:anchor="a"><w:r><w:t>see the annex{0}</w:t></w:r></w:hyperlink>'
    before = saved(tmp_path / "a.docx", *PARAGRAPHS, change=changing("Head", "a", "four", link.format(" below")))
    after = saved(tmp_path / "b.docx", *PARAGRAPHS, change=changing("New head", "b", "five", link.format(" above")))
    target, _ = compared(documents, before, after)
    root = word_parts(target)[BODY]
    assert [one.text for one in root.iter(f"{W}delInstrText", f"{W}instrText")] == [" REF a ", " REF b "]
    assert marked(target)[-2:] == [("del", "below"), ("ins", "above")]
    longer = saved(tmp_path / "d.docx", *PARAGRAPHS, change=changing("Head", "a", "four", link.format(" far below")))
    within, _ = compared(documents, before, longer)
    assert next(word_parts(within)[BODY].iter(f"{W}hyperlink")).find(f"{W}ins") is not None
    assert not [one for one in word_parts(within)[BODY].iter(f"{W}instrText") if "HYPERLINK" in (one.text or "")]
    inserted = saved(tmp_path / "c.docx", *PARAGRAPHS, change=changing("Head", "a", "four", ""))
    assert [one.text for one in word_parts(compared(documents, inserted, before)[0])[BODY].iter(f"{W}instrText")] == [
        " REF a ",
        ' HYPERLINK \\l "a" ',
    ]


def test_notes_of_both_are_compared_and_new_ones_come_along(documents, tmp_path):
    plainly = saved(tmp_path / "a.docx", *PARAGRAPHS)
    paths = []
    for name, text in (("b.docx", "Without tax."), ("c.docx", "Without any tax.")):
        op = {"op": "insert_footnote", "at": "P2", "text": text}
        documents.edit(plainly, [op], tmp_path / name)
        paths.append(tmp_path / name)
    target, _ = compared(documents, *paths)
    notes = next(root for name, root in word_parts(target).items() if name.startswith("word/footnotes"))
    assert ["".join(one.itertext()) for one in notes.iter(f"{W}ins")] == ["any "]
    said = compared(documents, plainly, paths[0])[1]
    assert said == ["Tracked as changes by Sato: insertions: 2."]
    notes = next(root for name, root in word_parts(target).items() if name.startswith("word/footnotes"))
    assert ["".join(one.itertext()) for one in notes.iter(f"{W}ins")] == [" Without tax."]
    first = tmp_path / "d.docx"
    documents.edit(paths[1], [{"op": "insert_footnote", "at": "P2", "find": "The price", "text": "In full."}], first)
    # A new note before the one that is there: each is compared with its own.
    target, _ = compared(documents, paths[0], first)
    notes = next(root for name, root in word_parts(target).items() if name.startswith("word/footnotes"))
    assert ["".join(one.itertext()) for one in notes.iter(f"{W}ins")] == ["any ", " In full."]
    compared(documents, first, paths[0])


def test_formulas_come_and_go_and_stay_formulas(documents, tmp_path):
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<m:oMathPara xmlns:m="{space}"><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara>'

    def change(document):
        document.paragraphs[2]._p.append(parse_xml(formula))
        document.paragraphs[3].insert_paragraph_before()._p.append(parse_xml(formula))

    before, after = (
        saved(tmp_path / f"{name}.docx", *PARAGRAPHS, change=how) for name, how in (("a", None), ("b", change))
    )
    target, _ = compared(documents, before, after)
    found = list(word_parts(target)[BODY].iter("{*}oMath", "{*}oMathPara"))
    assert {one.tag for one in found} == {f"{{{space}}}oMath", f"{{{space}}}oMathPara"}
    assert len(found) == 4
    compared(documents, after, before)


def test_the_last_paragraph_of_a_cell_goes_with_those_before_it(documents, tmp_path):
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'

    def cell(*paragraphs: str):
        def change(document):
            held = document.tables[0].cell(0, 0)
            held.paragraphs[0].text = paragraphs[0]
            for text in paragraphs[1:]:
                held.add_paragraph(text if text != "=" else "")
                if text == "=":
                    held.paragraphs[-1]._p.append(parse_xml(f"<m:oMath {space}><m:r><m:t>x</m:t></m:r></m:oMath>"))

        return change

    rows = (("a", "b"),)
    before = saved(tmp_path / "a.docx", *PARAGRAPHS, rows=rows, change=cell("Video.", "=", "Click."))
    after = saved(tmp_path / "b.docx", *PARAGRAPHS, rows=rows, change=cell("Video. Click."))
    compared(documents, before, after)


def test_cells_rows_and_controls_that_were_tracked_before_count_as_accepted(documents, tmp_path):
    by = f'{nsdecls("w")} w:author="Mori" w:date="2026-01-02T03:04:05Z"'
    border = f'<w:tblPrEx {nsdecls("w")}><w:tblCellMar/><w:tblPrExChange {by} w:id="91"><w:tblPrEx><w:tblInd w:w="9"/>'
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>Video</w:t></w:r></w:sdtContent></w:sdt>"

    def earlier(document):
        row = document.tables[0].rows[0]._tr
        row.insert(0, parse_xml(f"{border}</w:tblPrEx></w:tblPrExChange></w:tblPrEx>"))
        for cell, name in zip(row.tc_lst, ('cellMerge w:vMerge="rest"', "cellDel"), strict=True):
            cell.get_or_add_tcPr().append(parse_xml(f'<w:{name} {by} w:id="92"/>'))
        start, end = f'<w:customXmlDelRangeStart {by} w:id="93"/>', '<w:customXmlDelRangeEnd w:id="93"/>'
        for one in parse_xml(f"<w:p {nsdecls('w')}>{start}{control}{end}</w:p>"):
            document.paragraphs[0]._p.append(one)

    before = saved(tmp_path / "a.docx", *PARAGRAPHS, rows=(("a", "b"), ("c", "d")), change=earlier)
    after = saved(tmp_path / "b.docx", *PARAGRAPHS[1:], rows=(("a!",), ("c!",)))
    target = tmp_path / "redline.docx"
    said = documents.redline(before, after, target, author="Sato")
    assert said[1].en == "Changes that were tracked before (4) count as accepted."
    first = {name: canonical(settled(root, accept=True)) for name, root in word_parts(before).items()}
    assert rejected(target) == first
    assert not {"tblPrExChange", "cellDel", "sdt"} & {
        one.tag.partition("}")[2] for one in word_parts(target)[BODY].iter()
    }
    assert '<w:vMerge w:val="restart">' in first[BODY]
    assert all_lines(target, accept=True) == all_lines(after, accept=True)


def test_what_cannot_be_carried_over_is_said_and_not_called_the_same(documents, tmp_path):
    def boxed(document):
        shape = '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p/></w:txbxContent>'
        run = f"<w:r {nsdecls('w')}><w:pict>{shape}</v:textbox></v:shape></w:pict></w:r>"
        document.paragraphs[0]._p.append(parse_xml(run))

    before = saved(tmp_path / "a.docx", *PARAGRAPHS)
    after = saved(tmp_path / "b.docx", *PARAGRAPHS, change=boxed)
    said = documents.redline(before, after, tmp_path / "redline.docx", author="Sato")
    assert said[0].en == "Nothing could be tracked of what differs."
    assert said[1].en.startswith("Shapes, charts and linked pictures of the second document are not carried over: 1")


def test_an_empty_paragraph_before_the_end_of_a_section_goes_and_the_section_stays(documents, tmp_path):
    def sections(count: int):
        def change(document):
            for _ in range(count):
                document.add_paragraph("")
            document.add_section()
            document.add_paragraph("Next section.")

        return change

    before = saved(tmp_path / "a.docx", *PARAGRAPHS, change=sections(4))
    after = saved(tmp_path / "b.docx", *PARAGRAPHS, change=sections(3))
    _, said = compared(documents, before, after)
    assert said == ["Tracked as changes by Sato: paragraph marks: 1."]
    compared(documents, after, before)


def test_the_same_document_has_no_changes_and_other_kinds_are_refused(documents, tmp_path):
    before = saved(tmp_path / "a.docx", *PARAGRAPHS)
    target, said = compared(documents, before, before)
    assert said == ["The two documents say the same; nothing is tracked."]
    assert documents.parts(before, target).changed == ()
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InvalidArgumentsError):
        documents.redline(tmp_path / "a.txt", before, tmp_path / "x.txt", author="Sato")


def test_documents_of_the_strict_kind_are_compared_with_others(documents, tmp_path):
    before = saved(tmp_path / "a.docx", *PARAGRAPHS)
    texts = [*PARAGRAPHS[:-1], "A new one, which is long enough.", "The end!"]
    after = saved(tmp_path / "b.docx", *texts, change=lambda document: document.add_paragraph("x", style="Heading 1"))
    namespace = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    odd = rewritten(before, tmp_path / "strict.docx", BODY, replacing(namespace, strict))
    target, _ = compared(documents, odd, after)
    with zipfile.ZipFile(target) as package:
        assert namespace not in package.read(BODY)
    compared(documents, after, odd)
