import datetime

import openpyxl
import pytest

from agent.core.errors import UnreadableError
from skills.kit.book import Sheet, parts_of
from tests.skills.office import book, cells, made, only_made

HEAD = "社員番号,氏名,入社日,金額,備考\n"


def table(path, sheet="Cleaned"):
    return cells(path)[sheet]


def day(text):
    return datetime.datetime.fromisoformat(text)


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16", "euc-jp"])
def test_a_japanese_csv_becomes_real_values(office, encoding):
    office.language = "ja"
    text = (
        HEAD + '００１, 山田　太郎 ,令和6年4月1日,"￥１，２００",\n'
        "010,佐藤花子,R6.5.10,△300,済\n"
        '120,鈴木,2024/6/3,"1,000円",\n'
    )
    office.put("名簿.csv", text.encode(encoding))
    result = office.run("tables:clean", file="名簿.csv")
    assert list(made(result)) == ["名簿 整形済み.xlsx"]
    assert table(only_made(result), "整形済み") == [
        ("社員番号", "氏名", "入社日", "金額", "備考"),
        ("001", "山田　太郎", day("2024-04-01"), 1200, None),
        ("010", "佐藤花子", day("2024-05-10"), -300, "済"),
        ("120", "鈴木", day("2024-06-03"), 1000, None),
    ]


def test_every_change_is_told_with_its_count(office):
    office.put("a.csv", 'Day,Amount\n2026/4/1,"1,000"\n 2026年4月2日 ,(50)\n2026-04-03,7\n')
    rows = {(row[0], row[1]): row for row in table(only_made(office.run("tables:clean", file="a.csv")), "Changes")}
    assert rows["Date unified", "Day"][2] == 3
    assert rows["△, (…) or a trailing minus read as negative", "Amount"][2] == 1
    assert "2026年4月2日  → 2026-04-02 (row 3)" in rows["Date unified", "Day"][3]


def test_doubtful_values_stay_and_are_marked(office):
    lines = [f"{n},2026-01-{n:02}" for n in range(1, 29)]
    office.put("a.csv", "\n".join(["n,day", *lines, "n/a,2026-02-30", "30,2026-03-01"]))
    result = office.run("tables:clean", file="a.csv")
    path = only_made(result)
    assert table(path)[29] == ("n/a", "2026-02-30")
    assert [row[:3] for row in table(path, "Doubtful")[1:]] == [(30, "n", "n/a"), (30, "day", "2026-02-30")]
    sheet = openpyxl.load_workbook(path)["Cleaned"]
    assert sheet["A30"].comment is not None
    assert sheet["A29"].comment is None
    assert "2 doubtful values" in result.for_user


def test_day_or_month_first_is_decided_by_the_column_or_the_person_never_guessed(office):
    office.put("open.csv", "day\n3/4/2026\n5/6/2026\n")
    office.put("sure.csv", "day\n3/4/2026\n25/6/2026\n")
    assert table(only_made(office.run("tables:clean", file="open.csv")))[1] == ("3/4/2026",)
    assert table(only_made(office.run("tables:clean", file="sure.csv")))[1] == (day("2026-04-03"),)
    said = office.run("tables:clean", file="open.csv", dates="mdy")
    assert table(only_made(said))[1] == (day("2026-03-04"),)


def test_a_column_that_is_not_sure_enough_stays_text(office):
    office.put("a.csv", "v\n1\n2\n3\nfour\nfive\n")
    result = office.run("tables:clean", file="a.csv")
    assert table(only_made(result))[1:] == [("1",), ("2",), ("3",), ("four",), ("five",)]
    assert "60% look like numbers" in result.for_user


def test_mixed_currencies_are_not_stripped(office):
    office.put("a.csv", "price\n$5\n€6\n")
    result = office.run("tables:clean", file="a.csv")
    assert table(only_made(result))[1:] == [("$5",), ("€6",)]
    assert "several currencies" in result.for_user


def test_codes_keep_their_zeros_and_long_numbers_their_digits(office):
    office.put("a.csv", "zip,card\n060-0001,1234567890123456\n０６０－０００２,6543210987654321\n")
    assert table(only_made(office.run("tables:clean", file="a.csv")))[1:] == [
        ("060-0001", "1234567890123456"),
        ("060-0002", "6543210987654321"),
    ]


def test_rows_are_accounted_for(office):
    office.put("a.csv", "Report of May,\n\nName,n\na,1\n,\na,1\nb,2\n")
    result = office.run("tables:clean", file="a.csv", duplicates="true")
    assert table(only_made(result)) == [("Name", "n"), ("a", 1), ("b", 2)]
    assert "7 rows in = 2 out + 1 header + 2 above + 1 empty + 1 repeated" in result.for_user


def test_decimal_commas_and_percents(office):
    office.put("a.csv", "price;share\n1.234,50;12%\n0,99;5,5%\n")
    assert table(only_made(office.run("tables:clean", file="a.csv")))[1] == (1234.5, 0.12)


def test_an_unreadable_file_is_said(office):
    office.put("a.xlsx", b"PK broken")
    with pytest.raises(UnreadableError, match=r"'a\.xlsx' is left as it is: not what the name says\."):
        office.run("tables:clean", file="a.xlsx")


def test_the_yen_sign_of_cp932_is_a_backslash_and_totals_do_not_vote(office):
    rows = "".join(f'2026/4/{n},"\\1,{n:03}"\n' for n in range(1, 5))
    office.put("a.csv", f'日付,金額\n{rows}合計,"\\4,010"\n'.encode("cp932"))
    body = table(only_made(office.run("tables:clean", file="a.csv")))[1:]
    assert body[0] == (day("2026-04-01"), 1001)
    assert body[-1] == ("合計", 4010)


def test_names_that_come_twice_and_years_are_headers_and_codes_are_none(office):
    office.put("twice.csv", "ID,Name,name,ID\n001,x,y,2\n002,z,,3\n")
    assert table(only_made(office.run("tables:clean", file="twice.csv"))) == [
        ("ID", "Name", "name (2)", "ID (2)"),
        ("001", "x", "y", 2),
        ("002", "z", None, 3),
    ]
    office.put("years.csv", "Region,2024,2025,2026\nEast,1,2,3\nWest,4,5,6\n")
    assert table(only_made(office.run("tables:clean", file="years.csv")))[0] == ("Region", "2024", "2025", "2026")
    office.put("codes.csv", "001,002\n003,004\n")
    assert table(only_made(office.run("tables:clean", file="codes.csv"))) == [
        ("A", "B"), ("001", "002"), ("003", "004")]  # fmt: skip


def test_a_point_divides_thousands_where_another_column_has_decimal_commas(office):
    office.put("a.csv", "Kunde;Betrag;Menge\nA;1,50;1.234\nB;2,25;2.345\n")
    assert table(only_made(office.run("tables:clean", file="a.csv")))[1:] == [("A", 1.5, 1234), ("B", 2.25, 2345)]
    office.put("b.csv", "Item;Price;Weight\nA;1,50;1.5\nB;2,25;0.25\n")
    assert table(only_made(office.run("tables:clean", file="b.csv")))[1:] == [("A", 1.5, 1.5), ("B", 2.25, 0.25)]


def test_every_digit_is_shown_and_codes_get_no_marks(office):
    office.put("a.csv", 'Jan,Amount,Rate,Share\n4901234567894,"1,000",1.2345,12.34%\n4901234567895,20,2.5,3%\n')
    sheet = openpyxl.load_workbook(only_made(office.run("tables:clean", file="a.csv")))["Cleaned"]
    assert [cell.number_format for cell in sheet[2]] == ["0", "#,##0", "0.00######", "0.0####%"]


def test_only_one_sheet_is_cleaned_and_formulas_without_results_are_told(office):
    office.put("a.xlsx", book({"S": [["A", "B"], [1, "=A2*2"], [2, "=A3*2"]], "T": [["C"], ["x"]]}))
    result = office.run("tables:clean", file="a.xlsx")
    assert "Only the sheet `S` was cleaned. Not: `T`." in result.for_user
    assert "**2 formulas without a result**" in result.for_user
    assert "- `a.xlsx` `S`: B2, B3" in result.for_user
    assert table(only_made(result), "Doubtful")[1:] == [
        (2, "B", None, "a formula without a result: empty"),
        (3, "B", None, "a formula without a result: empty"),
    ]


def test_a_sheet_of_more_values_than_one_enjoys_goes_on_in_a_second_with_its_doubts():
    sheet = Sheet("S", ("A",) * 1_000_000, [(1,), (2,), (3,)], doubts={(0, 0): "first", (2, 0): "third"})
    one, two = parts_of(sheet)
    assert (one.rows, one.doubts) == ([(1,), (2,)], {(0, 0): "first"})
    assert (two.rows, two.doubts) == ([(3,)], {(0, 0): "third"})


def test_a_text_that_no_cell_can_hold_is_cut_and_told(office):
    office.put("a.csv", f"A,B\n1,{'x' * 40_000}\n")
    sheet = openpyxl.load_workbook(only_made(office.run("tables:clean", file="a.csv")))["Cleaned"]
    assert len(sheet["B2"].value) == 32_767
    assert "cut after 32,767 of 40,000 characters" in sheet["B2"].comment.text


def test_a_point_that_may_divide_thousands_is_left_alone_unless_the_table_says_what_it_means(office):
    office.put("a.csv", "Kunde;Betrag\nA;1.234\nB;2.345\n")
    result = office.run("tables:clean", file="a.csv")
    assert table(only_made(result))[1:] == [("A", "1.234"), ("B", "2.345")]
    assert "a point before three digits may mean thousands: left as text" in result.for_user
    office.put("b.csv", "Item,Weight,Price\nA,1.234,2.50\nB,2.345,3.75\n")
    assert table(only_made(office.run("tables:clean", file="b.csv")))[1:] == [("A", 1.234, 2.5), ("B", 2.345, 3.75)]
    office.put("c.csv", "Item,Weight\nA,1.234\nB,0.345\n")
    assert table(only_made(office.run("tables:clean", file="c.csv")))[1:] == [("A", 1.234), ("B", 0.345)]
