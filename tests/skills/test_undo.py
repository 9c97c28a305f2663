"""What a Recipe proposes can be committed, and an undo brings everything back."""

import asyncio

import docx
import pytest

from tests.skills.office import Office, book, pdf, tree

TASKS = [
    ("files:organise", {"rule": "kind_month", "subfolders": "true"}),
    ("files:rename", {"pattern": "{n}", "order": "size", "filter": "*.txt"}),
    ("files:duplicates", {}),
    ("files:duplicates", {"action": "delete", "keep": "first"}),
    ("files:search", {"text": "total", "workbook": "true"}),
    ("pdf:pages", {"action": "merge"}),
    ("pdf:pages", {"action": "split", "files": "invoice.pdf"}),
    ("pdf:pages", {"action": "rotate", "files": "invoice.pdf", "replace": "true"}),
    ("pdf:tables", {}),
    ("tables:combine", {}),
    ("tables:clean", {"file": "list.csv"}),
    ("receipts:expenses", {}),
    ("reports:inventory", {}),
]


@pytest.fixture
def full(office: Office) -> Office:
    """A folder as it is in life, with files that no program can read."""
    office.put(
        "invoice.pdf", pdf(["Invoice 7\nBlue Pen Ltd\nDate: 2026-04-01\nTotal USD 5.00", "two"]), day="2026-04-01"
    )
    office.put("b.pdf", pdf(["b"]))
    office.put("list.csv", "名前,日付\n山田,令和8年4月1日\n".encode("cp932"))
    office.put("team/plan.xlsx", book({"S": [["Name", "n"], ["x", 1]]}))
    document = docx.Document()
    document.add_paragraph("A total of nothing")
    document.save(str(office.put("letter.docx", b"")))
    office.put("1.txt", "the longer one")
    office.put("2.txt", "short")
    office.put("copies/3.txt", "short", day="2026-06-01")
    office.put("broken.xlsx", b"PK\x03\x04broken")
    office.put("broken.pdf", b"%PDF-1.4 broken")
    office.put("empty.docx", b"")
    office.put("locked.pdf", pdf(["x"], password="secret"))
    office.put("~$letter.docx", b"lock")
    return office


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("recipe", "values"), TASKS)
def test_a_commit_carries_it_out_and_an_undo_restores_the_folder(full, language, recipe, values):
    full.language = language
    before = tree(full.root)
    checkpoint = full.commit(full.run(recipe, **values))
    assert tree(full.root) != before
    asyncio.run(full.ledger.undo(checkpoint))
    assert tree(full.root) == before


@pytest.mark.parametrize(("recipe", "values"), TASKS)
def test_the_same_folder_gives_the_same_proposal(full, recipe, values):
    first, second = full.run(recipe, **values), full.run(recipe, **values)
    assert first.for_user == second.for_user
    assert first.changes is not None
    assert second.changes is not None
    assert [str(c.place) for c in first.changes.changes] == [str(c.place) for c in second.changes.changes]
