"""What a confined process tries when it is found out whether confining works: all of it must be refused.

It looks into the person's home, connects to a socket that the host opened for it on this computer, and starts another
process. What it must be able to do comes last: writing where it works, or no code is of use.
"""

import socket
import sys
import tempfile
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
os.mkdir('folder', 0o700)
with open(os.path.join('folder', 'file'), 'w') as file:
    file.write('x')
print('confined')
"""


@contextmanager
def attempted() -> Iterator[tuple[tuple[str, ...], Path]]:
    """The command line of the attempts, and the folder to change, for `Confinement.launch`; meanwhile something listens
    on loopback.
    """
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        tempfile.TemporaryDirectory(prefix="deskhand-trial-", ignore_cleanup_errors=True) as folder,
    ):
        yield (
            (sys.executable, "-S", "-c", _CODE, str(Path.home()), str(server.getsockname()[1])),
            Path(folder).resolve(),
        )
