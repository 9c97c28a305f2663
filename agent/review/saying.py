"""What a sentence says was done, and whether it says that it was not. English and Japanese."""

import re

_DONE = re.compile(
    r"\b(?:created?|creating|made|saved?|wrote|written|deleted?|removed?|moved?|renamed?|updated?|changed?|edited|"
    r"filled|added|merged|combined|converted|exported|corrected|fixed|replaced|copied|organi[sz]ed|produced|"
    r"generated|done|completed?|finished|ready)\b"
    r"|(?:作成|保存|削除|移動|変更|更新|追加|統合|結合|変換|出力|修正|置換|置き換え|コピー|整理|記入|入力|完了|書き込み|"
    r"書き出)[^。\n]{0,12}?(?:しました|済み|完了|ました|しています|してあります|です)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|no|n't|cannot|never|without|unable|fail(?:ed|s|ure)?|declin(?:ed|e)|refus(?:ed|e)|denied|skipped|"
    r"rejected|impossible|left (?:it|them|as)|unchanged|untouched|remain(?:s|ed)?|stay(?:s|ed)?|kept|keeps?|missing|"
    r"absent|could not|instead of|would|will|should|can be|to be|if you|undone)\b|n['’]t\b"
    r"|ません|ない(?:た|ま|で|。|、|\s|$)|なかった|できず|失敗|エラー|承認され|拒否|却下|見送|未(?:完了|実施|対応|作成|変更|承認)|"
    r"そのまま|残し|残って|残る|維持|対象外|元のまま|スキップ|見つから|必要があ|ますか",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line of a list or of a table is one."""
    # A point inside of a name or a number ends nothing.
    return [one for one in re.split(r"(?<=[。！？!?])|(?<=\.)(?=\s)|\n", text) if one.strip()]


def is_claim(sentence: str) -> bool:
    """Whether it says that something was done, and does not say that it was not."""
    return bool(_DONE.search(sentence)) and not is_denial(sentence)


def is_denial(sentence: str) -> bool:
    """Whether it says of something that it was not done, is not there, or was left."""
    return bool(_DENIAL.search(sentence))
