"""Why the system refused something, in words for the person."""

import errno

from agent.core.errors import AgentError
from agent.core.words import Words

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
