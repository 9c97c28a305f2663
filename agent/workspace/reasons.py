"""Why the system refused something, in words for the person."""

import errno

from agent.core.errors import AgentError, NeedsUserError, RefusedError
from agent.core.words import Words

_DISK_FULL = Words("The disk is full. Nothing was changed.", "ディスクの空き容量がありません。何も変更していません。")
_MAKE_ROOM = Words("Make room and try again.", "空き容量を確保してから、もう一度お試しください。")
_OTHER_DISK = Words(
    "A move cannot cross disks. Copy the files and delete the old ones instead.",
    "別のディスクへは移動できません。コピーしてから、元のファイルを削除してください。",
)
_SYSTEM_REFUSED = Words(
    "The system refused the change: {why}. Nothing was changed.",
    "システムに変更を拒否されました({why})。何も変更していません。",
)
_CHECK_ACCESS = Words(
    "Check that you may write in the folder and that no program holds the file.",
    "フォルダーへの書き込み権限があるか、ほかのプログラムがファイルを使用していないかをご確認ください。",
)
_QUOTA = Words(
    "Your share of the disk is used up. Nothing was changed.",
    "割り当てられたディスク容量を使い切っています。何も変更していません。",
)
_ASK_FOR_ROOM = Words(
    "Make room, or ask for more of it, and try again.",
    "空き容量を確保するか、割り当てを増やしてもらってから、もう一度お試しください。",
)
_FAILING = Words(
    "The disk could not be read or written. Nothing was changed.",
    "ディスクの読み書きに失敗しました。何も変更していません。",
)
_CHECK_DISK = Words(
    "Check the disk and its cable, and copy what matters to another disk.",
    "ディスクと接続をご確認のうえ、大切なファイルを別のディスクにコピーしてください。",
)
_READ_ONLY = Words(
    "The disk may only be read now. Nothing was changed.",
    "ディスクが読み取り専用になっています。何も変更していません。",
)
_MAKE_WRITABLE = Words(
    "See that the disk may be written, then try again.",
    "ディスクに書き込めることをご確認のうえ、もう一度お試しください。",
)
_MENDED_BY_PERSON = {
    errno.ENOSPC: (_DISK_FULL, _MAKE_ROOM, "disk_full"),
    errno.EDQUOT: (_QUOTA, _ASK_FOR_ROOM, "quota"),
    errno.EIO: (_FAILING, _CHECK_DISK, "disk_error"),
    errno.EROFS: (_READ_ONLY, _MAKE_WRITABLE, "not_permitted"),
}

_SAID = Words("{reason}.", "{reason}。")
_JA = {
    errno.EACCES: "アクセスが許可されていません",
    errno.EPERM: "操作が許可されていません",
    errno.EROFS: "読み取り専用のディスクです",
    errno.ENOENT: "見つかりません",
    errno.EBUSY: "ほかのプログラムが使用中です",
    errno.EIO: "ディスクの読み書きに失敗しました",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.ENOTEMPTY: "フォルダーが空ではありません",
    errno.EEXIST: "同じ名前のものがすでにあります",
}


def reason(error: OSError) -> Words:
    """The system's own words without a full stop; it has Japanese ones only when it runs in Japanese."""
    said = error.strerror or type(error).__name__
    return Words(said, _JA.get(error.errno or 0, f"システムのエラー {error.errno or said}"))


def why(error: OSError | AgentError) -> Words:
    """A whole sentence about either."""
    return error.words if isinstance(error, AgentError) else _SAID.of(reason=reason(error))


def translated(error: OSError) -> AgentError:
    """What the person can do about a refusal of the system."""
    if error.errno == errno.EXDEV:
        return RefusedError(_OTHER_DISK, "other_disk")
    known = _MENDED_BY_PERSON.get(error.errno or 0)
    if known is not None:
        return NeedsUserError(*known)
    return NeedsUserError(_SYSTEM_REFUSED.of(why=reason(error)), _CHECK_ACCESS, "not_permitted")


def full() -> NeedsUserError:
    """There is not enough room for the new contents."""
    return NeedsUserError(_DISK_FULL, _MAKE_ROOM, "disk_full")
