"""Facts and sentences that documents of several formats share."""

from agent.core.paths import shown
from agent.core.words import Words

ENCRYPTED = Words(
    "The document is protected with a password. With the password, or as a copy saved without one, it can be read.",
    "文書がパスワードで保護されています。パスワードを入力するか、パスワードなしで保存したコピーであれば読み取れます。",
)
SIGNED = Words(
    "digitally signed: any change makes the signature invalid", "電子署名あり: 変更すると署名が無効になります"
)
UNSIGNED = Words("The digital signature of the document is not valid any more.", "文書の電子署名は無効になりました。")
MACROS = Words("holds macros, which are kept and never run", "マクロあり(そのまま残し、実行はしません)")
NO_XML = Words(
    "The file is broken: a part of it is no valid XML.", "ファイルが壊れています(中の XML が正しくありません)。"
)
_REPLACED = Words(
    "Replaced {find!r} by {new!r} ({count} {count:time|times}).",
    "「{find}」を「{new}」に置き換えました({count} か所)。",
)


def replaced_words(find: str, new: str, count: int) -> Words:
    """What an op "replace" did."""
    return _REPLACED.of(find=shown(find[:60]), new=shown(new[:60]), count=count)
