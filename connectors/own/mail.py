"""A mailbox: read over IMAP, written over SMTP."""

import ssl

from agent.core.documents import Documents
from agent.core.ports import Files
from agent.core.words import Words
from agent.packages.package import Need
from connectors.connector import Config, Means
from connectors.own.calling import OwnTool, Stop
from connectors.own.mail_hosts import PLAIN, STARTTLS, TLS, known
from connectors.own.mail_servers import Server, Trust, mailbox, post_office
from connectors.own.mail_tools import Mailbox, MailTools
from connectors.own.standing import INCOMPLETE, Field, OwnConnector

_READY = Words(
    "The mailbox opens, with {count} {count:folder|folders}.", "メールボックスを開けました（フォルダー {count} 個）。"
)
_BOTH = Words("Mail can be read and sent.", "メールの読み取りと送信ができます。")
_SECURITY = (
    (TLS, Words("Encrypted from the start (TLS)", "最初から暗号化（TLS）")),
    (STARTTLS, Words("Encrypted after the greeting (STARTTLS)", "接続後に暗号化（STARTTLS）")),
    (PLAIN, Words("Not encrypted (this computer only)", "暗号化なし（このパソコンのみ）")),
)


class MailConnector(OwnConnector):
    """One mailbox of the person's."""

    form = (
        Field("address", Need.TEXT, Words("Your mail address", "メールアドレス"), required=True),
        Field("name", Need.TEXT, Words("Your name", "名前")),
        Field(
            "imap_host", Need.TEXT, Words("IMAP server", "IMAP サーバー"),
            Words("Leave empty with Gmail, iCloud and Yahoo!: both servers are known from the address.",
                  "Gmail、iCloud、Yahoo! は空欄のままにします（アドレスから分かります）。"),
        ),
        Field("imap_port", Need.NUMBER, Words("Its port", "IMAP のポート"), default="993"),
        Field("imap_security", Need.TEXT, Words("Its security", "IMAP の暗号化"), default=TLS, choices=_SECURITY),
        Field(
            "smtp_host", Need.TEXT, Words("SMTP server", "SMTP サーバー"),
            Words("Leave empty to read only, when you enter the IMAP server yourself.",
                  "IMAP サーバーを入力し、読み取りだけにする場合は空欄にします。"),
        ),
        Field("smtp_port", Need.NUMBER, Words("Its port", "SMTP のポート"), default="465"),
        Field("smtp_security", Need.TEXT, Words("Its security", "SMTP の暗号化"), default=TLS, choices=_SECURITY),
        Field(
            "user", Need.TEXT, Words("User name", "ユーザー名"),
            Words("The address when left empty.", "空欄ならメールアドレスを使います。"),
        ),
        Field(
            "password", Need.HIDDEN, Words("App password", "アプリ パスワード"),
            Words("Gmail, iCloud and Yahoo! want one made in the settings of the account. Microsoft 365 takes none.",
                  "Gmail、iCloud、Yahoo! はアカウントの設定で発行します。Microsoft 365 は使えません。"),
            required=True,
        ),
    )  # fmt: skip

    def __init__(self, config: Config, means: Means, trust: Trust = ssl.create_default_context) -> None:
        super().__init__(config, means)
        self._trust = trust

    def setting(self, key: str) -> str:
        """As OwnConnector; what stands for servers is known for some addresses, when the person names none."""
        if key.startswith(("imap_", "smtp_")) and not self.config.settings.get("imap_host", "").strip():
            return known(super().setting("address"), key)
        return super().setting(key)

    def lacking(self) -> Words:
        """As OwnConnector; of an address that nobody knows, the server is needed."""
        return super().lacking() if self.setting("imap_host") else INCOMPLETE.of(title=self.form[2].title)

    def offered(self) -> tuple[str, ...]:
        """See OwnConnector."""
        return ("folders", "search", "read", "save", "draft", *(("send",) if self.setting("smtp_host") else ()))

    def reaches(self) -> tuple[str, ...]:
        """The two servers."""
        return tuple(filter(None, (self.setting("imap_host"), self.setting("smtp_host"))))

    def attempt(self, stop: Stop) -> Words:
        """Open both."""
        with mailbox(self._server("imap"), stop) as client:
            count = len(client.list_folders())
        if not self.setting("smtp_host"):
            return _READY.of(count=count)
        with post_office(self._server("smtp"), stop) as office:
            office.noop()
        return _BOTH

    def made(self, files: Files, documents: Documents, language: str) -> tuple[OwnTool, ...]:
        """See OwnConnector."""
        box = Mailbox(
            self.account, self._server("imap"), self._server("smtp"), self.setting("address"), self.setting("name")
        )
        tools = MailTools(self.config, box, files, documents, language)
        return tuple(one for one in tools.all() if one.spec.name in self.names())

    def _server(self, kind: str) -> Server:
        user = self.setting("user") or self.setting("address")
        host, port, security = (self.setting(f"{kind}_{name}") for name in ("host", "port", "security"))
        return Server(host, int(port) if port.isdecimal() else 0, security, user, self.secret("password"), self._trust)
