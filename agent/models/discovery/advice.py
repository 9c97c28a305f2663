"""What the person should change at a server, said with the exact setting."""

from agent.core.words import Words
from agent.models.discovery.found import FoundModel, Program

ENOUGH = 32_000
"""Tokens. Below, the agent's own instructions and one document leave no room: it forgets what it was asked."""

_FORGETS = Words(
    "It is loaded with room for {count} {count:token|tokens} only and will forget what it read.",
    "読み込まれているコンテキスト長が {count} トークンしかないため、途中で内容を忘れてしまいます。",
)
_SMALL = Words(
    "It can keep {count} {count:token|tokens} in mind at most and will forget what it read. Choose another model "
    "for longer tasks.",
    "コンテキスト長が最大 {count} トークンのため、途中で内容を忘れてしまいます。長い作業には別のモデルが必要です。",
)
_LONGER = {
    Program.OLLAMA: Words(
        "Start Ollama with OLLAMA_CONTEXT_LENGTH=64000 (or set the context length in its settings).",
        "OLLAMA_CONTEXT_LENGTH=64000 を設定して Ollama を起動し直してください(Ollama の設定画面でも変更できます)。",
    ),
    Program.LM_STUDIO: Words(
        "Load it again in LM Studio with the slider “Context Length” at 64000 or more.",
        "LM Studio で「Context Length」のスライダーを 64000 以上にして、モデルを読み込み直してください。",
    ),
    Program.LLAMA_CPP: Words(
        "Start llama-server again with -c 64000 --jinja.",
        "llama-server を -c 64000 --jinja を付けて起動し直してください。",
    ),
    Program.VLLM: Words(
        "Start vLLM again with --max-model-len 64000.",
        "vLLM を --max-model-len 64000 を付けて起動し直してください。",
    ),
    Program.JAN: Words(
        "Set “Context Size” to 64000 in the model's settings in Jan, and start it again.",
        "Jan のモデル設定で「Context Size」を 64000 にして、モデルを起動し直してください。",
    ),
    Program.OTHER: Words(
        "Give it a context of 64000 tokens or more in the settings of its server.",
        "サーバーの設定で、コンテキスト長を 64000 トークン以上にしてください。",
    ),
}
_NO_TOOLS = Words(
    "It says that it cannot call tools, so it cannot work on files.",
    "ツール呼び出しに対応していないモデルのため、ファイルの作業ができません。",
)
_TOOLS_BY = {
    Program.LLAMA_CPP: Words(
        "Start llama-server with --jinja; if it already is, choose a model whose template knows tools.",
        "llama-server を --jinja を付けて起動してください。すでに付けている場合は、"
        "ツールに対応した別のモデルをお選びください。",
    ),
}
_OTHER_MODEL = Words("Choose another model.", "別のモデルをお選びください。")
VLLM_TOOLS = Words(
    "vLLM calls tools only when it was started with --enable-auto-tool-choice --tool-call-parser NAME (the parser that "
    "belongs to the model). The self-test shows whether it was.",
    "vLLM でツールを使うには、--enable-auto-tool-choice --tool-call-parser NAME(モデルに合うパーサー名)を付けて起動する"
    "必要があります。セルフテストで確認できます。",
)
LOCKED = Words(
    "It asks for a key: add it with the key from its settings to see its models.",
    "キーが必要です。サーバーの設定にあるキーを入力して追加してください。",
)
EMPTY = Words(
    "No model is there yet: download or load one in it first.",
    "まだモデルがありません。先にモデルをダウンロードするか、読み込んでください。",
)
NOT_LOADED = Words(
    "Not loaded now: its real room is known after its first answer.",
    "現在は読み込まれていません。実際のコンテキスト長は最初の応答の後にわかります。",
)
ELSEWHERE = Words(
    "It does not run on this computer: the server passes your words on to its maker's service.",
    "このパソコンでは動作しません。内容はサーバーを通じて提供元のサービスに送信されます。",
)


def context_advice(program: Program, context: int, most: int = 0) -> tuple[Words, ...]:
    """What to change when a model was loaded with `context` tokens and could have `most`; empty when it is enough."""
    if 0 < most < ENOUGH:
        return (_SMALL.of(count=f"{most:,}"),)
    if 0 < context < ENOUGH:
        return (_FORGETS.of(count=f"{context:,}"), longer(program))
    return ()


def longer(program: Program) -> Words:
    """How a model gets more room."""
    return _LONGER[program]


def tools_advice(program: Program) -> Words:
    """What to do at a server whose model calls no tools."""
    return VLLM_TOOLS if program is Program.VLLM else _TOOLS_BY.get(program, _OTHER_MODEL)


def advice_for(program: Program, model: FoundModel) -> tuple[Words, ...]:
    """All that is to be said of a model."""
    said: list[Words] = []
    if not model.local:
        said.append(ELSEWHERE)
    if model.tools is False:
        said += [_NO_TOOLS, tools_advice(program)]
    said += context_advice(program, model.context, model.most)
    if model.tools is not False and model.local and not model.loaded and program in (Program.OLLAMA, Program.LM_STUDIO):
        said.append(NOT_LOADED)
    return tuple(said)
