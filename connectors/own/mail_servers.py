"""Connections to the servers of a mailbox. TLS from the first byte, or STARTTLS before anything is said; else nothing.

Without TLS only to this computer, where bridges of encrypted mail services listen.
"""

import contextlib
import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from agent.core.errors import ToolError
from agent.core.words import Words
from agent.web.addresses import is_here
from agent.web.faults import fault_of
from connectors.own.calling import Stop
from connectors.own.mail_hosts import PLAIN, STARTTLS, TLS, refusal

SECONDS = 30.0
# EHLO and Message-ID would else tell the name of this computer.
_NOBODY = "[127.0.0.1]"
_OPENLY = Words(
    "Without TLS mail may only go to this computer, not to {host}.",
    "TLS なしで接続できるのは、このパソコンだけです（{host} には接続しません）。",
)
# RFC 5321: too little room now, and for this mail at all.
_NO_ROOM = frozenset({452, 552})
_FULL = Words(
    "There is no room left at {host} for this mail: delete something there, or send less. It answered: {said}",
    "{host} の容量が不足しています。不要なメールを削除するか、添付を減らしてください。応答: {said}",
)
_SAID = Words("{host} answered: {said}", "{host} の応答: {said}")
_REFUSED = Words("{host} takes nothing for {who}.", "{host} が宛先 {who} を受け付けませんでした。")
_UNSURE = Words(
    "The connection to {host} broke while the mail was handed over: it may have been sent. Look before you repeat it.",
    "送信中に {host} との接続が切れました。送信された可能性があるため、確認してから再送してください。",
)
Trust = Callable[[], ssl.SSLContext]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mailbox lies, and how it is entered. `security` is TLS, STARTTLS or PLAIN."""

    host: str
    port: int
    security: str
    user: str
    password: str
    trust: Trust = ssl.create_default_context

    def must_be_closed(self) -> None:
        """Raises ToolError (code "no_tls"): everybody on the way could read along."""
        if self.security == PLAIN and not is_here(self.host):
            raise ToolError(_OPENLY.of(host=self.host), "no_tls")


@contextmanager
def mailbox(server: Server, stop: Stop) -> Iterator[IMAPClient]:
    """An open mailbox, closed at the end. Blocks.

    Raises:
        ToolError: "away", "untrusted", "refused_key", "no_tls", "bad_answer"; what the server says is told.
    """
    server.must_be_closed()
    with _faults(server):
        client = IMAPClient(
            server.host, server.port, ssl=server.security == TLS, ssl_context=server.trust(), timeout=SECONDS
        )
        stop.leave(lambda: _hang_up(client.socket()))
        try:
            if server.security == STARTTLS:
                client.starttls(server.trust())
            client.login(server.user, server.password)
            yield client
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error, IMAPClientError):
                client.logout()


@contextmanager
def post_office(server: Server, stop: Stop) -> Iterator[smtplib.SMTP]:
    """An open way to send, closed at the end. Blocks. Raises as `mailbox`."""
    server.must_be_closed()
    with _faults(server):
        client: smtplib.SMTP
        if server.security == TLS:
            client = smtplib.SMTP_SSL(server.host, server.port, _NOBODY, timeout=SECONDS, context=server.trust())
        else:
            client = smtplib.SMTP(server.host, server.port, _NOBODY, timeout=SECONDS)
        stop.leave(lambda: _hang_up(client.sock))
        try:
            if server.security == STARTTLS:
                client.starttls(context=server.trust())
            if server.user and server.password:
                client.login(server.user, server.password)
            yield client
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                client.quit()


def handed_over(client: smtplib.SMTP, host: str, sender: str, to: tuple[str, ...], data: bytes) -> tuple[str, ...]:
    """Hand a mail over, once. Returns whom the server refused beside others.

    Raises:
        ToolError: "refused_recipients"; "unsure" when it may have been sent.
    """
    wide = not all(one.isascii() for one in (*to, sender))
    try:
        refused = client.sendmail(sender, to, data, ["SMTPUTF8"] if wide else [])
    except smtplib.SMTPRecipientsRefused as error:
        raise ToolError(_REFUSED.of(host=host, who=", ".join(error.recipients)), "refused_recipients") from error
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        if isinstance(error, smtplib.SMTPResponseException):
            raise
        raise ToolError(_UNSURE.of(host=host), "unsure") from error
    return tuple(refused)


@contextmanager
def _faults(server: Server) -> Iterator[None]:
    try:
        yield
    except (LoginError, smtplib.SMTPAuthenticationError) as error:
        raise ToolError(refusal(server.host), "refused_key") from error
    except smtplib.SMTPException as error:
        raise _told(server.host, error) from error
    except OSError as error:
        raise fault_of(server.host, server.port, error) from error
    except (IMAPClientError, imaplib.IMAP4.error, ValueError) as error:
        raise _told(server.host, error) from error


def _told(host: str, error: Exception) -> ToolError:
    said = "".join(letter for letter in str(error)[:200] if letter.isprintable())
    full = "OVERQUOTA" in said.upper() or getattr(error, "smtp_code", 0) in _NO_ROOM
    failure = ToolError((_FULL if full else _SAID).of(host=host, said=said), "full" if full else "bad_answer")
    failure.hosts = (host,)
    return failure


def _hang_up(connected: socket.socket | None) -> None:
    if connected is not None:
        connected.shutdown(socket.SHUT_RDWR)
