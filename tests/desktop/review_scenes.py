"""What was looked at before the end of a task, in one language."""

from agent.core.events import Checked
from agent.core.plans import Check, CheckState


def reviewed(say, *, failed=False):
    """Checks before the end; one of them failed."""
    sheet = say("expenses.xlsx", "経費精算書.xlsx")
    opens = say("It is there and opens", "ファイルがあり、正しく開ける")
    total = say("Totals are the sums of their numbers", "合計が内訳の和と一致")
    wrong = say("D40: 184,260 is not the sum, which is 187,460.", "D40: 184,260 は合計 187,460 と一致しません。")
    numbers = say("The numbers in the answer are traced to where they come from", "回答の数値の出どころを確認")
    drawn = say("The pages as they are drawn", "描画したページの確認")
    nobody = say("No program that lays out its pages is installed.",
                 "ページの体裁を描画するソフトがインストールされていません。")  # fmt: skip
    state = CheckState.FAILED if failed else CheckState.PASSED
    return Checked((
        *((Check("totals", state, total, wrong, sheet),) if failed else ()),
        Check("pages", CheckState.NOT_RUN, drawn, nobody, sheet),
        Check("opens", CheckState.PASSED, opens, say("expenses.xlsx, summary.md", "経費精算書.xlsx、要約.md")),
        *(() if failed else (Check("totals", state, total, say("totals: 1", "合計: 1 個"), sheet),)),
        Check("claims", CheckState.PASSED, numbers, say("numbers: 10", "数値: 10 個")),
    ), int(failed))  # fmt: skip
