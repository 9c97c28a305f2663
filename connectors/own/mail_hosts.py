"""Providers of mail whose servers are known by the address, and what each wants for a password.

As tables of other mail programs have them (chatmail/provider-db, docs of postbox-inc.com and nylas.com, 2025 and 2026);
nobody has tried them from here against the providers themselves. Sakura is not among them: its servers are called as
each customer's first domain, which no address tells.
"""

from dataclasses import dataclass

from agent.core.words import Words

TLS, STARTTLS, PLAIN = "tls", "starttls", "plain"
_APP = Words(
    "{host} takes only an app password, not the one of the account: make one at {where} and enter it here.",
    "{host} にはアカウントのパスワードではなく、アプリ パスワードが必要です。{where} で発行して入力してください。",
)
_OTHER = Words(
    "{host} refused the password. Many providers want an app password, made in their settings.",
    "{host} がパスワードを受け付けませんでした。アプリ パスワードの発行が必要な場合があります。",
)
_MICROSOFT = Words(
    "{host} takes no password from other programs, only a sign-in that Deskhand does not have for mail: connect "
    "Microsoft 365 through an MCP connector.",
    "{host} は他のプログラムからのパスワードを受け付けません(Deskhand のメールが対応していないサインイン方式のみ)。"
    "Microsoft 365 は MCP コネクタで接続してください。",
)
_YAHOO_JAPAN = Words(
    "{host} refused the password: allow access by IMAP in the settings of Yahoo! Mail, and try what stands before @ "
    "as the user name.",
    "{host} がパスワードを受け付けませんでした。Yahoo!メールの設定で IMAP アクセスを有効にし、ユーザー名には @ より前を"
    "入力してください。",
)


@dataclass(frozen=True, slots=True)
class Provider:
    """The servers for addresses of some domains: "host:port security". `refused` is said when it refuses a password;
    `where` an app password is made.
    """

    domains: tuple[str, ...]
    imap: str
    smtp: str
    refused: Words
    where: str = ""


PROVIDERS = (
    Provider(("gmail.com", "googlemail.com"), "imap.gmail.com:993 tls", "smtp.gmail.com:465 tls", _APP,
             "myaccount.google.com/apppasswords"),
    Provider(("icloud.com", "me.com", "mac.com"), "imap.mail.me.com:993 tls", "smtp.mail.me.com:587 starttls", _APP,
             "account.apple.com"),
    Provider(("yahoo.com", "ymail.com", "rocketmail.com"), "imap.mail.yahoo.com:993 tls", "smtp.mail.yahoo.com:465 tls",
             _APP, "login.yahoo.com/account/security"),
    Provider(("yahoo.co.jp",), "imap.mail.yahoo.co.jp:993 tls", "smtp.mail.yahoo.co.jp:465 tls", _YAHOO_JAPAN),
    Provider(("outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.jp", "live.jp", "hotmail.co.jp"),
             "outlook.office365.com:993 tls", "smtp-mail.outlook.com:587 starttls", _MICROSOFT),
    Provider((), "outlook.office365.com:993 tls", "smtp.office365.com:587 starttls", _MICROSOFT),
)  # fmt: skip


def known(address: str, key: str) -> str:
    """A value of the form ("imap_host", "smtp_port", "imap_security") for an address, "" when nobody knows it."""
    domain = address.rpartition("@")[2].strip().lower()
    kind, _, what = key.partition("_")
    found = next((one for one in PROVIDERS if domain in one.domains), None)
    servers = {"imap": found.imap, "smtp": found.smtp} if found else {}
    place, _, security = servers.get(kind, "").partition(" ")
    host, _, port = place.partition(":")
    return {"host": host, "port": port, "security": security}.get(what, "")


def refusal(host: str) -> Words:
    """What to do when it refuses a password."""
    found = next((one for one in PROVIDERS if host.lower() in {one.imap.split(":")[0], one.smtp.split(":")[0]}), None)
    return _OTHER.of(host=host) if found is None else found.refused.of(host=host, where=found.where)
