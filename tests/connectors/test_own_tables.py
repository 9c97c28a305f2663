"""Tables of the folder as people have them: Parquet, CSV of Japanese programs, sums of money and long numbers."""

import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest

from connectors.connector import Kind
from connectors.own.database import DatabaseConnector
from connectors.own.sql_child import plain
from tests.connectors.owned import Desk, Ring, config

PARQUET = """
import duckdb, sys
duckdb.connect().execute(
    "COPY (SELECT '顧客 ' || n AS \\"顧客名\\", (n * 1.25)::DECIMAL(18, 2) AS \\"金額(税込)\\", "
    "DATE '2026-11-01' AS at, 9007199254740993 + n AS number FROM range(1, 2001) t(n)) "
    "TO '" + sys.argv[1] + "' (FORMAT PARQUET, COMPRESSION ZSTD)"
)
"""


@pytest.fixture
def desk(tmp_path, documents):
    made = DatabaseConnector(config(Kind.DATABASE), Ring().means())
    return Desk(made, tmp_path / "folder", tmp_path / "staging", documents)


def test_parquet_files_are_asked_and_saved_with_numbers_as_numbers(desk):
    subprocess.run([sys.executable, "-c", PARQUET, str(desk.root / "売上 2026.parquet")], check=True, timeout=60)
    files = ["売上 2026.parquet"]
    assert "売上_2026\t金額(税込)\tDECIMAL(18,2)" in desk.text("database_tables", files=files)
    assert "2501250" in desk.text("database_query", sql='SELECT sum("金額(税込)") AS s FROM 売上_2026', files=files)
    result = desk.call("database_query", sql="SELECT * FROM 売上_2026", files=files, save="all.xlsx")
    sheet = openpyxl.load_workbook(result.changes.changes[0].staged.path).worksheets[0]
    row = [cell.value for cell in next(sheet.iter_rows(min_row=2, max_row=2))]
    assert row[:2] == ["顧客 1", 1.25]
    # A spreadsheet program would round it to 15 digits.
    assert row[3] == "9007199254740994"


@pytest.mark.parametrize("name", ["cp932", "euc_jp", "utf-16", "utf-8-sig"])
def test_a_csv_is_read_in_the_encoding_that_it_has(desk, name):
    text = "品名,金額\r\n紙のノート,1200\r\n鉛筆,300\r\n"
    (desk.root / "売上.csv").write_bytes(text.encode(name))
    found = desk.text("database_query", sql="SELECT 品名, 金額 + 1 AS n FROM 売上 ORDER BY n", files=["売上.csv"])
    assert "鉛筆\t301\n紙のノート\t1201" in found
    assert (desk.root / "売上.csv").read_bytes() == text.encode(name)


def test_numbers_lose_no_digit():
    assert plain(Decimal("1248750.00")) == 1248750
    assert plain(Decimal("0.10")) == 0.1
    assert plain(Decimal("12345678901234567.89")) == "12345678901234567.89"
    assert plain(Decimal("NaN")) == "NaN"


def test_what_is_said_of_a_statement_is_plain_text(desk):
    (desk.root / "a.csv").write_text("a\n1\n")
    with pytest.raises(Exception, match="not understood") as caught:
        desk.ready("database_query", sql="SELEC * FROM a", files=["a.csv"])
    assert "\x1b" not in str(caught.value)
