"""A host that plays a scene: `python fake_host.py SCENE LANGUAGE`. It speaks the wire and touches no file.

Scenes: empty, welcome, running, waiting, asking, done, failed, no_model, crash (ends at StartTurn), long (2,000 items),
slow (a Turn that runs until it is stopped).
"""

import datetime
import os
import sys

from agent.core.actions import Approval, Effect, Grant, Mode, Question, Row
from agent.core.changes import Changed, Checkpoint
from agent.core.documents import Difference
from agent.core.events import (
    CallEnded,
    CallProgress,
    CallStarted,
    CheckpointMade,
    Ending,
    MessageAdded,
    PlanSet,
    PlanStep,
    QuestionAnswered,
    QuestionAsked,
    RootGranted,
    SessionChanged,
    StepState,
    TextStreamed,
    TurnEnded,
    TurnStarted,
    UsageAdded,
)
from agent.core.messages import (
    AssistantMessage,
    Evidence,
    Outcome,
    Text,
    ToolCall,
    ToolResult,
    Usage,
    UserMessage,
)
from desktop.wire import messages as wire
from desktop.wire.framing import Request, answer_line, notification_line, parsed

LIVE = "live"


class Words:
    """Everything that a scene says, in both languages."""

    def __init__(self, language):
        self.language = language

    def __call__(self, en, ja):
        return ja if self.language == "ja" else en


class Scene:
    """The state behind one window."""

    def __init__(self, name, language, write):
        self.name = name
        self.say = Words(language)
        self.write = write
        self.seq = 0
        self.kept = []
        self.mode = Mode.DESTRUCTIVE
        self.state = "new"
        self.preferences = wire.Preferences(welcomed=True)
        if name not in ("empty", "welcome"):
            self.kept += self.history()
            self.seq = len(self.kept)

    def root(self):
        return RootGranted(
            self.say("October", "2026年10月"), self.say("/home/me/Expenses/October", "/home/me/経費/2026年10月")
        )

    def title(self):
        return self.say("Put the October receipts into the expense sheet", "10月の領収書を精算書にまとめる")

    def view(self):
        states = {"running": "running", "waiting": "waiting", "asking": "waiting", "done": "done", "failed": "failed"}
        state = states.get(self.name, self.state)
        title = self.title() if self.kept else ""
        return wire.SessionView(LIVE, title, state, ago(minutes=1), self.mode, "", (self.root(),))

    def others(self):
        lines = (
            (self.say("Draft the quarterly report", "四半期レポートの下書き"), "running", {"minutes": 12}),
            (self.say("Compare the two contracts", "契約書の差分を確認"), "done", {"days": 1}),
            (self.say("Sort photos into folders by date", "写真を日付でフォルダ分け"), "needs_user", {"days": 4}),
            (self.say("Rename invoices", "請求書の名前をそろえる"), "stopped", {"days": 6}),
            (self.say("Old mails to a table", "古いメールを表にする"), "failed", {"days": 400}),
        )
        return tuple(
            wire.SessionView(f"s{at}", title, state, ago(**when), Mode.DESTRUCTIVE, "", (self.root(),))
            for at, (title, state, when) in enumerate(lines)
        )

    def answer(self, request):
        """The value that answers a request; what is told after it is written by `after`."""
        match request:
            case wire.Hello():
                return self.welcome()
            case wire.StartSession() | wire.MakeSample() | wire.GrantRoot() | wire.RevokeRoot():
                return self.view()
            case wire.OpenSession(session):
                view = next((v for v in (self.view(), *self.others()) if v.id == session), self.view())
                return wire.SessionHistory(view, tuple(self.kept) if session == LIVE else ())
            case wire.SetSession(mode=mode):
                self.mode = mode or self.mode
                return self.view()
            case wire.StartTurn():
                return self.turn_answer()
            case wire.RunRecipe():
                return wire.TurnAnswer(True)
            case wire.SuggestRecipes():
                return wire.Suggestions(self.suggestions())
            case wire.PreviewRow() | wire.PreviewChange() | wire.PreviewFile():
                return self.preview(request)
            case wire.AddModel() | wire.RemoveModel() | wire.UseModel():
                return wire.Models(self.models())
            case wire.TestModel():
                return wire.TestAnswer(True, self.say("It answered.", "応答がありました。"))
            case wire.UndoChange(checkpoint="locked"):
                return wire.Failed("busy", "A task is running in this session.", "Stop it first, then undo.")
            case _:
                return wire.Done()

    def after(self, request):
        """What a request sets off."""
        match request:
            case wire.OpenSession(session="live") if self.name == "running":
                self.stream()
            case wire.StartTurn(text=text) if self.name == "crash":
                self.keep(TurnStarted("t9", text))
                os._exit(3)
            case wire.StartTurn(text=text) if self.name in ("slow", "done", "long", "empty"):
                self.state = "running"
                self.keep(TurnStarted("t9", text), MessageAdded(UserMessage((Text(text),))))
                if self.name != "slow":
                    self.keep(MessageAdded(AssistantMessage((Text(f"You said: {text}"),))), TurnEnded(Ending.DONE))
                    self.state = "done"
                self.told(wire.SessionUpdated(self.view()))
            case wire.StopTurn():
                self.state = "stopped"
                self.keep(TurnEnded(Ending.STOPPED, "Stopped.", code="stopped"))
            case wire.AnswerQuestion(approval=approval):
                self.answered(approval)
            case wire.UndoChange(checkpoint=checkpoint) if checkpoint != "locked":
                self.keep(CheckpointMade(undo(checkpoint or "k1")))
            case wire.SetPreferences(preferences):
                self.preferences = preferences

    def answered(self, approval: Approval):
        self.keep(QuestionAnswered(approval))
        self.keep(CallEnded(ToolResult("c9", Outcome.DONE, (), self.say("Moved to the trash.", "整理しました。"))))
        self.keep(TurnEnded(Ending.DONE))
        self.name = self.state = "done"
        self.told(wire.SessionUpdated(self.view()))

    def keep(self, *events):
        """Events with their numbers."""
        for event in events:
            self.seq += 1
            self.kept.append(event)
            self.told(wire.Published(LIVE, self.seq, event))

    def told(self, notification):
        self.write(notification_line(notification))

    def stream(self):
        """An answer that is coming in, and a call that goes on."""
        for piece in self.answer_text().split(" "):
            self.told(wire.Published(LIVE, 0, TextStreamed(piece + " ")))
        call = ToolCall("c7", "read", "{}")
        self.keep(MessageAdded(AssistantMessage((Text(self.answer_text()),), (call,))))
        self.keep(CallStarted(call, self.say("Read 32 PDFs", "32 個の PDF を読み取り")))
        self.told(wire.Published(LIVE, 0, CallProgress("c7", "receipt_2026-10-14.pdf", 14, 32)))

    def welcome(self):
        fresh = self.name == "welcome"
        return wire.Welcome(
            "0.1.0", "/home/me/.local/share/deskhand", () if fresh else (self.view(), *self.others()), self.models(),
            self.recipes(), () if fresh else (self.root(),), self.preferences,
        )  # fmt: skip

    def models(self):
        if self.name in ("welcome", "no_model"):
            return ()
        return (
            wire.ModelView("qwen3-3", "openai-chat", "http://127.0.0.1:11434/v1", "qwen3", "none", True, True),
            wire.ModelView("Sonnet 5", "anthropic", "https://api.example.com", "sonnet-5", "kept", False, False),
        )

    def recipes(self):
        say = self.say
        choice = (wire.Choice("date", say("By date", "日付で")), wire.Choice("kind", say("By kind", "種類で")))
        fields = (
            wire.FieldView(
                "folder",
                say("Folder", "フォルダ"),
                "folder",
                help=say("Files in it are sorted.", "この中のファイルを整理します。"),
            ),
            wire.FieldView("by", say("Sort by", "分け方"), "choice", "date", choices=choice, required=True),
            wire.FieldView("name", say("Name of the new folder", "新しいフォルダの名前"), "text", required=True),
            wire.FieldView("deep", say("Also folders below", "下のフォルダも含める"), "bool", "true"),
        )
        return (
            wire.RecipeView("files:organise", say("Sort files into folders", "ファイルをフォルダに整理"), say("By date, kind or name.", "日付・種類・名前で分けます。"), "folder-tree", fields),
            wire.RecipeView("files:duplicates", say("Find duplicates", "重複ファイルを探す"), say("Files with the same contents.", "中身が同じファイルを見つけます。"), "copy", fields[:1]),
            wire.RecipeView("receipts:expenses", say("Receipts to an expense sheet", "領収書から精算書を作る"), say("Each value with its source.", "すべての値に出典が付きます。"), "receipt", fields[:1]),
            wire.RecipeView("tables:combine", say("Combine tables", "表を 1 つにまとめる"), say("Many workbooks, one table.", "複数のブックを 1 つの表にします。"), "table-2", fields[:1]),
        )  # fmt: skip

    def suggestions(self):
        why = (
            self.say("32 receipts lie in this folder", "このフォルダに領収書が 32 件あります"),
            self.say("3 files are there twice", "同じファイルが 3 組あります"),
        )
        return (
            wire.Suggestion("receipts:expenses", {"folder": "."}, why[0]),
            wire.Suggestion("files:duplicates", {"folder": "."}, why[1]),
        )

    def turn_answer(self):
        if self.name != "no_model":
            return wire.TurnAnswer(True)
        sentence = self.say(
            "No model is connected, so I cannot work on this freely. These recipes run without one.",
            "モデルが接続されていないため、自由な指示には対応できません。次のレシピはモデルなしで実行できます。",
        )
        return wire.TurnAnswer(False, sentence, self.suggestions())

    def preview(self, request):
        say = self.say
        if isinstance(request, wire.PreviewChange):
            cells = (
                ("Expenses!D14", "", "12,480"),
                ("Expenses!D15", "3,200", "3,520"),
                ("Expenses!D40", "=SUM(D2:D13)", "=SUM(D2:D39)"),
            )
            return wire.Preview("differences", "expenses.xlsx", differences=tuple(Difference(*cell) for cell in cells))
        if isinstance(request, wire.PreviewRow):
            return wire.Preview("text", "receipt.pdf", text=say("Total 12,480 yen", "合計 12,480 円"))
        rows = (
            (say("Date", "日付"), say("Paid to", "支払先"), say("Amount", "金額")),
            ("10/01", "JR", "1,320"),
            ("10/03", say("Cafe", "喫茶店"), "1,180"),
        )
        return wire.Preview("table", "expenses.xlsx", rows=rows)

    def history(self):
        say = self.say
        events = [
            self.root(), SessionChanged(self.title()), TurnStarted("t1", self.title()),
            MessageAdded(UserMessage((Text(say(
                "Put the October receipts into the expense sheet, and tidy up duplicates.",
                "10月の領収書を経費精算書にまとめて、重複ファイルは整理してください。")),), ("policy.docx",))),
        ]  # fmt: skip
        events += self.plan(1)
        events += self.call(
            "c1",
            "find",
            say("Look into the folder", "フォルダの内容を確認"),
            say("48 files, 32 of them PDFs", "48 件（うち PDF 32 件）"),
        )
        if self.name == "running":
            return events
        found = tuple(Evidence("receipt_10-08.pdf", f"p{n}", "12,480", "12480") for n in range(1, 3))
        events += self.call(
            "c2",
            "read",
            say("Read 32 PDFs", "32 個の PDF を読み取り"),
            say("32 read, 2 uncertain", "32 件を読み取り、2 件は要確認"),
            evidence=found,
        )
        events += self.sheet()
        events += [
            MessageAdded(AssistantMessage((Text(self.answer_text()),))),
            UsageAdded("Sonnet 5", Usage(18_400, 2_100, 0, 0.09), "api.example.com"),
        ]
        return events + self.ending()

    def sheet(self):
        say = self.say
        call = ToolCall("c3", "edit", "{}")
        changed = (
            Changed("modify", say("expenses.xlsx", "経費精算書.xlsx"), "", "a", "b", 9000),
            Changed("create", say("summary.md", "要約.md"), "", "", "b", 900),
            Changed(
                "move", say("scan0001.pdf", "スキャン0001.pdf"), say("receipts/2026-10-08.pdf", "領収書/2026-10-08.pdf")
            ),
        )
        title = say("Fill in expenses.xlsx", "経費精算書.xlsx に転記")
        made = Checkpoint("k1", LIVE, title, ago(minutes=2), changed)
        result = ToolResult(
            "c3",
            Outcome.DONE,
            (),
            say("32 rows added, 1 formula updated", "32 行を追加、式 1 件を更新"),
            checkpoint="k1",
        )
        return [CallStarted(call, title), CheckpointMade(made, "c3"), CallEnded(result), *self.plan(4)]

    def ending(self):
        say = self.say
        if self.name == "waiting":
            call = ToolCall("c9", "organise", "{}")
            return [
                CallStarted(call, say("Tidy up 3 duplicates", "重複ファイル 3 個を整理")),
                QuestionAsked("c9", self.question()),
            ]
        if self.name == "asking":
            question = Question(
                "q2",
                say("Which month shall the sheet say?", "精算書は何月分にしますか？"),
                say("Two receipts are of September.", "9月の領収書が 2 件あります。"),
                choices=(say("October", "10月"), say("September", "9月")),
            )
            call = ToolCall("c9", "ask", "{}")
            return [CallStarted(call, say("Ask you", "確認")), QuestionAsked("c9", question)]
        if self.name == "failed":
            failed = ToolResult(
                "c8",
                Outcome.FAILED,
                (),
                say(
                    "'budget.xlsx' is open in Excel. Close it there, then try again.",
                    "「予算.xlsx」は Excel で開かれています。閉じてからもう一度お試しください。",
                ),
                "stale",
            )
            call = ToolCall("c8", "edit", "{}")
            end = TurnEnded(
                Ending.NEEDS_USER,
                say("The key of “Sonnet 5” was refused.", "「Sonnet 5」の API キーが拒否されました。"),
                say("Enter a valid key in the settings of models.", "モデルの設定で有効なキーを入力してください。"),
                "key_refused",
            )
            return [CallStarted(call, say("Update budget.xlsx", "予算.xlsx を更新")), CallEnded(failed), end]
        if self.name == "long":
            return [event for at in range(1000) for event in self.round(at)]
        return [*self.plan(6), TurnEnded(Ending.DONE)]

    def round(self, at):
        call = ToolCall(f"x{at}", "read", "{}")
        return [
            MessageAdded(AssistantMessage((Text(f"Paragraph {at}. " + "words " * (at % 40)),))),
            CallStarted(call, f"Read file {at}"), CallEnded(ToolResult(f"x{at}", Outcome.DONE, (), "read")),
        ]  # fmt: skip

    def question(self):
        say = self.say
        rows = (
            Row(
                0,
                Effect.DELETE,
                say("receipt_2026-10-03 (1).pdf", "領収書_2026-10-03 (1).pdf"),
                say("same as receipt_2026-10-03.pdf", "「領収書_2026-10-03.pdf」と同一"),
                True,
                214_000,
            ),
            Row(
                1,
                Effect.DELETE,
                say("receipt_2026-10-11 copy.pdf", "領収書_2026-10-11 copy.pdf"),
                say("same as receipt_2026-10-11.pdf", "「領収書_2026-10-11.pdf」と同一"),
                True,
                198_000,
            ),
            Row(
                2,
                Effect.DELETE,
                "IMG_2231.jpg",
                say("same picture as IMG_2213.jpg", "「IMG_2213.jpg」と同じ写真"),
                True,
                3_100_000,
            ),
        )
        return Question(
            "q1",
            say("Delete 3 duplicates", "重複ファイル 3 個を削除"),
            rows=rows,
            digest="d",
            offers=(Grant(Effect.DELETE, "receipt_*"),),
        )

    def plan(self, done):
        say = self.say
        titles = (
            say("Look into the folder", "フォルダの内容を確認"), say("Read 32 receipts", "領収書 32 件を読み取り"),
            say("Check the layout of the sheet", "精算書の書式を確認"), say("Fill in the sheet", "精算書へ転記"),
            say("Tidy up duplicates", "重複ファイルを整理"), say("Check and sum up", "結果を検算して要約"),
        )  # fmt: skip
        states = [
            StepState.DONE if at < done else StepState.ACTIVE if at == done else StepState.OPEN for at in range(6)
        ]
        return [PlanSet(tuple(PlanStep(title, state) for title, state in zip(titles, states, strict=True)))]

    def call(self, name, tool, title, result, evidence=()):
        call = ToolCall(name, tool, "{}")
        return [CallStarted(call, title), CallEnded(ToolResult(name, Outcome.DONE, (), result, evidence=evidence))]

    def answer_text(self):
        return self.say(
            "I read **32 receipts**. The total is **¥184,260**, by account:\n\n"
            "| Account | Receipts | Amount |\n|---|---:|---:|\n| Travel | 14 | ¥96,420 |\n| Meetings | 9 | ¥41,800 |\n"
            "| Supplies | 9 | ¥46,040 |\n\n`expenses.xlsx` has 32 new rows, and the sum in `D40` covers them. "
            "Two values that I am not sure of are marked yellow.\n\n1. Check rows 14 and 27.\n2. Send it.\n",
            "32 件の領収書を読み取りました。**合計は ¥184,260** です。勘定科目ごとの内訳は次のとおりです。\n\n"
            "| 勘定科目 | 件数 | 金額 |\n|---|---:|---:|\n| 旅費交通費 | 14 | ¥96,420 |\n| 会議費 | 9 | ¥41,800 |\n"
            "| 消耗品費 | 9 | ¥46,040 |\n\n`経費精算書.xlsx` に 32 行を追加し、`D40` の合計式を更新しました。"
            "読み取りに自信がない 2 件は黄色で示しています。\n\n1. 14 行目と 27 行目をご確認ください。\n2. 問題がなければ提出できます。\n",
        )  # fmt: skip


def undo(checkpoint):
    changed = (Changed("modify", "expenses.xlsx"), Changed("modify", "経費精算書.xlsx"))
    return Checkpoint("k2", LIVE, "Undo", ago(minutes=0), changed, undoes=checkpoint)


def ago(**passed):
    return (datetime.datetime.now(datetime.UTC) - datetime.timedelta(**passed)).isoformat()


def main():
    """Serve until the input ends."""

    def write(line):
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()

    scene = Scene(sys.argv[1], sys.argv[2], write)
    for line in sys.stdin.buffer:
        message = parsed(line)
        if isinstance(message, Request):
            write(answer_line(message.id, scene.answer(message.value)))
            scene.after(message.value)


if __name__ == "__main__":
    main()
