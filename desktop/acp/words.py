"""What the person reads of Deskhand in their editor, and what a permission means in words."""

from agent.core.actions import Effect, Grant
from agent.core.paths import shown
from agent.core.words import Words
from agent.session.terms import EFFECTS

ALLOW = Words("Allow", "許可する")
ALLOW_ALL = Words("Allow all {count}", "{count} 件すべて許可する")
DECLINE = Words("Decline", "許可しない")
SKIP = Words("Decide later", "今は答えない")
BY_CHAT = Words("Answer in the conversation instead", "会話の中で答える")
NO_ANSWER = Words("The editor gave no answer.", "エディターから回答がありませんでした。")
DECLINED = Words("The person declined it in the editor.", "エディターで許可されませんでした。")
MORE_ROWS = Words("... and {count} more", "… ほか {count} 件")
CANNOT_UNDO = Words("This can NOT be undone.", "この操作は元に戻せません。")
CAN_UNDO = Words("All can be undone.", "すべて元に戻せます。")
NO_MODEL = Words(
    "No model is connected. Connect one in Deskhand under Settings > Models, or by `deskhand model add`; a recipe "
    "(/name) needs none.",
    "モデルが接続されていません。Deskhand の「設定」>「モデル」、または `deskhand model add` で接続してください。"
    "レシピ (/名前) はモデルなしで実行できます。",
)
FOLDER = Words("Let Deskhand work in the folder {path}?", "Deskhand にフォルダー {path} での作業を許可しますか?")
FILE = Words("Let Deskhand use {path}, which lies outside of the folder?",
             "フォルダーの外にある {path} を Deskhand に渡しますか?")  # fmt: skip
FOLDER_WHY = Words(
    "It reads, changes and creates documents there, asks before anything destructive, and can undo all of it. "
    "Deskhand remembers this folder.",
    "中の文書を読み取り、変更・作成します。上書きや削除の前には確認し、すべて元に戻せます。このフォルダーは記憶されます。",
)
READ_CHANGE = Words("Read and change", "読み取りと変更")
READ_ONLY = Words("Only read", "読み取りのみ")
NOT_GRANTED = Words(
    "No folder is granted, so nothing was done.", "フォルダーが許可されていないため、何も行っていません。"
)
NO_FOLDER = Words(
    "{path} is not a folder, or not a whole path.", "{path} はフォルダーではないか、絶対パスではありません。"
)
NOT_SEEN = Words("This model does not see pictures.", "このモデルは画像に対応していません。")
BAD_PICTURE = Words("A picture in the message cannot be read.", "メッセージ内の画像を読み取れません。")
NO_WORDS_THERE = Words("There are no words in the message.", "メッセージに文章がありません。")
NO_COMMAND = Words("There is no command /{name}.", "/{name} というコマンドはありません。")
RUNS = Words("A task is running here.", "タスクを実行中です。")
RESUME = Words("Go on with the task that was cut off", "中断されたタスクを再開")
SKILL = Words("Skill: {text}", "スキル: {text}")
RECIPE = Words("Recipe, without a model: {text}", "レシピ(モデル不要): {text}")
FORM = Words("key=value ...", "項目=値 …")
TASK = Words("what to do", "作業の内容")
ANSWER = Words("Your answer", "回答")
MODE = Words("Mode", "モード")
MODEL = Words("Model", "モデル")
EFFORT = Words("Effort (of this model, everywhere)", "思考の深さ(このモデル全体の設定)")
USUAL = Words("Default", "既定")
BUG = Words("Something in Deskhand itself went wrong.", "Deskhand の内部でエラーが発生しました。")
SERVER = Words("Start the connector {name} for this session?", "このセッションでコネクタ {name} を開始しますか?")
SERVER_WHY = Words(
    "The editor hands it over. It is a program of its own, or a service elsewhere: {what}",
    "エディターから渡されたコネクタです。独立したプログラム、または外部のサービスです: {what}",
)
SERVER_GETS = Words("It gets from the editor: {names}", "エディターから渡される項目: {names}")
START = Words("Start it, confined and without network", "隔離して起動(ネットワークなし)")
START_NETWORK = Words("Start it, confined, with network", "隔離して起動(ネットワークあり)")
MODES = {
    "plan": Words("Nothing is changed; a plan is made.", "変更は行わず、計画のみ立てます。"),
    "ask_changes": Words("Every change is shown first.", "すべての変更を事前に確認します。"),
    "ask_destructive": Words("Asks before overwriting and deleting.", "上書き・削除の前に確認します。"),
    "act": Words("What can be undone is done without asking.", "元に戻せる操作は確認なしで行います。"),
}
_TASK_LONG = Words(
    "Allow, and without asking for the rest of this task: {effect} {pattern}",
    "許可し、このタスクでは今後確認しない: {effect} {pattern}",
)
_ALWAYS = Words(
    "Allow, and always without asking: {effect} {pattern}", "許可し、今後は常に確認しない: {effect} {pattern}"
)


def grant_words(grant: Grant) -> Words:
    """A permission that can be taken with an answer."""
    form = _ALWAYS if grant.lifetime == "always" else _TASK_LONG
    return form.of(effect=EFFECTS[Effect(grant.effect)], pattern=shown(grant.pattern))


def permission_words(grant: Grant) -> Words:
    """A permission that is given."""
    return Words("{effect} {pattern}", "{effect} {pattern}").of(
        effect=EFFECTS[grant.effect], pattern=shown(grant.pattern)
    )
