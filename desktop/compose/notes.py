"""What a Session notes for the person when a Turn begins or goes on."""

from agent.core.words import Words

NO_CODE = Words(
    "Code cannot be run confined on this computer, so this task does without it. “deskhand sandbox check” says what is "
    "missing.",
    "このコンピューターではプログラムを隔離して実行できないため、プログラムを使わずに作業します。"
    "不足しているものは「deskhand sandbox check」で確認できます。",
)
BY_ITSELF = Words(
    "Deskhand stopped unexpectedly while this task ran. It goes on where it was.",
    "作業の途中で Deskhand が予期せず終了しました。中断したところから作業を再開します。",
)
