"""Rules for entry, rules for colours, comments: written as programs expect them, and read back by another one."""

import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.xlsx_files import edited_each

AMOUNTS = (120, 80, 95, 120, -3)


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    sheet = made["Sheet"]
    sheet.append(["Item", "Amount", "Due"])
    for amount in AMOUNTS:
        sheet.append(["x", amount, None])
    sheet["A2"].comment = Comment("old note", "Sato")
    made.create_sheet("Lists").append(["Yes"])
    made.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def edited(documents, source, *ops):
    target = source.with_name(f"next_{source.name}")
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def sheet_of(path):
    return openpyxl.load_workbook(path).worksheets[0]


@pytest.mark.parametrize(
    ("told", "kind", "formulas"),
    [
        ({"values": ["はい", "いいえ", 3]}, "list", ('"はい,いいえ,3"', None)),
        ({"source": "Lists!A1:A9"}, "list", ("Lists!$A$1:$A$9", None)),
        ({"type": "whole", "between": [1, 9]}, "whole", ("1", "9")),
        ({"type": "date", ">=": "2026-11-26"}, "date", ("46352", None)),
        ({"type": "time", "<": "18:00"}, "time", ("0.75", None)),
        ({"type": "length", "<=": 5}, "textLength", ("5", None)),
        ({"type": "custom", "formula": "=LEN(C2)=5"}, "custom", ("LEN(C2)=5", None)),
    ],
)
def test_what_may_be_entered_is_told_to_the_sheet(documents, book, told, kind, formulas):
    op = {"op": "set_validation", "range": "C2:C9", "message": "選択してください", "title": "入力", **told}
    (rule,) = sheet_of(edited(documents, book, op)).data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.formula2) == (kind, *formulas)
    assert (str(rule.sqref), rule.prompt, rule.promptTitle, rule.allowBlank) == (
        "C2:C9", "選択してください", "入力", True,
    )  # fmt: skip


def test_a_new_rule_takes_its_cells_out_of_older_ones(documents, book):
    once = edited(documents, book, {"op": "set_validation", "range": "B2:C9", "values": ["a"]})
    twice = edited(documents, once, {"op": "set_validation", "range": "C4:C5", "type": "whole", ">": 3})
    rules = sheet_of(twice).data_validations.dataValidation
    assert {(rule.type, frozenset(str(rule.sqref).split())) for rule in rules} == {
        ("list", frozenset({"B2:C3", "B4:B5", "B6:C9"})), ("whole", frozenset({"C4:C5"})),
    }  # fmt: skip
    clear = edited(documents, twice, {"op": "clear_validation", "range": "A1:D99"})
    assert sheet_of(clear).data_validations.dataValidation == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"values": ["a,b"]}, "no commas"),
        ({"values": ["x" * 300]}, "at most 255"),
        ({"type": "whole"}, "needs one of"),
        ({"type": "whole", "between": 5}, "two values"),
        ({"type": "colour"}, "'type' is one of"),
        ({"values": ["a"], "message": "x" * 256}, "at most 255"),
    ],
)
def test_a_rule_for_entry_that_cannot_be_is_refused(documents, book, told, said):
    with pytest.raises(InvalidArgumentsError, match=said):
        documents.edit(book, [{"op": "set_validation", "range": "C2", **told}], book.with_name("x.xlsx"))


@pytest.mark.parametrize(
    ("rule", "kind", "operator", "formulas"),
    [
        ({">": 100}, "cellIs", "greaterThan", ["100"]),
        ({"between": [1, "=B9"]}, "cellIs", "between", ["1", "B9"]),
        ({"contains": "済"}, "containsText", "containsText", ['NOT(ISERROR(SEARCH("済",B2)))']),
        ({"formula": "=$B2>$C2"}, "expression", None, ["$B2>$C2"]),
        ({"duplicates": True}, "duplicateValues", None, []),
        ({"top": 10, "percent": True}, "top10", None, []),
        ({"blank": True}, "containsBlanks", None, ["LEN(TRIM(B2))=0"]),
    ],
)
def test_cells_are_coloured_by_their_values(documents, book, rule, kind, operator, formulas):
    op = {"op": "add_conditional_format", "range": "B2:B6", "rule": rule, "fill": "#E2F0D9", "font": {"bold": True}}
    ((area, (made,)),) = sheet_of(edited(documents, book, op)).conditional_formatting._cf_rules.items()
    assert (str(area.sqref), made.type, made.operator, made.formula) == ("B2:B6", kind, operator, formulas)
    assert made.dxf.fill.bgColor.rgb == "FFE2F0D9"
    assert made.dxf.font.b


def test_scales_bars_and_symbols_are_drawn(documents, book):
    rules = [{"color_scale": ["#F8696B", "#FFEB84", "#63BE7B"]}, {"data_bar": "#638EC6"}, {"icons": "4Arrows"}]
    ops = [{"op": "add_conditional_format", "range": "B2:B6", "rule": rule} for rule in rules]
    target = edited(documents, book, *ops)
    made = [rule for one in sheet_of(target).conditional_formatting for rule in one.rules]
    assert [(rule.type, rule.priority) for rule in made] == [("colorScale", 1), ("dataBar", 2), ("iconSet", 3)]
    assert [one.val for one in made[2].iconSet.cfvo] == [0, 25, 50, 75]
    clear = edited(documents, target, {"op": "clear_conditional_formats", "range": "B3"})
    assert {str(one.sqref) for one in sheet_of(clear).conditional_formatting} == {"B2 B4:B6"}


def test_a_note_is_written_beside_others_and_changed(documents, book):
    target = edited(
        documents,
        book,
        {"op": "set_comment", "cell": "B3", "text": "請求書 12 より", "author": "田中"},
        {"op": "set_comment", "cell": "A2", "text": "new note", "author": "Sato"},
        {"op": "set_comment", "sheet": "Lists", "cell": "A1", "text": "first on its sheet"},
    )
    found = openpyxl.load_workbook(target)
    sheet = found.worksheets[0]
    assert (sheet["B3"].comment.text, sheet["B3"].comment.author) == ("請求書 12 より", "田中")
    assert (sheet["A2"].comment.text, sheet["A2"].comment.author) == ("new note", "Sato")
    assert found["Lists"]["A1"].comment.author == "Deskhand"
    with zipfile.ZipFile(target) as package:
        boxes = {
            name: package.read(name).count(b'ObjectType="Note"') for name in package.namelist() if name.endswith(".vml")
        }
    assert sorted(boxes.values()) == [1, 2]
    gone = edited(
        documents, target, {"op": "delete_comment", "cell": "A2"}, {"op": "delete_comment", "cell": "Lists!A1"}
    )
    found = openpyxl.load_workbook(gone)
    assert found.worksheets[0]["A2"].comment is None
    assert found.worksheets[0]["B3"].comment.text == "請求書 12 より"
    assert found["Lists"]["A1"].comment is None


def test_a_thread_is_begun_answered_resolved_and_read(documents, book):
    target = edited(
        documents,
        book,
        {"op": "add_comment", "cell": "B2", "text": "これで正しいですか?", "author": "佐藤"},
        {"op": "reply_comment", "cell": "B2", "text": "はい。", "author": "田中"},
        {"op": "resolve_comment", "cell": "B2"},
    )
    told = [one for one in documents.read(target).passages if one.kind == "comment"]
    assert [one.anchor for one in told] == ["Sheet!B2", "Sheet!B2", "Sheet!A2"]
    assert [part in one.text for one, part in zip(told, ("これで正しいですか?", "はい。", "old note"), strict=True)]
    copy = sheet_of(target)["B2"].comment
    assert copy.author.startswith("tc={")
    assert "はい。" in copy.text
    with zipfile.ZipFile(target) as package:
        thread = package.read("xl/threadedComments/threadedComment1.xml").decode()
        people = package.read("xl/persons/person.xml").decode()
    assert thread.count("<threadedComment ") == 2
    assert thread.count('done="1"') == 1
    assert thread.index("正しい") < thread.index("はい")
    assert ("佐藤" in people, "田中" in people) == (True, True)
    with pytest.raises(InvalidArgumentsError, match="has a thread"):
        documents.edit(target, [{"op": "set_comment", "cell": "B2", "text": "x"}], target.with_name("x.xlsx"))
    gone = edited(documents, target, {"op": "delete_comment", "cell": "B2"})
    assert [one.anchor for one in documents.read(gone).passages if one.kind == "comment"] == ["Sheet!A2"]


def test_boxes_of_buttons_and_headers_stay_where_they_are(documents, tmp_path):
    made = xlsxwriter.Workbook(str(tmp_path / "button.xlsx"))
    sheet = made.add_worksheet()
    sheet.insert_button("D4", {"caption": "Run"})
    made.close()
    target = edited(documents, tmp_path / "button.xlsx", {"op": "set_comment", "cell": "B2", "text": "x"})
    with zipfile.ZipFile(target) as package:
        vml = package.read("xl/drawings/vmlDrawing1.vml").decode()
    assert vml.count('ObjectType="Button"') == vml.count('ObjectType="Note"') == 1
    assert 'id="_x0000_t202"' in vml
    assert sheet_of(target)["B2"].comment.text == "x"


def test_rules_and_comments_touch_one_sheet_of_every_real_workbook(documents, real_files, tmp_path):
    ops: list[Op] = [
        {"op": "add_conditional_format", "range": "XEU99990:XEV99991", "rule": {">": 1}},
        {"op": "set_validation", "range": "XEU99990", "values": ["a", "b"]},
        {"op": "set_comment", "cell": "XEU99990", "text": "確認"},
        {"op": "add_comment", "cell": "XEV99991", "text": "確認", "author": "佐藤"},
    ]
    done = 0
    for source, target in edited_each(documents, real_files, tmp_path, ops):
        parts = documents.parts(source, target)
        assert not parts.removed
        allowed = ("[Content_Types].xml", ".rels", "styles.xml", ".vml", "comments1.xml", "comments2.xml")
        others = [name for name in parts.changed if not name.endswith(allowed)]
        assert len(others) == 1, (source.name, others)
        assert documents.tables(source) == documents.tables(target), source.name
        done += 1
    assert done > 40
