"""Servers on the person's own machine, and any address in OpenAI's form. Their models are known to the server only."""

from agent.core.words import Words
from agent.models.dialect import Caching, Dialect, Protocol
from agent.models.presets.preset import OFF, Address, Asked, Family, Preset, Thinks
from agent.models.presets.sent import effort_body

_STAYS = Words("What you say stays on this computer.", "入力した内容は、このパソコンの外に送られません。")
_EFFORTS = ("low", "medium", "high")
_ANY = (Family(("",), thinks=Thinks.OFF),)


def _plain(asked: Asked) -> Dialect:
    return Dialect(body=effort_body(asked.protocol, asked.effort), caching=Caching.AUTOMATIC)


def _ollama(asked: Asked) -> Dialect:
    """`reasoning_effort` "none" is its switch, for models that think."""
    return Dialect(body=effort_body(asked.protocol, "none" if asked.thinking == OFF else asked.effort))


def _template(asked: Asked) -> Dialect:
    """llama.cpp, vLLM and Jan hand this to the model's own template; templates without such a switch ignore it."""
    if not asked.thinking:
        return Dialect()
    return Dialect(body={"chat_template_kwargs": {"enable_thinking": asked.thinking != OFF}})


OLLAMA = Preset(
    id="ollama",
    title=Words("Ollama", "Ollama"),
    good_for=_STAYS,
    addresses=(Address(Protocol.CHAT, "http://127.0.0.1:11434/v1"),),
    families=(Family(("",), thinks=Thinks.ON, efforts=_EFFORTS),),
    dialect=_ollama,
    notes=Words(
        "It gives a model little room unless told otherwise: start it with OLLAMA_CONTEXT_LENGTH=64000.",
        "既定ではモデルの記憶できる長さが短めです。OLLAMA_CONTEXT_LENGTH=64000 を指定して起動してください。",
    ),
)
LM_STUDIO = Preset(
    id="lmstudio",
    title=Words("LM Studio", "LM Studio"),
    good_for=_STAYS,
    addresses=(Address(Protocol.CHAT, "http://127.0.0.1:1234/v1"),),
    families=(
        Family(
            ("",),
        ),
    ),
    dialect=_plain,
    notes=Words(
        "Load the model there with a context length of 64,000 or more.",
        "LM Studio でモデルを読み込むとき、コンテキスト長を 64,000 以上にしてください。",
    ),
)
LLAMA_CPP = Preset(
    id="llamacpp",
    title=Words("llama.cpp", "llama.cpp"),
    good_for=_STAYS,
    addresses=(Address(Protocol.CHAT, "http://127.0.0.1:8080/v1"),),
    families=_ANY,
    dialect=_template,
    notes=Words(
        "Start it with --jinja, or it cannot call tools, and with -c 64000.",
        "ツールを使うには --jinja が必要です。あわせて -c 64000 を指定して起動してください。",
    ),
)
VLLM = Preset(
    id="vllm",
    title=Words("vLLM", "vLLM"),
    good_for=Words("Your own server for many requests at once.", "多数の要求を同時にさばく、自前のサーバー向けです。"),
    addresses=(Address(Protocol.CHAT, "http://127.0.0.1:8000/v1"),),
    families=_ANY,
    dialect=_template,
    notes=Words(
        "Start it with --enable-auto-tool-choice and the --tool-call-parser of the model, or it cannot call tools.",
        "ツールを使うには、--enable-auto-tool-choice とモデル用の --tool-call-parser を付けて起動してください。",
    ),
)
JAN = Preset(
    id="jan",
    title=Words("Jan", "Jan"),
    good_for=_STAYS,
    addresses=(Address(Protocol.CHAT, "http://127.0.0.1:1337/v1"),),
    families=_ANY,
    dialect=_template,
    notes=Words(
        "Switch on its local API server in the settings; it may want a key that you choose there.",
        "設定で「Local API Server」を有効にしてください。そこで決めたキーが必要な場合があります。",
    ),
)
OTHER = Preset(
    id="other",
    title=Words("Another address", "その他のアドレス"),
    good_for=Words(
        "Any server that speaks the OpenAI chat protocol.", "OpenAI のチャット形式に対応したサーバーなら使えます。"
    ),
    addresses=(),
    families=(
        Family(
            ("",),
        ),
    ),
    dialect=_plain,
    notes=Words(
        "Nothing is known of it, so nothing is assumed.", "未知のサーバーとして、特別な前提を置かずに扱います。"
    ),
    caches=False,
)
