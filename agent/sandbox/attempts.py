"""What a confined process tries when it is found out whether confining works: all of it must be refused.

It looks into the person's home, connects to a socket that the host opened for it on this computer, and starts another
process.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CODE = """
import os, sys
def attempt(name, deed):
    try:
        deed()
    except Exception:
        return
    print('open:', name)
def connect():
    import socket
    socket.create_connection(('127.0.0.1', int(sys.argv[2])), 2).close()
def start():
    if hasattr(os, 'fork'):
        return os.fork() or os._exit(0)
    import subprocess
    subprocess.run([sys.executable, '-c', ''], check=True)
attempt('files', lambda: os.listdir(sys.argv[1]))
attempt('network', connect)
attempt('processes', start)
print('confined')
"""


@contextmanager
def attempted() -> Iterator[tuple[str, ...]]:
    """The command line of the attempts, for `Confinement.launch`; while something listens on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield (sys.executable, "-S", "-c", _CODE, str(Path.home()), str(server.getsockname()[1]))
