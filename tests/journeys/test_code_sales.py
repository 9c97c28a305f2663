"""200,000 real rows become a workbook with a chart, by pandas, from the command line and from the window's host."""

import json
import random

import pytest
from openpyxl import load_workbook

from agent.core.actions import Mode
from agent.core.events import CallEnded, CheckpointMade, QuestionAsked, RootGranted, TurnEnded
from agent.sandbox.confining import confinement_here
from desktop.wire import messages as wire
from tests.journeys.program import tree
from tests.journeys.scripted_server import Step, in_order, serving

ROWS = 200_000
REGIONS = ("North", "South", "East", "West")
LOAD = "import pandas as pd\nsales = pd.read_csv('sales.csv', parse_dates=['date'])\nprint(sales.shape)\nsales.head(3)"
WRITE = """\
sums = sales.groupby('region')['amount'].sum().sort_index()
with pd.ExcelWriter('By region.xlsx', engine='openpyxl') as book:
    sums.to_frame('Amount').to_excel(book, sheet_name='Sums')
    from openpyxl.chart import BarChart, Reference
    chart = BarChart()
    chart.add_data(Reference(book.sheets['Sums'], min_col=2, min_row=1, max_row=5), titles_from_data=True)
    chart.set_categories(Reference(book.sheets['Sums'], min_col=1, min_row=2, max_row=5))
    book.sheets['Sums'].add_chart(chart, 'D2')
print(sums.to_string())
"""
STEPS: list[Step] = [
    [("run_python", {"code": LOAD, "files": ["sales.csv"], "purpose": "Load the sales"})],
    [("run_python", {"code": WRITE, "purpose": "Sum by region, with a chart"})],
    "By region.xlsx has the sums.",
]


@pytest.fixture
def sales(tmp_path):
    """A folder with the rows, and their sums."""
    offer = confinement_here().offer()
    if not offer.there:
        pytest.skip(f"code cannot be confined here: {offer.missing.en}")
    folder, draw, sums = tmp_path / "Sales", random.Random(6), dict.fromkeys(REGIONS, 0)
    folder.mkdir()
    with (folder / "sales.csv").open("w", encoding="utf-8") as file:
        file.write("date,region,item,amount\n")
        for number in range(ROWS):
            region, amount = draw.choice(REGIONS), draw.randint(1, 90_000)
            sums[region] += amount
            file.write(f"2026-{number % 12 + 1:02}-{number % 28 + 1:02},{region},Item {number % 700},{amount}\n")
    return folder, sums


def proved(folder, sums):
    sheet = load_workbook(folder / "By region.xlsx")["Sums"]
    assert {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} == sums
    assert len(sheet._charts) == 1  # type: ignore[attr-defined]


def test_from_the_command_line(deskhand, sales):
    folder, sums = sales
    before = tree(folder)
    with serving(in_order(STEPS)) as server:
        deskhand.run("model", "add", "m", "--base-url", server.url, "--model", "x", "--no-key")
        words = deskhand.run("run", "Sums by region", "--folder", str(folder), "--approve", "all")
        told = json.dumps(server.heard[-1]["messages"])
    assert "(200000, 4)" in told
    assert "2026-01-01" in told
    assert "By region.xlsx" in words
    proved(folder, sums)
    deskhand.run("undo", "--last")
    assert tree(folder) == before


def test_from_the_window(deskhand, window, sales):
    folder, sums = sales
    before = tree(folder)
    with serving(in_order(STEPS)) as server:
        deskhand.run("model", "add", "m", "--base-url", server.url, "--model", "x", "--no-key")
        window.ask(wire.Hello("en"))
        session = window.ask(wire.StartSession((RootGranted("", str(folder)),))).id
        window.ask(wire.SetSession(session, mode=Mode.CHANGES))
        window.ask(wire.StartTurn(session, "Sums by region"))
        question = window.until(QuestionAsked).question
        assert [(row.effect, row.target) for row in question.rows] == [("write", "By region.xlsx")]
        preview = window.ask(wire.PreviewRow(session, question.id, 0))
        assert isinstance(preview, wire.Preview)
        assert "North" in repr(preview)
        assert tree(folder) == before
        window.ask(wire.AnswerQuestion(session, question.answer((0,), yes=True)))
        checkpoint = window.until(CheckpointMade).checkpoint
        assert window.until(TurnEnded).ending == "done"
    assert [one.place for one in checkpoint.changed] == ["By region.xlsx"]
    assert window.until(CallEnded).result.for_user.startswith("Computed in")
    proved(folder, sums)
    window.ask(wire.UndoChange(session))
    assert tree(folder) == before
