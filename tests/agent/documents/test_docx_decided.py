"""Tracked changes of every kind are accepted and rejected as Word does it; others and other authors' stay."""

import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.packages import with_parts
from tests.agent.documents.word_revisions import W, all_lines, canonical, lines, plain, settled, word_parts

BODY = "word/document.xml"
BY = 'w:author="Mori" w:date="2026-01-02T03:04:05Z"'
SATO = 'w:author="Sato" w:date="2026-01-03T03:04:05Z"'


def run(text: str, properties: str = "", name: str = "t") -> str:
    return f'<w:r>{properties}<w:{name} xml:space="preserve">{text}</w:{name}></w:r>'


def mark(inner: str) -> str:
    return f"<w:pPr><w:rPr>{inner}</w:rPr></w:pPr>"


@pytest.fixture
def of_blocks(tmp_path):
    def made(*blocks: str):
        document = Document()
        for at, block in enumerate(blocks):
            name = block[1:].split(">")[0].split(" ")[0].split("/")[0]
            document.element.body.insert(at, parse_xml(block.replace(f"<{name}", f"<{name} {nsdecls('w', 'm')}", 1)))
        document.save(str(tmp_path / "a.docx"))
        return tmp_path / "a.docx"

    return made


REVISED = (
    f'<w:p>{run("We ")}<w:ins w:id="1" {BY}>{run("really ")}</w:ins><w:del w:id="2" {BY}>'
    f"{run('often ', name='delText')}</w:del>{run('agree.')}</w:p>",
    f'<w:p>{mark(f"""<w:del w:id="3" {BY}/>""")}{run("one ")}</w:p><w:p/>',
    f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run("two")}</w:p>',
    f'<w:p>{mark(f"""<w:ins w:id="4" {BY}/>""")}<w:ins w:id="5" {BY}>{run("new")}</w:ins></w:p>',
    '<w:p><w:pPr><w:jc w:val="right"/>'
    "<w:rPr><w:u/></w:rPr>"
    f'<w:pPrChange w:id="6" {BY}><w:pPr><w:jc w:val="left"/></w:pPr></w:pPrChange></w:pPr>'
    + run("bold", f'<w:rPr><w:b/><w:rPrChange w:id="7" {BY}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>')
    + "</w:p>",
    f'<w:p><w:moveFromRangeStart w:id="8" w:name="m1" {BY}/><w:moveFrom w:id="9" {BY}>{run("moved ")}</w:moveFrom>'
    f'<w:moveFromRangeEnd w:id="8"/>{run("stays ")}<w:moveToRangeStart w:id="10" w:name="m1" {BY}/>'
    f'<w:moveTo w:id="11" {BY}>{run("moved ")}</w:moveTo><w:moveToRangeEnd w:id="10"/></w:p>',
    "<w:tbl><w:tblPr/><w:tblGrid/>"
    f"<w:tr><w:tc><w:tcPr/><w:p>{run('kept')}</w:p></w:tc></w:tr>"
    f'<w:tr><w:trPr><w:ins w:id="12" {BY}/></w:trPr><w:tc><w:p>{run("row in")}</w:p></w:tc></w:tr>'
    f'<w:tr><w:trPr><w:del w:id="13" {BY}/></w:trPr><w:tc><w:p>{run("row out")}</w:p></w:tc></w:tr></w:tbl>',
    f'<w:p>{run("end ")}<w:ins w:id="14" {SATO}>{run("by Sato")}<w:del w:id="15" {BY}>'
    f"{run('!', name='delText')}</w:del></w:ins></w:p>",
)


@pytest.fixture
def revised(of_blocks):
    return of_blocks(*(block.removesuffix("<w:p/>") for block in REVISED))


def decided(documents, source, **op):
    target = source.with_name("decided.docx")
    (said,) = documents.edit(source, [op], target)
    documents.check(target)
    return target, said.en


@pytest.mark.parametrize("accept", [True, False])
def test_all_changes_are_accepted_or_rejected_as_word_does_it(documents, revised, accept):
    target, said = decided(documents, revised, op="accept_changes" if accept else "reject_changes")
    root = word_parts(revised)[BODY]
    expected = settled(root, accept=accept)
    for one in [one for one in expected.iter("*") if "Range" in one.tag]:
        one.getparent().remove(one)
    assert plain(target)[BODY] == canonical(expected)
    assert "paragraph marks: 2" in said
    assert lines(word_parts(target)[BODY])[:4] == (
        ["We really agree.", "one two", "new", "bold"] if accept else ["We often agree.", "one ", "two", "bold"]
    )


def test_only_the_changes_of_an_author_a_place_or_ids_are_decided(documents, revised):
    target, said = decided(documents, revised, op="accept_changes", author="Sato")
    assert said == "Accepted insertions: 1; 12 other tracked changes are left."
    assert 'w:id="14"' not in zipfile.ZipFile(target).read(BODY).decode()
    target, said = decided(documents, revised, op="reject_changes", at="P1")
    assert lines(word_parts(target)[BODY])[0] == "We often agree."
    target, said = decided(documents, revised, op="reject_changes", ids=[7, "6"])
    assert said.startswith("Rejected changes of formatting: 2; 11")
    with pytest.raises(InvalidArgumentsError, match="12 by Mori, 1 by Sato"):
        decided(documents, revised, op="accept_changes", author="Nobody")
    with pytest.raises(InvalidArgumentsError, match="no tracked changes"):
        decided(documents, decided(documents, revised, op="accept_changes")[0], op="reject_changes")


def test_what_is_not_decided_keeps_its_bytes(documents, revised):
    target, _ = decided(documents, revised, op="accept_changes", ids=[1])
    before, after = (zipfile.ZipFile(path).read(BODY) for path in (revised, target))
    wrapper = f'<w:ins w:id="1" {BY}>'.encode()
    start = before.index(wrapper)
    inner = before[start + len(wrapper) : before.index(b"</w:ins>", start)]
    assert after == before.replace(wrapper + inner + b"</w:ins>", inner)
    assert documents.parts(revised, target).changed == (BODY,)


def test_sections_tables_cells_lists_and_formulas_are_decided(documents, of_blocks):
    table = (
        f'<w:tbl><w:tblPr><w:jc w:val="center"/><w:tblPrChange w:id="1" {BY}><w:tblPr/></w:tblPrChange></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/><w:tblGridChange w:id="2"><w:tblGrid><w:gridCol w:w="5"/>'
        f'</w:tblGrid></w:tblGridChange></w:tblGrid><w:tr><w:tc><w:tcPr><w:cellDel w:id="3" {BY}/></w:tcPr><w:p>'
        f'{run("out")}</w:p></w:tc><w:tc><w:tcPr><w:cellIns w:id="4" {BY}/></w:tcPr><w:p>{run("in")}</w:p></w:tc>'
        f'<w:tc><w:tcPr><w:cellMerge w:id="5" {BY} w:vMerge="cont"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    )
    section = (
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default"/><w:pgSz w:w="10"/>'
        f'<w:sectPrChange w:id="6" {BY}><w:sectPr><w:pgSz w:w="20"/></w:sectPr></w:sectPrChange>'
        "</w:sectPr></w:pPr></w:p>"
    )
    listed = (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/><w:ins w:id="7" {BY}/></w:numPr></w:pPr></w:p>'
    )
    formula = (
        f'<w:p><m:oMath><m:f><m:fPr><m:ctrlPr><w:rPr><w:ins w:id="8" {BY}/></w:rPr></m:ctrlPr></m:fPr>'
        "<m:num/><m:den/></m:f>"
        f"<m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    )
    source = of_blocks(table, section, listed, formula)
    accepted, _ = decided(documents, source, op="accept_changes")
    root = word_parts(accepted)[BODY]
    assert [line for line in lines(root) if line] == ["in"]
    assert [one.get(f"{W}w") for one in root.iter(f"{W}gridCol")] == ["9", "9"]
    assert next(root.iter(f"{W}vMerge")).get(f"{W}val") == "continue"
    assert next(root.iter(f"{W}pgSz")).get(f"{W}w") == "10"
    assert next(root.iter(f"{W}numId"), None) is not None
    before, _ = decided(documents, source, op="reject_changes")
    root = word_parts(before)[BODY]
    assert [line for line in lines(root) if line] == ["out"]
    assert next(root.iter(f"{W}tblPr")).find(f"{W}jc") is None
    assert [one.get(f"{W}w") for one in root.iter(f"{W}gridCol")] == ["5"]
    assert next(root.iter(f"{W}vMerge"), None) is None
    assert next(root.iter(f"{W}pgSz")).get(f"{W}w") == "20"
    assert next(root.iter(f"{W}headerReference"), None) is not None
    assert next(root.iter(f"{W}numId"), None) is None
    assert not [one for one in root.iter("*") if one.tag.endswith("}f")]


def test_an_inserted_paragraph_at_the_end_of_a_cell_and_a_lonely_one_are_decided(documents, of_blocks):
    cell = (
        f'<w:tc><w:p>{mark(f"""<w:ins w:id="1" {BY}/>""")}{run("first")}</w:p>'
        f'<w:p><w:ins w:id="2" {BY}>{run("second")}</w:ins></w:p></w:tc>'
    )
    gone = f'<w:del w:id="4" {BY}>{run("x", name="delText")}</w:del>'
    alone = f'<w:tc><w:p>{mark(f"""<w:del w:id="3" {BY}/>""")}{gone}</w:p></w:tc>'
    inner = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    behind = alone.replace("<w:tc>", f"<w:tc>{inner}", 1).replace('"3"', '"5"').replace('"4"', '"6"')
    source = of_blocks(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell}{alone}{behind}</w:tr></w:tbl>", "<w:p/>")
    target, _ = decided(documents, source, op="reject_changes")
    assert lines(word_parts(target)[BODY])[:2] == ["first", "x"]
    target, _ = decided(documents, source, op="accept_changes")
    assert lines(word_parts(target)[BODY])[:3] == ["first", "second", ""]
    assert [len(cell.findall(f"{W}p")) for cell in word_parts(target)[BODY].iter(f"{W}tc")] == [2, 1, 1, 1]


def test_changes_in_notes_headers_comments_and_styles_are_decided(documents, of_blocks, tmp_path):
    source = of_blocks(f"<w:p>{run('text')}</w:p>")
    document = Document(str(source))
    inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="90" {BY}>{run("in header")}</w:ins>')
    document.sections[0].header.paragraphs[0]._p.append(inserted)
    document.add_comment(document.paragraphs[0].runs, text="note", author="A")
    document.save(str(source))
    gone = f'<w:del w:id="91" {BY}>{run("gone", name="delText")}</w:del></w:p>'
    change = f'<w:rPr><w:rPrChange w:id="92" {BY}><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr></w:style></w:styles>'
    with zipfile.ZipFile(source) as package:
        comments = package.read("word/comments.xml").replace(b"</w:p>", gone.encode())
        styles = package.read("word/styles.xml")
    styles = styles[: styles.rindex(b"</w:style>")] + change.encode()
    revised = with_parts(source, tmp_path / "b.docx", {"word/comments.xml": comments, "word/styles.xml": styles})
    target, said = decided(documents, revised, op="accept_changes")
    assert said == "Accepted insertions: 1, deletions: 1, changes of formatting: 1."
    with zipfile.ZipFile(target) as package:
        assert not [name for name in package.namelist() if b'w:author="Mori"' in package.read(name)]
    assert all_lines(target, accept=False)["word/header1.xml"] == ["in header"]


def controlled(kind: str, inner: str, number: int) -> str:
    """A content control that was put in, taken out or moved as a whole, as Word marks its beginning and its end."""
    starts = [f'<w:customXml{kind}RangeStart w:id="{at}" {BY}/>' for at in (number, number + 1)]
    ends = [f'<w:customXml{kind}RangeEnd w:id="{at}"/>' for at in (number, number + 1)]
    content = f"<w:sdtContent>{ends[0]}{inner}{starts[1]}</w:sdtContent>"
    return f"{starts[0]}<w:sdt><w:sdtPr/>{content}</w:sdt>{ends[1]}"


@pytest.mark.parametrize("accept", [True, False])
def test_controls_that_were_put_in_taken_out_or_moved_are_decided(documents, of_blocks, accept):
    away = f'<w:moveFrom w:id="5" {BY}>{run("far")}</w:moveFrom>'
    here = away.replace("moveFrom", "moveTo").replace('"5"', '"8"')
    source = of_blocks(
        f"<w:p>{controlled('Ins', run('around'), 1)}{controlled('Del', run('within'), 3)}</w:p>",
        f"<w:p>{controlled('MoveFrom', away, 6)}{run('.')}</w:p>",
        f"<w:p>{controlled('MoveTo', here, 9)}{run('.')}</w:p>",
    )
    target, said = decided(documents, source, op="accept_changes" if accept else "reject_changes")
    assert "moves: 6" in said
    assert plain(target)[BODY] == canonical(settled(word_parts(source)[BODY], accept=accept))
    controls = ["".join(t.text for t in one.iter(f"{W}t")) for one in word_parts(target)[BODY].iter(f"{W}sdt")]
    assert controls == (["around", "far"] if accept else ["within", "far"])
    assert "RangeStart" not in zipfile.ZipFile(target).read(BODY).decode()
