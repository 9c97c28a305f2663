"""A web server on loopback with a certificate that its client believes, and a git repository behind it."""

import datetime
import gzip
import ssl
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.journeys.web import WebServer

HOSTS = ("data.example.com", "other.example.org")


def certificate(folder: Path) -> Path:
    """A file with a key and its certificate for HOSTS, which is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / "server.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


def secure_server(file: Path, pages=None) -> WebServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return WebServer(pages, context)


def trusting(file: Path):
    return lambda: ssl.create_default_context(cafile=str(file))


def git(folder: Path, *words: str) -> str:
    """A call of git that makes what a test needs."""
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    made = subprocess.run(["git", *settings, "-C", str(folder), *words], check=True, capture_output=True, text=True)
    return made.stdout.strip()


def repository(folder: Path, files) -> str:
    """A repository with one commit of these files; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "one")
    return git(folder, "rev-parse", "HEAD")


def git_pages(repo: Path):
    """Pages that speak git's own protocol over HTTP for a repository at /repo.git."""

    def ran(page, words, body=b""):
        protocol = page.headers.get("Git-Protocol", "")
        environment = {"PATH": "/usr/bin:/bin", "GIT_PROTOCOL": protocol, "HOME": "/nonexistent"}
        return subprocess.run(
            ["git", "-c", "uploadpack.allowAnySHA1InWant=true", "-c", f"safe.directory={repo}", "upload-pack",
             "--stateless-rpc", *words, str(repo)],
            input=body, capture_output=True, env=environment, check=False,
        ).stdout  # fmt: skip

    def answer(page, kind, data):
        page.send_response(200)
        page.send_header("Content-Type", kind)
        page.send_header("Content-Length", str(len(data)))
        page.end_headers()
        page.wfile.write(data)

    def refs(page):
        first = b"001e# service=git-upload-pack\n0000"
        answer(page, "application/x-git-upload-pack-advertisement", first + ran(page, ["--advertise-refs"]))

    def pack(page):
        body = page.server.bodies[-1]
        if page.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        answer(page, "application/x-git-upload-pack-result", ran(page, [], body))

    return {"/repo.git/info/refs?service=git-upload-pack": refs, "/repo.git/git-upload-pack": pack}
