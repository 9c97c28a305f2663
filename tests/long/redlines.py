"""Tracked changes of real and made documents, rejected and accepted. `python tests/long/redlines.py COUNT [FOLDER]`

For each Word document of FOLDER (the shared corpus when none is named) and some that python-docx and, where it is
there, LibreOffice make: a word is replaced with tracking, and COUNT times the document is compared with a copy of it in
which paragraphs were changed, moved, deleted, put in and formatted, and rows too, both ways. Proven apart from the
product (tests/agent/documents/word_revisions.py): rejecting all gives the original, accepting all the expected words.
Printed beside it: what python-docx does with the same words (`paragraph.text = ...`). The exit code is 1 when anything
differs.
"""

import random
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from copy import deepcopy
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO))

from docx import Document  # noqa: E402
from lxml import etree  # noqa: E402

from agent.core.errors import ToolError  # noqa: E402
from agent.documents.docx import document as docx  # noqa: E402
from tests.agent.documents.word_revisions import (  # noqa: E402
    STRICT,
    W,
    all_lines,
    canonical,
    lines,
    main_part,
    rejected,
    settled,
    used_notes,
    word_parts,
)

CORPUS = REPO.parent / "shared" / "data" / "office"
WORDS = [
    "amount",
    "契約",
    "支払う",
    "notice",
    "甲",
    "乙",
    "within",
    "days",
    "中央区",
    "price,",
    "shall",
    "(1)",
    "2,500",
]


def made(folder):
    """Documents of our own: lists, styles, tables, a header, Japanese, links; and the same by LibreOffice."""
    document = Document()
    document.add_heading("業務委託契約書", 0)
    for number in range(12):
        paragraph = document.add_paragraph(
            f"Article {number}: the party ", style="List Number" if number % 3 == 0 else None
        )
        paragraph.add_run("shall pay 1,000 yen").bold = True
        paragraph.add_run(f" within {number + 10} days. 甲は乙に対し、千代田区において支払う。").italic = (
            number % 2 == 0
        )
    table = document.add_table(4, 3, style="Table Grid")
    for at, cell in enumerate(table._cells):
        cell.text = f"cell {at} 合計"
    document.add_paragraph("The end.")
    document.sections[0].header.paragraphs[0].text = "Head"
    document.save(str(folder / "made.docx"))
    if shutil.which("soffice"):
        (folder / "odt").mkdir()
        for step, (source, kind) in enumerate((("made.docx", "odt"), ("odt/made.odt", "docx"))):
            target = folder / ("odt" if step == 0 else "office")
            words = [
                "soffice",
                "--headless",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--convert-to",
                kind,
            ]
            subprocess.run([*words, "--outdir", str(target), str(folder / source)], capture_output=True, check=False)
    return [path for path in (folder / "made.docx", folder / "office" / "made.docx") if path.is_file()]


def changed(source, target, chance):
    """A copy of a document with random edits of its body."""
    body_name = main_part(word_parts(source))
    with zipfile.ZipFile(source) as package:
        root = etree.fromstring(package.read(body_name))
        space = STRICT if root.tag.startswith(STRICT) else W
        body = root.find(f"{space}body")
        for _ in range(chance.randint(1, 6)):
            chance.choice(EDITS)(body, space, chance)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for name in package.namelist():
                out.writestr(name, etree.tostring(root) if name == body_name else package.read(name))
    return target


def phrase(chance):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 9)))


def texts(body, space):
    """Texts of runs, but for those of paragraphs with a page number or a date, which every program draws anew."""
    anew = re.compile(r"\s*(?:PAGE|NUMPAGES|DATE|TIME|PAGEREF|SAVEDATE|PRINTDATE|FILENAME|SECTIONPAGES)", re.IGNORECASE)
    codes = [one for one in body.iter(f"{space}instrText") if anew.match(one.text or "")]
    codes += [one for one in body.iter(f"{space}fldSimple") if anew.match(one.get(f"{space}instr", ""))]
    kept = {next(one.iterancestors(f"{space}p"), None) for one in codes}
    found = [t for t in body.iter(f"{space}t") if t.getparent().tag == f"{space}r" and (t.text or "").strip()]
    return [t for t in found if next(t.iterancestors(f"{space}p"), None) not in kept]


def change_words(body, space, chance):
    for t in chance.sample(texts(body, space), min(3, len(texts(body, space)))):
        words = t.text.split(" ")
        words[chance.randrange(len(words))] = phrase(chance)
        t.text = " ".join(words)
        t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def blocks(body, space):
    fields = (f"{space}fldChar", f"{space}sectPr", f"{space}txbxContent")
    return [p for p in body.findall(f"{space}p") if not any(True for _ in p.iter(*fields))]


def move(body, space, chance):
    found = [p for p in blocks(body, space) if p.getnext() is not None and p.getnext().tag == p.tag]
    if len(found) > 2:
        one, other = chance.sample(found, 2)
        other.addprevious(one)


def drop(body, space, chance):
    # Word has a paragraph behind every table, so none of these is taken out.
    found = [p for p in blocks(body, space) if p.getnext() is not None and p.getnext().tag == p.tag]
    if len(found) > 3:
        body.remove(chance.choice(found))


def put_in(body, space, chance):
    found = blocks(body, space)
    new = etree.Element(f"{space}p")
    etree.SubElement(etree.SubElement(new, f"{space}r"), f"{space}t").text = phrase(chance)
    if found:
        chance.choice((found[-1], chance.choice(found))).addnext(new)


def put_in_row(body, space, chance):
    rows = [
        row for row in body.iter(f"{space}tr") if not any(True for _ in row.iter(f"{space}vMerge", f"{space}drawing"))
    ]
    if rows:
        row = chance.choice(rows)
        new = deepcopy(row)
        for t in texts(new, space):
            t.text = phrase(chance)
        row.addnext(new)


def drop_row(body, space, chance):
    rows = [row for row in body.iter(f"{space}tr") if len(row.getparent().findall(f"{space}tr")) > 1]
    if rows:
        row = chance.choice(rows)
        row.getparent().remove(row)


def embolden(body, space, chance):
    found = texts(body, space)
    if found:
        run = chance.choice(found).getparent()
        look = run.find(f"{space}rPr")
        look = look if look is not None else run.makeelement(f"{space}rPr")
        run.insert(0, look)
        if look.find(f"{space}b") is None:
            look.append(look.makeelement(f"{space}b"))


EDITS = (change_words, change_words, move, drop, put_in, put_in, put_in_row, drop_row, embolden)


def shown(path):
    """The words of the body and of headers with all changes accepted."""
    return all_lines(path, accept=True)


def as_accepted(path):
    """Every part with what was tracked in it before accepted: what a comparison starts from."""
    parts = {name: settled(root, accept=True) for name, root in word_parts(path).items()}
    return {name: canonical(root) for name, root in used_notes(parts).items()}


def compare(old, new, folder, tally, name):
    """Compare two documents and prove both ways."""
    target = folder / "redline.docx"
    try:
        docx.redline(old, new, target, "Sato")
        docx.check(target)
    except ToolError as error:
        tally[f"refused {error.code}"] += 1
        return
    except Exception:  # noqa: BLE001  this is what is looked for
        traceback.print_exc()
        tally["BAD error"] += 1
        print(f"  BAD {name}")
        return
    back, forth = rejected(target) == as_accepted(old), shown(target) == shown(new)
    tally["compared"] += 1
    tally["reject = first"] += back
    tally["accept = words of the second"] += forth
    if not (back and forth):
        print(f"  BAD {name}: reject {back}, accept {forth}")
        keep(name, old=old, new=new, redline=target)


def keep(name, **files):
    """Put what came out wrong where it can be looked at."""
    folder = Path(tempfile.gettempdir()) / "redlines"
    folder.mkdir(exist_ok=True)
    for word, path in files.items():
        shutil.copyfile(path, folder / f"{name}-{word}.docx")


def replace(source, folder, tally, name):
    """Replace the first word of the first paragraph that has one, with tracking."""
    target = folder / "tracked.docx"
    try:
        found = [
            one
            for one in docx.read(source, 0, 10_000, "").passages
            if one.anchor[:1] == "P" and one.anchor[1:].isdigit()
        ]
        hits = [
            (one.anchor, word) for one in found for word in one.text.split() if word.isalpha() and word != "picture"
        ]
        if not hits:
            tally["no words"] += 1
            return
        anchor, word = hits[0]
        op = {"op": "replace", "find": word, "with": "Zebra", "all": True, "at": anchor, "track": True}
        docx.edit(source, [op], target)
        docx.check(target)
    except ToolError as error:
        tally[f"refused {error.code}"] += 1
        return
    before = next(one.text for one in docx.read(source, 0, 10_000, "").passages if one.anchor == anchor)
    after = next(one.text for one in docx.read(target, 0, 10_000, "").passages if one.anchor == anchor)
    tally["replaced"] += 1
    back = rejected(target) == rejected(source)
    tally["reject = original"] += back
    first, second = (
        lines(settled(parts[main_part(parts)], accept=True)) for parts in map(word_parts, (source, target))
    )
    expected = [one.replace(word, "Zebra") for one in first]
    wrong = [one for one, other in zip(expected, second, strict=True) if one != other and "Zebra" in other]
    forth = not wrong and before != after
    tally["accept = expected"] += forth
    if not (back and forth):
        print(f"  BAD {name}: a word replaced, reject {back}, accept {forth}")
        keep(f"{name}-word", old=source, tracked=target)


def peer(source, tally):
    """What becomes of the same documents by `paragraph.text = ...`."""
    try:
        document = Document(str(source))
    except Exception:  # noqa: BLE001
        tally["python-docx cannot open"] += 1
        return
    tally["python-docx opens"] += 1
    words = {t.text for t in document.element.body.iter(f"{W}t") if (t.text or "").strip()}
    seen = "".join(p.text for p in document.paragraphs) + "".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    tally["python-docx: documents with words that it does not see"] += any(word not in seen for word in words)
    for paragraph in document.paragraphs:
        looks = {look(run) for run in paragraph._p.iter(f"{W}r")}
        kept = {f"{W}r", f"{W}pPr", f"{W}proofErr"}
        tally["python-docx: paragraphs"] += bool(paragraph.text.strip())
        lost = len(looks) > 1 or any(one.tag not in kept for one in paragraph._p)
        tally["python-docx: paragraphs whose formatting or links a new text loses"] += (
            bool(paragraph.text.strip()) and lost
        )


def look(run):
    found = run.find(f"{W}rPr")
    return b"" if found is None else etree.tostring(found)


def main(count, folder):
    """Run and print; returns whether all was well."""
    tally: Counter[str] = Counter()
    others: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        private = Path(name)
        sources = [*made(private), *(path for path in sorted(folder.iterdir()) if path.suffix in {".docx", ".docm"})]
        for number, source in enumerate(sources):
            copy = private / f"source{source.suffix}"
            shutil.copyfile(source, copy)
            replace(copy, private, tally, source.stem[:40])
            peer(copy, others)
            for turn in range(count):
                chance = random.Random(number * 1000 + turn)
                try:
                    new = changed(copy, private / "changed.docx", chance)
                except (zipfile.BadZipFile, ValueError, etree.XMLSyntaxError, AttributeError):
                    tally["cannot be changed here"] += 1
                    break
                compare(copy, new, private, tally, f"{source.stem[:40]}-{turn}")
                compare(new, copy, private, tally, f"{source.stem[:40]}-{turn}-back")
    for words, found in (("ours", tally), ("peer", others)):
        print(f"{words}: " + "; ".join(f"{what} {number}" for what, number in found.items()))
    good = tally["compared"] == tally["reject = first"] == tally["accept = words of the second"]
    return (
        good
        and tally["replaced"] == tally["reject = original"] == tally["accept = expected"]
        and not tally["BAD error"]
    )


if __name__ == "__main__":
    given = Path(sys.argv[2]) if len(sys.argv) > 2 else CORPUS
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else 3, given) else 1)
