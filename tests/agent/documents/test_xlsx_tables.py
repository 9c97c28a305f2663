"""Tables, filters and names: made, changed and read back; the rest of the workbook keeps its bytes."""

import datetime

import openpyxl
import pytest
from openpyxl.worksheet.filters import FilterColumn, Top10

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError
from tests.agent.documents.xlsx_files import edited_each


@pytest.fixture
def orders(tmp_path):
    """Ten orders: a day, a city, an amount that is shown with thousands."""
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet.title = "受注"
    sheet.append(["日付", "City", "Amount [¥]", 2026])
    for at in range(10):
        sheet.append([datetime.date(2026, 10 + at % 2, 1 + at), ["東京", "大阪", None][at % 3], 900 + at * 100, at])
        sheet.cell(at + 2, 1).number_format = 'yyyy"年"m"月"d"日"'
        sheet.cell(at + 2, 3).number_format = "#,##0"
    book.save(tmp_path / "orders.xlsx")
    return tmp_path / "orders.xlsx"


def edited(documents, source, *ops):
    target = source.with_name(f"next_{source.name}")
    documents.edit(source, list(ops), target)
    documents.check(target)
    return target


def sheet_of(path):
    return openpyxl.load_workbook(path).worksheets[0]


def seen(path, rows=range(2, 12)):
    sheet = sheet_of(path)
    return [row for row in rows if not sheet.row_dimensions[row].hidden]


def test_a_range_becomes_a_table_with_totals(documents, orders):
    op = {"op": "add_table", "range": "A1:D11", "name": "受注表", "style": "light 9",
          "totals": {"Amount [¥]": "sum", "label": "合計"}}  # fmt: skip
    sheet = sheet_of(edited(documents, orders, op))
    table = sheet.tables["受注表"]
    assert (table.ref, table.totalsRowCount, table.autoFilter.ref) == ("A1:D12", 1, "A1:D11")
    assert [column.name for column in table.tableColumns] == ["日付", "City", "Amount [¥]", "2026"]
    assert table.tableStyleInfo.name == "TableStyleLight9"
    assert sheet["D1"].value == "2026", "titles are texts"
    assert (sheet["A12"].value, sheet["C12"].value) == ("合計", "=SUBTOTAL(109,受注表[Amount '[¥']])")
    assert sheet["C12"].number_format == "#,##0"


@pytest.mark.parametrize(
    ("op", "said"),
    [
        ({"range": "A1:E11"}, "E1 is empty"),
        ({"range": "A1:B11", "name": "受注!"}, "is no name"),
        ({"range": "A1:D1"}, "at least one row"),
        ({"range": "A1:D10", "totals": True}, "Row 11 below the table is not empty"),
        ({"range": "A1:D11", "name": "B2"}, "is no name"),
        ({"range": "A1:D11", "style": "gold"}, "'style' of a table"),
        ({"range": "A1:D11", "totals": {"Price": "sum"}}, "names titles"),
    ],
)
def test_a_table_that_would_break_the_file_is_refused(documents, orders, op, said):
    with pytest.raises(InvalidArgumentsError, match=said):
        documents.edit(orders, [{"op": "add_table", **op}], orders.with_name("x.xlsx"))


def test_a_table_gets_another_range_and_new_columns(documents, orders):
    target = edited(
        documents,
        orders,
        {"op": "add_table", "range": "A1:C11", "name": "T"},
        {"op": "set_filter", "table": "T", "column": "City", "values": ["東京"]},
        {"op": "resize_table", "name": "T", "range": "B1:D12"},
    )
    table = sheet_of(target).tables["T"]
    assert (table.ref, table.autoFilter.ref) == ("B1:D12", "B1:D12")
    assert [(column.id, column.name) for column in table.tableColumns] == [(2, "City"), (3, "Amount [¥]"), (4, "2026")]
    assert [column.colId for column in table.autoFilter.filterColumn] == [0]


def test_two_tables_of_one_edit_have_ids_of_their_own_and_grow(documents, orders):
    target = edited(
        documents,
        orders,
        {"op": "add_table", "range": "A1:B11"},
        {"op": "add_table", "range": "C1:D11"},
        {"op": "append_rows", "rows": [["2026-12-01", "京都"]]},
    )
    tables = sheet_of(target).tables
    assert sorted((one.id, one.name, one.ref) for one in tables.values()) == [
        (1, "Table1", "A1:B12"), (2, "Table2", "C1:D11"),
    ]  # fmt: skip


def test_a_filter_hides_the_rows_that_do_not_match(documents, orders):
    once = edited(documents, orders, {"op": "set_filter", "column": "City", "values": ["東京", None]})
    assert seen(once) == [2, 4, 5, 7, 8, 10, 11]
    column = sheet_of(once).auto_filter.filterColumn[0]
    assert (column.colId, column.filters.filter, column.filters.blank) == (1, ["東京"], True)
    names = openpyxl.load_workbook(once).worksheets[0].defined_names
    assert {name: one.attr_text for name, one in names.items()} in ({}, {"_xlnm._FilterDatabase": "受注!$A$1:$D$11"})
    twice = edited(documents, once, {"op": "set_filter", "column": "C", "condition": {">=": 1000, "<": 1500}})
    assert seen(twice) == [4, 5, 7]
    again = edited(documents, twice, {"op": "clear_filter", "column": "City"})
    assert seen(again) == [3, 4, 5, 6, 7]
    free = edited(documents, again, {"op": "clear_filter", "buttons": False})
    assert seen(free) == list(range(2, 12))
    assert sheet_of(free).auto_filter.ref is None


def test_a_filter_knows_dates_and_numbers_as_they_are_shown(documents, orders):
    months = edited(documents, orders, {"op": "set_filter", "column": "日付", "values": ["2026-11"]})
    assert seen(months) == [3, 5, 7, 9, 11]
    (group,) = sheet_of(months).auto_filter.filterColumn[0].filters.dateGroupItem
    assert (group.year, group.month, group.dateTimeGrouping) == (2026, 11, "month")
    amounts = edited(documents, orders, {"op": "set_filter", "column": "C", "values": [1000, 1200]})
    assert sheet_of(amounts).auto_filter.filterColumn[0].filters.filter == ["1,000", "1,200"]
    assert seen(amounts) == [3, 5]
    after = edited(documents, orders, {"op": "set_filter", "column": "A", "condition": {">": "2026-11-05"}})
    assert seen(after) == [7, 9, 11]


def test_texts_are_filtered_by_what_they_contain(documents, orders):
    part = edited(documents, orders, {"op": "set_filter", "column": "B", "condition": {"contains": "阪"}})
    assert seen(part) == [3, 6, 9]
    filled = edited(documents, orders, {"op": "set_filter", "column": "B", "condition": {"blank": False}})
    assert seen(filled) == [2, 3, 5, 6, 8, 9, 11]


def test_a_filter_that_is_not_computed_here_is_not_guessed(documents, orders, tmp_path):
    book = openpyxl.load_workbook(orders)
    book.worksheets[0].auto_filter.ref = "A1:D11"
    column = FilterColumn(colId=2, top10=Top10(val=3))
    book.worksheets[0].auto_filter.filterColumn.append(column)
    book.save(tmp_path / "top.xlsx")
    with pytest.raises(InvalidArgumentsError, match="Column C has a filter of a kind"):
        documents.edit(
            tmp_path / "top.xlsx",
            [{"op": "set_filter", "column": "B", "values": ["東京"]}],
            tmp_path / "x.xlsx",
        )


def test_names_are_defined_changed_and_deleted(documents, orders):
    once = edited(
        documents,
        orders,
        {"op": "set_name", "name": "金額", "refers_to": "受注!C2:C11"},
        {"op": "set_name", "name": "Tax", "refers_to": "=0.1"},
        {"op": "set_cells", "cells": {"F1": "=SUM(金額)*Tax"}},
    )
    assert {name: one.attr_text for name, one in openpyxl.load_workbook(once).defined_names.items()} == {
        "金額": "受注!$C$2:$C$11", "Tax": "0.1",
    }  # fmt: skip
    with pytest.raises(InvalidArgumentsError, match="A formula in 受注 uses the name 'Tax'"):
        documents.edit(once, [{"op": "delete_name", "name": "Tax"}], once.with_name("x.xlsx"))
    twice = edited(documents, once, {"op": "set_cells", "cells": {"F1": None}}, {"op": "delete_name", "name": "tax"})
    assert list(openpyxl.load_workbook(twice).defined_names) == ["金額"]


def test_a_table_and_a_filter_touch_one_sheet_of_every_real_workbook(documents, real_files, tmp_path):
    cells = {"XEA99990": "Name", "XEB99990": "Count", "XEA99991": "a", "XEB99991": 1, "XEA99992": "b", "XEB99992": 2}
    ops: list[Op] = [
        {"op": "set_cells", "cells": cells},
        {"op": "add_table", "range": "XEA99990:XEB99992", "name": "Deskhand_T"},
        {"op": "set_filter", "table": "Deskhand_T", "column": "Count", "condition": {">": 1}},
        {"op": "set_name", "name": "Deskhand_N", "refers_to": "XEB99991:XEB99992"},
    ]
    done = 0
    for source, target in edited_each(documents, real_files, tmp_path, ops):
        parts = documents.parts(source, target)
        assert not parts.removed
        allowed = ("[Content_Types].xml", ".rels", "workbook.xml", "calcChain.xml")
        others = [name for name in parts.changed if not name.endswith(allowed)]
        assert len(others) == 1, (source.name, others)
        done += 1
    assert done > 40
