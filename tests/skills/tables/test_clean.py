import datetime

import openpyxl
import pytest

from tests.skills.office import cells, made, only_made

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
    result = office.run("tables:clean", file="a.xlsx")
    assert result.changes is None
    assert "a.xlsx" in result.for_user
