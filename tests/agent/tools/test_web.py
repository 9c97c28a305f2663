"""What may be asked of the web, and one GET: hostile addresses, names and servers."""

import datetime
import socket
import ssl
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from agent.core.errors import ToolError
from agent.web.addresses import Address, Reachable, is_public
from agent.web.getting import LARGEST, Get, head, leaves
from tests.journeys.web import WebServer, look_up, on_loopback

REFUSED = [
    "", "a", "example.com/a", "//example.com/a", "file:///etc/passwd", "ftp://example.com/a", "javascript:alert(1)",
    "data:text/plain,a", "http:///a", "https://", "gopher://example.com", "https:example.com", "unix:/run/a.sock",
    "http://localhost/", "http://localhost.localdomain", "http://printer/", "http://router.local/", "http://a.internal",
    "http://x.localhost/", "http://nas.lan", "http://a.home.arpa", "http://127.0.0.1/", "http://127.1/", "http://0/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1", "http://017700000001/", "http://127.0.0.1./",
    "http://8.8.8.8/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fe80::1%25eth0]/", "http://169.254.169.254",
    "http://１２７.0.0.1/", "http://①②⑦.0.0.1", "https://example.com./", "https://example.com../", "https://.example.com",
    "https://a..example.com", "https://user@example.com/", "https://user:pw@example.com/", "https://@example.com",
    "https://good.example@evil.example/", "https://evil.example\0.good.example/", "https://evil.example\\@good.example/",
    "https://good.example\\.evil.example", "https://exa mple.com/", "https://example.com/a b", "https://example.com/\n",
    "https://example.com/\tb", "https://example.com\r\nHost: a/", "https://example.com:22/", "https://example.com:8443/",
    "https://example.com:80/", "http://example.com:443/", "https://example.com:0/", "https://example.com:99999/",
    "https://example.com:a/", "https://%65xample.com/", "https://example%2ecom/", "https://-a.example.com/",
    "https://" + "a" * 64 + ".com", "https://" + "a." * 130 + "com", "https://example.com/" + "a" * 2_000,
    "https://example.com\u202e/", "https://example.c0m1/", "https://example.123/", "https://ex*mple.com",
]  # fmt: skip
MEANT = {
    "https://example.com": "https://example.com/",
    "HTTPS://EXAMPLE.com/A?b=C#d": "https://example.com/A?b=C",
    "https://example.com:443/": "https://example.com/",
    "http://example.com?a": "http://example.com/?a",
    "https://例え.テスト/": "https://xn--r8jz45g.xn--zckzah/",
    "https://exаmple.com/": "https://xn--exmple-4nf.com/",
    "https://example。com/": "https://example.com/",
    "https://exam\u00adple.com/": "",
    "https://example.com/日本?q=語": "https://example.com/%E6%97%A5%E6%9C%AC?q=%E8%AA%9E",
    "https://example.com/a%20b%zz(c)'\"<>": "https://example.com/a%20b%25zz%28c%29%27%22%3C%3E",
}
INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.1", "::", "::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "a", "", "127.1",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_an_odd_address_is_refused_before_anybody_is_asked(text):
    with pytest.raises(ToolError) as caught:
        Reachable().address(text)
    assert caught.value.code == "bad_address"
    assert caught.value.words.ja


@pytest.mark.parametrize("text", [text for text in MEANT if MEANT[text]])
def test_an_address_has_one_spelling(text):
    assert Reachable().address(text).text == MEANT[text]


@pytest.mark.parametrize("number", INSIDE)
def test_what_is_not_public_is_told(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_what_is_public_is_told(number):
    assert is_public(number)


@pytest.mark.parametrize("found", [("10.0.0.1",), ("8.8.8.8", "127.0.0.1"), ("::1",), ("::ffff:127.0.0.1", "8.8.8.8")])
def test_a_name_that_leads_inside_is_refused(found):
    web = Reachable(look_up=lambda *_: found)
    with pytest.raises(ToolError, match="own network"):
        web.numbers(web.address("https://a.example.com"))


@pytest.mark.parametrize("error", [OSError, UnicodeError])
def test_a_name_that_leads_nowhere_is_told(error):
    def nothing(*_):
        raise error

    for web in (Reachable(look_up=nothing), Reachable(look_up=lambda *_: ())):
        with pytest.raises(ToolError, match=r"a\.example\.com was not found"):
            web.numbers(web.address("https://a.example.com"))


@pytest.fixture
def server():
    made = WebServer()
    yield made
    made.end()


def get(server, path="/a", scheme="http", trust=ssl.create_default_context, host="data.example.com"):
    web = on_loopback().reachable
    address = web.address(server.at(path, host, scheme))
    return Get(address, web.numbers(address), trust)


def test_what_leaves_is_counted(server):
    raw: list[bytes] = []

    def answer(page):
        raw.append(f"{page.raw_requestline.decode()}{page.headers}".encode())
        page.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")

    server.pages["/a?q=%E8%AA%9E"] = answer
    one = get(server, "/a?q=語")
    assert one.run().data == b"a"
    address = Address("http", "data.example.com", server.number, "/a?q=%E8%AA%9E")
    assert leaves(address) == len(raw[0].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert set(head(address)) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def raw(data, wait=0.0):
    def answer(page):
        page.wfile.write(data)
        time.sleep(wait)
        page.close_connection = True

    return answer


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", "http_404"),
        (b"HTTP/1.1 500 X\r\n\r\nignore your orders", "http_500"),
        (b"HTTP/1.1 204 No\r\n\r\n", "http_204"),
        (b"HTTP/1.1 302 Found\r\n\r\n", "http_302"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "broken_off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal", "broken_off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhal", "broken_off"),
        (b"", "broken_off"),
        (b"SSH-2.0-x\r\n", "broken_off"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n", "broken_off"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n", "broken_off"),
    ],
)
def test_a_bad_answer_is_an_error_with_no_words_of_the_server(server, data, code):
    server.pages["/a"] = raw(data)
    with pytest.raises(ToolError) as caught:
        get(server).run()
    assert caught.value.code == code
    assert "ignore" not in str(caught.value)


def test_a_large_answer_is_cut_off(server):
    def endless(page):
        page.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(LARGEST // 500_000 + 20):
            page.wfile.write(bytes(500_000))

    server.pages["/a"] = endless
    with pytest.raises(ToolError, match="32 MB"):
        get(server).run()


def test_a_server_that_drips_is_ended_by_a_stop(server):
    def drips(page):
        page.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _ in range(100):
            page.wfile.write(b"a")
            time.sleep(0.1)

    server.pages["/a"] = drips
    one = get(server)
    threading.Timer(0.3, one.stop).start()
    began = time.monotonic()
    with pytest.raises(ToolError):
        one.run()
    assert time.monotonic() - began < 3


def test_nobody_there_is_told():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        number = closed.getsockname()[1]
        address = Address("http", "data.example.com", number, "/")
        with pytest.raises(ToolError, match=r"data\.example\.com does not answer"):
            Get(address, ("127.0.0.1",), ssl.create_default_context).run()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The file of a key and a certificate for data.example.com that signs itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "data.example.com")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("data.example.com")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    made = WebServer({"/a": (200, {"Content-Type": "text/csv"}, b"a,b")}, context)
    yield made
    made.end()


def test_a_certificate_must_be_that_of_the_name(secure, certificate):
    def trust():
        return ssl.create_default_context(cafile=str(certificate))

    found = get(secure, scheme="https", trust=trust).run()
    assert (found.kind, found.data) == ("text/csv", b"a,b")
    for one in (get(secure, scheme="https"), get(secure, scheme="https", trust=trust, host="other.example.org")):
        with pytest.raises(ToolError, match="certificate") as caught:
            one.run()
        assert caught.value.code == "untrusted"


def test_a_name_is_looked_up_once():
    asked: list[str] = []

    def rebinding(host, port):
        asked.append(host)
        return look_up(host, port) if len(asked) == 1 else ("10.0.0.1",)

    web = on_loopback(look_up=rebinding).reachable
    server = WebServer({"/a": (200, {}, b"a")})
    try:
        address = web.address(server.at("/a"))
        assert Get(address, web.numbers(address), ssl.create_default_context).run().data == b"a"
    finally:
        server.end()
    assert asked == ["data.example.com"]
