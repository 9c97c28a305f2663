"""Code that the agent runs, in one language: while it works, done with pictures and files, failed."""

import base64
import io
import json

from PIL import Image as Paper
from PIL import ImageDraw

from agent.core.actions import CODED, Action, Argument, Ask, Effect, Intent, Mode, Source, Trust
from agent.core.changes import Changed, Checkpoint
from agent.core.events import (
    CallEnded,
    CallProgress,
    CallStarted,
    CheckpointMade,
    Ending,
    MessageAdded,
    Noted,
    QuestionAsked,
    TurnEnded,
)
from agent.core.messages import AssistantMessage, Image, Outcome, Text, ToolCall, ToolResult
from agent.core.running import Told
from agent.policy.facts import Facts
from agent.policy.gate import RuleGate
from desktop.compose.notes import NO_CODE

CODE = """import pandas as pd
import matplotlib.pyplot as plt

# One line for each sale; the amounts are in yen.
sales = pd.read_csv({table!r}, parse_dates=["date"])
print(f"{{len(sales):,}} rows, {{sales['date'].min():%Y-%m-%d}} to {{sales['date'].max():%Y-%m-%d}}")

by_month = sales.groupby([sales["date"].dt.to_period("M"), "branch"])["amount"].sum().unstack()
for month, row in by_month.iterrows():
    print(month, int(row.sum()))

with pd.ExcelWriter({sheet!r}, engine="xlsxwriter") as book:
    by_month.to_excel(book, sheet_name="Monthly")
    chart = book.book.add_chart({{"type": "column"}})
    for at in range(len(by_month.columns)):
        chart.add_series({{"values": ["Monthly", 1, at + 1, len(by_month), at + 1]}})
    book.sheets["Monthly"].insert_chart("H2", chart)

by_month.plot.bar(stacked=True, title="Sales")
plt.show()
by_month.sum()"""
PRINTED = (
    "214,380 rows, 2025-04-01 to 2026-03-31\n"
    + "\n".join(f"2025-{month:02d} {8_214_500 + 391_270 * ((month * 7) % 11)}" for month in range(4, 13))
    + "\n" + "\n".join(f"2026-{month:02d} {9_102_800 + 210_440 * month}" for month in range(1, 4))
)  # fmt: skip
PROGRESS = CallProgress("c5", "2025-11 11344660", 0, 0)
VALUE = "branch\nOsaka     41208330\nSapporo   18940110\nTokyo     58113920\ndtype: int64"
TROUBLE = """Traceback (most recent call last):
  File "code.py", line 5, in <module>
    sales = pd.read_csv("sales.csv", parse_dates=["date"])
KeyError: "Missing column provided to 'parse_dates': 'date'"
The columns are: 日付, 支店, 金額"""


def names(say):
    """The table that is read, and the workbook that is made."""
    return say("sales_2025.csv", "売上_2025年度.csv"), say("monthly sales.xlsx", "月別売上.xlsx")


def begun(say, call="c5"):
    """The call."""
    table, sheet = names(say)
    purpose = say("Sum up 214,380 sales by month and branch", "売上 214,380 件を月別・支店別に集計")
    text = CODE.format(table=table, sheet=sheet)
    arguments = json.dumps({"code": text, "files": [table, "*.csv"], "purpose": purpose})
    return CallStarted(ToolCall(call, "run_python", arguments), purpose)


def running(say):
    """At work; PROGRESS comes while it is watched."""
    return [begun(say)]


def done(say):
    """A workbook and two pictures; a link was not taken."""
    _, sheet = names(say)
    made = Checkpoint(
        "k5", "live", sheet, "2026-11-26T09:00:00+00:00", (Changed("create", sheet, "", "", "b", 18_400),)
    )
    said = say(
        "Computed in 3.4 s.\nNot taken: newest.xlsx (a link).",
        "3.4 秒で計算しました。\n取り込まなかったもの: 最新.xlsx（リンクのため）。",
    )
    parts = (
        Text(f"{Told.PRINTED}\n{PRINTED}"), Text(f"{Told.VALUE}\n{VALUE}"), Text("Its changes: create."),
        figure(0), figure(1),
    )  # fmt: skip
    words = say(
        "The sales of all branches by month are in `monthly sales.xlsx`, with a chart. **Tokyo** is the largest.",
        "全支店の月別売上を `月別売上.xlsx` にまとめ、グラフを付けました。最も多いのは **東京** です。",
    )
    return [
        begun(say), CheckpointMade(made, "c5"),
        CallEnded(ToolResult("c5", Outcome.DONE, parts, said, checkpoint="k5")),
        MessageAdded(AssistantMessage((Text(words),))), TurnEnded(Ending.DONE),
    ]  # fmt: skip


def failed(say):
    """An error in it."""
    said = say(
        "The code ended with an error, so no file was changed.",
        "プログラムがエラーで終了したため、ファイルは変更していません。",
    )
    parts = (Text("[code_raised] It failed."), Text(f"{Told.TROUBLE}\n{TROUBLE}"))
    return [begun(say), CallEnded(ToolResult("c5", Outcome.FAILED, parts, said, "code_raised")), TurnEnded(Ending.DONE)]


def not_here(say):
    """Nothing confines code."""
    return [Noted(NO_CODE.text(say("en", "ja")), "no_sandbox")]


def figure(kind):
    """Bars, or a line, as a PNG."""
    paper = Paper.new("RGB", (1000, 640), "white")
    pen = ImageDraw.Draw(paper)
    heights = [180 + (at * 137) % 260 for at in range(12)]
    for at, height in enumerate(heights):
        left = 70 + at * 75
        if kind == 0:
            pen.rectangle((left, 580 - height, left + 50, 580 - height // 3), fill="#4c78a8")
            pen.rectangle((left, 580 - height // 3, left + 50, 580), fill="#f58518")
        elif at:
            pen.line((left - 50, 580 - heights[at - 1], left + 25, 580 - height), fill="#4c78a8", width=5)
    pen.line((50, 40, 50, 580, 980, 580), fill="#333333", width=3)
    data = io.BytesIO()
    paper.save(data, "PNG")
    return Image("image/png", base64.b64encode(data.getvalue()).decode("ascii"))


def fetching(say):
    """It asks for what lies at a web address, after it has read a table."""
    table, _ = names(say)
    host, path = "www.bank.example.jp", "/rates/2026-10.csv?currency=USD&from=2026-10-01&to=2026-10-31"
    facts = Facts(Mode.ACT, sources=(Source(Trust.FILE, table),))
    arguments = (Argument(CODED, f"https://{host}{path}"), Argument("bytes", "187"))
    title = say(f"Fetch from {host} for code", f"プログラムのために {host} から取得")
    asked = RuleGate(lambda: facts, say("en", "ja")).judge(Intent(title, (Action(Effect.CONNECT, host, arguments),)))
    assert isinstance(asked, Ask)
    return [begun(say), QuestionAsked("c5", asked.question)]


HISTORIES = {"code": running, "code_fetch": fetching, "code_done": done, "code_failed": failed, "no_sandbox": not_here}
