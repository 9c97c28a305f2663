"""The limits of a worker, and why it was stopped; each sentence says that the file is as it was."""

from agent.core.words import Words

MEMORY = 1536 * 1024**2
# A larger answer would make the host large, which opens no file itself for that very reason.
MAX_ANSWER = 24 * 1024**2
# The exit code of a worker that watches its own memory.
OUT_OF_MEMORY = 77
TOO_SLOW = Words(
    "The file was unsafe or too large to open: it was stopped after {seconds} {seconds:second|seconds}. The file "
    "was not changed.",
    "ファイルが大きすぎるか、安全に開けないため、{seconds} 秒で読み取りを中止しました。ファイルは変更していません。",
)
TOO_MUCH = Words(
    "The file was unsafe or too large to open: it was stopped because it needs too much memory. The file was not "
    "changed.",
    "ファイルが大きすぎるか、安全に開けません。必要なメモリが多すぎるため、読み取りを中止しました。ファイルは変更していません。",
)
CRASHED = Words(
    "The file was unsafe to open: the program that read it broke down. The file was not changed.",
    "ファイルを読み取るプログラムが異常終了しました。安全に開けません。ファイルは変更していません。",
)
FULL = Words(
    "The disk that holds Deskhand's own files is full. Make room and try again.",
    "Deskhand のファイルを置くディスクの空き容量がありません。容量を確保してから、もう一度お試しください。",
)
