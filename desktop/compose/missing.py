"""What is asked for and not there, told to the person. `remedy` is what to do at this front door."""

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words

_CHOOSE = Words("Choose one from the list.", "一覧から選んでください。")
_CHOOSE_MODEL = Words(
    "Choose one from the list of models, or add it.", "モデルの一覧から選ぶか、新しく追加してください。"
)
_CHOOSE_FOLDER = Words("Choose a folder that exists.", "実在するフォルダーを指定してください。")


def no_model(name: str, remedy: Words = _CHOOSE_MODEL) -> NeedsUserError:
    """There is no model of that name."""
    words = Words(f"There is no model {shown(name)!r}.", f"「{shown(name)}」というモデルは登録されていません。")
    return NeedsUserError(words, remedy, "no_model")


def no_session(session: str, remedy: Words = _CHOOSE) -> NeedsUserError:
    """There is no Session of that id."""
    words = Words(f"There is no session {shown(session)!r}.", f"セッション「{shown(session)}」が見つかりません。")
    return NeedsUserError(words, remedy, "no_session")


def no_folder(path: str) -> NeedsUserError:
    """There is no folder at that path."""
    words = Words(f"{shown(path)!r} is not a folder.", f"「{shown(path)}」はフォルダーではないか、存在しません。")
    return NeedsUserError(words, _CHOOSE_FOLDER, "no_folder")
