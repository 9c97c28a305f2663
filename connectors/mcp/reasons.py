"""Why a server could not be connected, in words for the person, with what they can do about it.

What its program printed last is the program's: it stands apart in `State.said`, and never in words that a model hears.
"""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from mcp import MCPError

from agent.core.errors import NeedsUserError, ToolError
from agent.core.words import NO_WORDS, Words, joined
from connectors.connector import Standing, State
from connectors.mcp.connection import LostError, WaitingError, root_of
from connectors.mcp.results import one_line
from connectors.mcp.signing import SignInNeededError

_FAILED = Words("It could not be connected: {why}", "接続できませんでした: {why}")
_SIGN_IN = Words(
    "You must sign in: test the connector to open the page.",
    "サインインが必要です。コネクタをテストすると、サインインのページが開きます。",
)
_SILENT = Words("nobody answers at its address.", "接続先のアドレスから応答がありません。")
_BY_NAME = {"ConnectError": _SILENT, "ConnectTimeout": _SILENT, "ReadTimeout": _SILENT}
"""What the library for HTTP raises, in words."""
_LATE = Words("it did not answer in time.", "時間内に応答がありませんでした。")
_ENDED = Words("its program ended at once.", "プログラムがすぐに終了しました。")
_CODE = Words("its program ended at once (exit code {code}).", "プログラムがすぐに終了しました（終了コード {code}）。")
_REFUSED = Words("it refused (error {code}).", "接続を拒否されました（エラー {code}）。")
_FETCHES = Words(
    "{program} fetches the server from the network at each start, and this connector may not use the network: allow it "
    "in the settings of the connector, or install the server and write its own program.",
    "「{program}」は起動のたびにネットワークからサーバーを取得しますが、このコネクタにはネットワークの使用が許可されて"
    "いません。コネクタの設定で許可するか、サーバーをインストールして、そのプログラムを直接指定してください。",
)
_NETWORK = Words(
    "It wants the network, which this connector may not use: allow it in the settings of the connector.",
    "ネットワークに接続しようとしましたが、このコネクタには許可されていません。必要な場合は、設定で許可してください。",
)
_SHIM = Words(
    "{program} is the launcher of a version manager, which needs folders that a connector does not see: write the "
    "whole path of the program that it starts.",
    "「{program}」はバージョン管理ツールの起動用スクリプトで、コネクタからは見えないフォルダーを必要とします。"
    "実際に起動されるプログラムのパスを指定してください。",
)
_INSTALL = Words(
    "Install {what}, or write the whole path of the program.",
    "{what} をインストールするか、プログラムのパスを指定してください。",
)
_FETCHERS = frozenset({"npx", "uvx", "bunx", "pnpx", "pipx", "pnpm", "yarn", "uv", "docker", "podman"})
_COMES_WITH = {"npx": "Node.js", "node": "Node.js", "npm": "Node.js", "uvx": "uv", "bunx": "Bun", "python": "Python"}
_SHIMS = frozenset({"shims", ".volta"})
_NO_NETWORK = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED|getaddrinfo|name resolution|resolve host|network is unreachable"
    r"|dns error|error sending request",
    re.IGNORECASE,
)
_LAST_LINES, _LONGEST_SAID = 3, 300


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried: `program` as it was written ("" for an address), with or without the network, how it ended by
    itself (its exit code, None when it did not, or nobody knows), and what it printed last besides messages.
    """

    program: str = ""
    network: bool = False
    ended: bool = False
    code: int | None = None
    last: Sequence[str] = ()


def state_of(error: BaseException, tried: Tried) -> State:
    """How a connector stands after an error."""
    found = root_of(error)
    if isinstance(found, SignInNeededError):
        return State(Standing.ASKS, _SIGN_IN)
    if isinstance(error, WaitingError):
        return State(Standing.FAILED, _FAILED.of(why=error.words))
    if isinstance(found, NeedsUserError):
        return State(Standing.ASKS, joined(found.words, found.remedy))
    refused = found if isinstance(found, ToolError) else found.__cause__
    if isinstance(refused, ToolError):
        return State(Standing.FAILED, _FAILED.of(why=refused.words), remedy=_remedy(tried, refused.code))
    said = one_line(" / ".join(one_line(line, 200) for line in tried.last[-_LAST_LINES:]), _LONGEST_SAID)
    if not tried.ended and isinstance(found, MCPError):
        said = one_line(found.error.message, _LONGEST_SAID)
    return State(Standing.FAILED, _FAILED.of(why=_why(error, found, tried)), remedy=_remedy(tried), said=said)


def _why(error: BaseException, found: BaseException, tried: Tried) -> Words:
    if tried.ended:
        return _ENDED if tried.code is None else _CODE.of(code=tried.code)
    if isinstance(found, TimeoutError):
        return _LATE
    if isinstance(found, MCPError):
        return _REFUSED.of(code=found.error.code)
    if (told := _BY_NAME.get(type(found).__name__)) is not None:
        return told
    why = one_line(error.why if isinstance(error, LostError) else f"{type(found).__name__}: {found}", 300)
    return Words(why, why)


def _remedy(tried: Tried, code: str = "") -> Words:
    name = PurePath(tried.program).stem.lower()
    if code == "not_found":
        known = _COMES_WITH.get(name.rstrip("0123456789."), "")
        return _INSTALL.of(what=known or one_line(tried.program, 80))
    if not tried.program or code:
        return NO_WORDS
    if name in _FETCHERS and not tried.network:
        return _FETCHES.of(program=name)
    if _SHIMS & set(PurePath(shutil.which(tried.program) or tried.program).parts):
        return _SHIM.of(program=one_line(tried.program, 80))
    if not tried.network and any(map(_NO_NETWORK.search, tried.last)):
        return _NETWORK
    return NO_WORDS
