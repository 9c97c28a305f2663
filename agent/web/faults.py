"""Why a server cannot be reached, in one sentence with what to do about it. One place for everything that connects."""

import socket
import ssl

from agent.core.errors import ToolError
from agent.core.words import Words

_UNKNOWN = Words(
    "{host} was not found: check its name, and that this computer is online.",
    "{host} が見つかりませんでした。名前とネット接続を確認してください。",
)
_CLOSED = Words(
    "{host} does not answer at port {port}: check the port, and that the server is running.",
    "{host} のポート {port} から応答がありません。ポートと、サーバーが動作しているかを確認してください。",
)
_AWAY = Words(
    "{host} does not answer: check its name and port, and your network.",
    "{host} から応答がありません。名前、ポート、ネットワークを確認してください。",
)
_NO_TLS = Words(
    "{host} does not speak TLS at port {port}: check the port and the kind of encryption.",
    "{host} のポート {port} は TLS に対応していません。ポートと暗号化の種類を確認してください。",
)
_SELF_SIGNED = Words(
    "The certificate of {host} is not valid, because nobody known vouches for it: if the server is your own, add its "
    "authority to this computer's certificates.",
    "{host} の証明書が正しくありません(発行元を確認できません)。自社のサーバーの場合は、認証局の証明書をこのパソコンに"
    "追加してください。",
)
_EXPIRED = Words(
    "The certificate of {host} is not valid, because it has expired: whoever runs the server must renew it.",
    "{host} の証明書が正しくありません(有効期限切れ)。サーバーの管理者に更新を依頼してください。",
)
_OTHER_NAME = Words(
    "The certificate of {host} is not valid, because it is for another name: enter the name that it is for.",
    "{host} の証明書が正しくありません(別の名前のものです)。証明書にある名前を入力してください。",
)
# X509_V_ERR_ of OpenSSL (x509_vfy.h): self-signed or unknown, expired, another name, another number.
_WHY = {18: _SELF_SIGNED, 19: _SELF_SIGNED, 20: _SELF_SIGNED, 21: _SELF_SIGNED, 10: _EXPIRED, 62: _OTHER_NAME,
        64: _OTHER_NAME}  # fmt: skip


def fault_of(host: str, port: int, error: Exception) -> ToolError:
    """The error to raise for one of the network: its code is "not_found", "untrusted", "no_tls" or "away"."""
    match error:
        case ssl.SSLCertVerificationError():
            words, code = _WHY.get(getattr(error, "verify_code", 0), _SELF_SIGNED), "untrusted"
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER" | "RECORD_LAYER_FAILURE" | "HTTP_REQUEST"):
            words, code = _NO_TLS, "no_tls"
        case socket.gaierror() | UnicodeError():
            words, code = _UNKNOWN, "not_found"
        case ConnectionRefusedError():
            words, code = _CLOSED, "away"
        case _:
            words, code = _AWAY, "away"
    return ToolError(words.of(host=host, port=port), code)
