"""Servers of others on loopback: started as processes of their own, awaited, ended by their ids."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def process(*words: str, port: int, code: str = "", env=None):
    """A server process that listens on `port`; `code` is run by this Python instead of a program."""
    command = [sys.executable, "-c", code, *words] if code else [sys.executable, *words]
    made = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    try:
        listening(port, made)
        yield made
    finally:
        made.kill()
        made.wait(10)


def listening(port: int, made=None) -> None:
    """Wait until somebody answers there."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
            return
        assert made is None or made.poll() is None, "the server ended"
        time.sleep(0.03)
    raise AssertionError("the server does not listen")


class Certificate:
    """A certificate for localhost and 127.0.0.1, in `folder`; `trust` believes it and nothing else."""

    def __init__(self, folder):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.UTC)
        names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        made = (
            x509.CertificateBuilder()
            .subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )  # fmt: skip
        self.cert, self.key = str(folder / "cert.pem"), str(folder / "key.pem")
        (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "key.pem").write_bytes(private)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.cert)

    def serving(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.cert, self.key)
        return context


class TlsBefore:
    """TLS in front of a plain server: from the first byte before a port; before the socket of a PostgreSQL server when
    the client asked for it, as its protocol wants.
    """

    def __init__(self, certificate: Certificate, target: int | str):
        self._listener, self._context = socket.create_server(("127.0.0.1", 0)), certificate.serving()
        self.port, self._target = self._listener.getsockname()[1], target
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                bare, _ = self._listener.accept()
            except OSError:
                return
            try:
                if isinstance(self._target, str):
                    assert bare.recv(8)[4:] == b"\x04\xd2\x16\x2f"  # SSLRequest
                    bare.sendall(b"S")
                here = self._context.wrap_socket(bare, server_side=True)
            except (ssl.SSLError, OSError, AssertionError):
                bare.close()
                continue
            there = self._there()
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=_pumped, args=(one, other), daemon=True).start()

    def _there(self) -> socket.socket:
        if isinstance(self._target, int):
            return socket.create_connection(("127.0.0.1", self._target))
        made = socket.socket(socket.AF_UNIX)
        made.connect(self._target)
        return made

    def end(self):
        self._listener.close()


def _pumped(one, other):
    with contextlib.suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    for each in (one, other):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
