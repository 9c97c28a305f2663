"""What Python itself needs to read on Linux, wherever it lies: system, pyenv, uv, conda, a virtual environment."""

from pathlib import Path

from agent.sandbox import installation

_TOPS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
# Where libraries are found, what time it is here, which of several libraries or fonts is the one; and what Python's
# `mimetypes` opens if it sees it, and Node's ciphers ask for.
_ETC = (
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/alternatives", "/etc/fonts",
    "/etc/mime.types", "/etc/httpd/mime.types", "/etc/httpd/conf/mime.types", "/etc/apache/mime.types",
    "/etc/apache2/mime.types", "/etc/nginx/mime.types", "/etc/ssl/openssl.cnf",
)  # fmt: skip
# How names of other computers are found, and whose certificates count. No keys: those lie in /etc/ssl/private.
_NETWORK = (
    "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services", "/etc/ssl/certs",
    "/etc/ssl/cert.pem", "/etc/pki/tls/certs", "/etc/pki/ca-trust", "/etc/ca-certificates",
)  # fmt: skip
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_STORES = ("/nix/store", "/gnu/store")  # everything there needs the rest of it, and nothing there is the person's


def system() -> tuple[Path, ...]:
    """Folders and files of the system, those that are there. Links are left as they are (/lib is often one)."""
    return tuple(path for path in map(Path, ("/usr", *_TOPS, *_ETC, *_STORES)) if path.exists())


def network() -> tuple[Path, ...]:
    """What a program needs to read, besides, to connect to other computers."""
    return tuple(path for path in map(Path, _NETWORK) if path.exists())


def interpreter() -> tuple[Path, ...]:
    """The installation of Python with its packages, and our own package; nothing twice, nothing below `system`."""
    return installation.folders(system())
