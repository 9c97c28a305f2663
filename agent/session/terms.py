"""What effects, outcomes and endings are called, for records and front doors without a window."""

from agent.core.actions import Effect, Mode
from agent.core.events import Ending
from agent.core.messages import Outcome
from agent.core.paths import shown
from agent.core.words import Words

EFFECTS = {
    Effect.READ: Words("read", "読み取り"),
    Effect.WRITE: Words("write", "書き込み"),
    Effect.MOVE: Words("move", "移動"),
    Effect.DELETE: Words("delete", "削除"),
    Effect.EXECUTE: Words("execute", "実行"),
    Effect.CONNECT: Words("connect", "接続"),
    Effect.SEND: Words("send", "送信"),
}
OUTCOMES = {
    Outcome.DONE: Words("done", "完了"),
    Outcome.FAILED: Words("failed", "失敗"),
    Outcome.DENIED: Words("denied", "不承認"),
    Outcome.SKIPPED: Words("skipped", "未実行"),
    Outcome.UNKNOWN: Words("unknown", "結果不明"),
}
ENDINGS = {
    Ending.DONE: Words("done", "完了"),
    Ending.FAILED: Words("failed", "失敗"),
    Ending.REFUSED: Words("refused", "不承認"),
    Ending.LIMIT: Words("limit", "上限に到達"),
    Ending.STOPPED: Words("stopped", "停止"),
    Ending.NEEDS_USER: Words("needs_user", "対応待ち"),
}
MODES = {
    Mode.PLAN: Words("Plan", "計画のみ"),
    Mode.CHANGES: Words("Ask before changes", "変更前に確認"),
    Mode.DESTRUCTIVE: Words("Ask before destructive", "上書き・削除の前に確認"),
    Mode.ACT: Words("Act in this folder", "フォルダー内は確認なし"),
}
HERE = Words("this computer", "このコンピューター")
STATES = {
    "new": Words("new", "未開始"),
    "running": Words("running", "実行中"),
    "waiting": Words("waiting", "回答待ち"),
    "interrupted": Words("interrupted", "中断"),
    **{str(ending): words for ending, words in ENDINGS.items()},
}
# By the words of `Row.detail` (agent.policy.gate) and of `Changed.kind`.
DETAILS = {
    "new": Words("new", "新規"),
    "new folder": Words("new folder", "新しいフォルダー"),
    "changed": Words("changed", "変更"),
    "deleted": Words("deleted", "削除"),
}
KINDS = {
    "create": Words("create", "作成"),
    "modify": Words("modify", "変更"),
    "move": Words("move", "移動"),
    "delete": Words("delete", "削除"),
    "folder": Words("folder", "フォルダー作成"),
}


def detail(text: str, language: str) -> str:
    """The detail of a row, safe to show: a word of the gate, else its own words ("→ b.txt") in one line."""
    if text in DETAILS:
        return DETAILS[text].text(language)
    return "; ".join(shown(line) for line in text.split("\n"))
