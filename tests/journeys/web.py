"""Web servers on loopback under names of the public web, and a person's House that reaches them by those names."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from agent.tools.web.fetching import Web
from agent.web.addresses import Reachable

NAMES = {"data.example.com": "127.0.0.1", "other.example.org": "127.0.0.1", "slow.example.net": "127.0.0.1"}


class Page(BaseHTTPRequestHandler):
    """Answers with what its server knows of the path: a status, headers and bytes; a function answers itself."""

    server: "WebServer"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        known = self.server.pages.get(self.path, (404, {}, b"<html>not here</html>"))
        if callable(known):
            known(self)
            return
        status, headers, data = known
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        """As a GET; what came is kept."""
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, *_):
        """Nothing is printed."""


class WebServer(ThreadingHTTPServer):
    """`pages` by their paths; `asked` are the paths and headers that came."""

    daemon_threads = True

    def __init__(self, pages=None, context: ssl.SSLContext | None = None):
        super().__init__(("127.0.0.1", 0), Page)
        self.pages = pages or {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.bodies: list[bytes] = []
        self.number = self.server_address[1]
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """Clients that go away are no news."""

    def at(self, path, host="data.example.com", scheme="http"):
        """The address of a page."""
        return f"{scheme}://{host}:{self.number}{path}"

    def end(self):
        """No more."""
        self.shutdown()
        self.server_close()


def look_up(host, _):
    """What the names of this web lead to."""
    if host not in NAMES:
        raise OSError(host)
    return (NAMES[host],)


def on_loopback(**more) -> Web:
    """A web whose servers are here: their names are looked up in NAMES, and any port is usual."""
    return Web(Reachable(**({"look_up": look_up, "may": lambda number: number == "127.0.0.1", "ports": None} | more)))
