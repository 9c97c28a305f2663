import datetime

import pytest

from agent.core.errors import InvalidArgumentsError
from tests.skills.office import book, cells, made, only_made

DAY = datetime.datetime.fromisoformat("2026-04-01")


def records(path, sheet="Combined"):
    header, *rows = cells(path)[sheet]
    return [dict(zip(header, row, strict=True)) for row in rows]


def account(path, sheet="Account"):
    return records(path, sheet)


def test_rows_of_many_files_meet_under_the_same_names(office):
    office.put("east.xlsx", book({"Jan": [["ID", "Amount ", "Day"], ["001", 10, DAY], ["002", 20.5, DAY]]}))
    office.put("west.csv", "amount,ＩＤ,Note\n1200,007,late\n30,010,\n".encode("cp932"))
    path = only_made(office.run("tables:combine", name="all"))
    assert records(path) == [
        {"ID": "001", "Amount": 10, "Day": DAY, "Note": None} | source("east.xlsx", "Jan", 2),
        {"ID": "002", "Amount": 20.5, "Day": DAY, "Note": None} | source("east.xlsx", "Jan", 3),
        {"ID": "007", "Amount": 1200, "Day": None, "Note": "late"} | source("west.csv", "west", 2),
        {"ID": "010", "Amount": 30, "Day": None, "Note": None} | source("west.csv", "west", 3),
    ]


def source(file, sheet, row):
    return {"Source file": file, "Source sheet": sheet, "Source row": row}


def test_every_row_is_accounted_for(office):
    rows: list[list[object]] = [
        ["Sales of April"],
        [],
        ["Name", "Amount"],
        ["a", 1],
        [None, None],
        ["Name", "Amount"],
        ["b", 2],
        ["Total", 3],
    ]
    office.put("a.xlsx", book({"S": rows}))
    office.put("b.csv", "Name,Amount\nc,5\n合計,5\n")
    path = only_made(office.run("tables:combine"))
    assert [row["Name"] for row in records(path)] == ["a", "b", "c"]
    for row in account(path):
        dropped = sum(value for name, value in row.items() if name.startswith("Dropped"))
        assert row["Rows in"] == row["Rows out"] + dropped
    first, second, both = account(path)
    assert (first["Header in row"], first["Dropped: above the header"]) == (3, 2)
    assert (first["Dropped: repeated header"], first["Dropped: empty"], first["Dropped: total"]) == (1, 1, 1)
    assert (second["Rows out"], both["Rows in"], both["Rows out"]) == (1, 11, 3)


def test_totals_stay_when_wished(office):
    office.put("a.csv", "Name,Amount\na,1\nTotal,1\n")
    path = only_made(office.run("tables:combine", totals="keep"))
    assert [row["Name"] for row in records(path)] == ["a", "Total"]


def test_the_first_sheet_alone_or_all_of_them(office):
    office.put("a.xlsx", book({"One": [["N"], ["x"]], "Two": [["N"], ["y"]], "Empty": []}))
    assert [row["N"] for row in records(only_made(office.run("tables:combine")))] == ["x", "y"]
    assert [row["N"] for row in records(only_made(office.run("tables:combine", sheets="first")))] == ["x"]


def test_text_columns_of_csvs_keep_what_numbers_would_lose(office):
    office.put(
        "a.csv",
        "zip,card,n,day,when\n0600001,1234567890123456,5,2026-04-01,3/4/2026\n1000001,1,6,2026-04-02,5/4/2026\n",
    )
    office.put("b.csv", "zip,card,n,day,when\n1600023,12,7,2026-04-03,13/4/2026\n")
    first, _, third = records(only_made(office.run("tables:combine")))
    assert (first["zip"], first["card"], first["n"], first["day"]) == ("0600001", "1234567890123456", 5, DAY)
    assert (first["when"], third["when"]) == ("3/4/2026", datetime.datetime.fromisoformat("2026-04-13"))


def test_a_table_without_a_header_is_said(office):
    office.put("a.csv", "1,2\n3,4\n")
    result = office.run("tables:combine")
    assert [(row["A"], row["B"]) for row in records(only_made(result))] == [(1, 2), (3, 4)]
    assert "No header" in result.for_user


def test_unreadable_files_are_told_and_the_result_never_overwrites(office):
    office.language = "ja"
    office.put("統合 2026-11-24.xlsx", b"broken")
    office.put("empty.xlsx", b"")
    office.put("空.csv", "")
    office.put("a.csv", '名前,金額\n山田,"1,200"\n'.encode("cp932"))
    result = office.run("tables:combine")
    assert list(made(result)) == ["統合 2026-11-24 (2).xlsx"]
    assert records(only_made(result), "統合")[0] | {} == {
        "名前": "山田", "金額": 1200, "元ファイル": "a.csv", "元シート": "a", "元の行": 2,
    }  # fmt: skip
    assert "対象外: 3 件" in result.for_user


def test_columns_that_differ_only_in_writing_are_listed(office):
    office.put("a.csv", "Unit Price,x\n1,2\n")
    office.put("b.csv", "unit_price,y\n1,2\n")
    rows = {row["Column"]: row for row in records(only_made(office.run("tables:combine")), "Columns")}
    assert rows["Unit Price"]["In tables"] == 2
    assert rows["Unit Price"]["Also written"] == "unit_price"
    assert rows["x"]["In tables"] == 1


def test_formulas_in_texts_do_not_become_formulas(office):
    office.put("a.csv", "n,t\n1,=1+1\n2,@cmd\n")
    assert [row["t"] for row in records(only_made(office.run("tables:combine")))] == ["=1+1", "@cmd"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_earlier_result_is_not_combined_again(office, language):
    office.language = language
    office.put("a.csv", "n\n1\n")
    office.commit(office.run("tables:combine"))
    result = office.run("tables:combine")
    assert len(next(iter(cells(only_made(result)).values()))) == 2


def test_a_folder_without_tables_is_said(office):
    office.put("a.txt")
    with pytest.raises(InvalidArgumentsError) as caught:
        office.run("tables:combine")
    assert caught.value.code == "nothing_to_do"


def test_formulas_without_results_are_counted_and_never_taken_for_nothing(office):
    office.put("a.xlsx", book({"S": [["A", "B"], [1, "=A2*2"]], "T": [["=1+1"]]}))
    office.put("b.xlsx", book({"S": [["=1+1"]]}))
    result = office.run("tables:combine")
    assert "**1 formula without a result**" in result.for_user
    assert "only formulas without results" in result.for_user
    assert account(only_made(result))[0]["Formulas without a result"] == 1


def test_a_german_csv_gives_numbers(office):
    office.put("a.csv", "Kunde;Betrag;Menge\nA;1.234,50;1.234\nB;12,25;2.345\n".encode("cp1252"))
    assert [(r["Betrag"], r["Menge"]) for r in records(only_made(office.run("tables:combine")))] == [
        (1234.5, 1234), (12.25, 2345)]  # fmt: skip


def test_a_quotation_mark_that_never_ends_is_told_and_swallows_no_rows(office):
    office.put("a.csv", 'A,B\n1,"x\n2,y\n3,z\n')
    office.put("b.csv", "A,B\n4,w\n")
    result = office.run("tables:combine")
    assert [row["A"] for row in records(only_made(result))] == [4]
    assert "a quotation mark in it never ends: `a.csv`" in result.for_user
