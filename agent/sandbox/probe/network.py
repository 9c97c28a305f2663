"""Ways to the network, and to programs of this computer that listen."""

from agent.core.words import Words
from agent.sandbox.probe.values import Attempt

NETWORK = (
    Attempt(
        Words("connect by TCP", "TCP で接続する"),
        "connected(socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', T['tcp']))",
        "import socket\nsocket.create_connection(('127.0.0.1', T['tcp']))",
        "",
    ),
    Attempt(
        Words("connect by TCP over IPv6", "IPv6 の TCP で接続する"),
        "connected(socket.AF_INET6, socket.SOCK_STREAM, ('::1', T['tcp6']))",
        "",
        "",
    ),
    Attempt(
        Words("send by UDP", "UDP で送信する"),
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'probe', ('127.0.0.1', T['udp']))",
        "",
        "",
    ),
    Attempt(
        Words("send by UDP over IPv6", "IPv6 の UDP で送信する"),
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b'probe', ('::1', T['udp6']))",
        "",
        "",
    ),
    Attempt(
        Words("ask a name server", "ネームサーバーに問い合わせる"),
        # To connect a UDP socket sends nothing: it only asks for a way there. The address is one for documentation.
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.53', 53))",
        "import socket\nsocket.getaddrinfo('localhost', 80)",
        "",
    ),
    Attempt(
        Words("wait for connections", "接続を待ち受ける"),
        "with socket.socket(socket.AF_INET) as one:\n    one.bind(('127.0.0.1', 0))\n    one.listen()",
        "",
        "",
    ),
    Attempt(
        Words("send raw packets", "生のパケットを送信する"),
        "socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)",
        "",
        "",
    ),
    Attempt(Words("send pings", "ping を送信する"), "socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1)"),
    Attempt(Words("listen to the wire", "回線を盗聴する"), "socket.socket(17, socket.SOCK_RAW, 0x0300)"),
    Attempt(Words("speak to the kernel by netlink", "netlink でカーネルに接続する"), "socket.socket(16, 3, 0)"),
    Attempt(Words("speak to the virtual machine", "仮想マシンに接続する"), "socket.socket(40, socket.SOCK_STREAM)"),
    Attempt(Words("use the kernel's ciphers", "カーネルの暗号機能を使用する"), "socket.socket(38, 5)"),
    Attempt(Words("use Bluetooth", "Bluetooth を使用する"), "socket.socket(31, 3, 1)"),
    Attempt(Words("open any other kind of socket", "その他の種類のソケットを開く"),
        "kinds = [(f, k) for f in range(3, 46) if f not in (10, 16, 17, 31, 38, 40) for k in (1, 2, 3, 5)]\n"
        "for family, kind in kinds:\n"
        "    with contextlib.suppress(OSError):\n"
        "        socket.socket(family, kind).close()\n"
        "        return\n"
        "need(False)"),
    Attempt(
        Words("connect to a program by its socket", "ソケットファイルでプログラムに接続する"),
        "connected(socket.AF_UNIX, socket.SOCK_STREAM, T['unix'])",
        "",
        "",
    ),
    Attempt(
        Words("send to a program by its socket", "ソケットファイルでプログラムに送信する"),
        "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'probe', T['datagrams'])",
    ),
    Attempt(
        Words("send to a program by one of a pair of sockets", "ソケットペアからプログラムに送信する"),
        "one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\none.sendto(b'probe', T['datagrams'])",
    ),
    Attempt(
        Words("connect to a program by a name without a file", "抽象ソケットでプログラムに接続する"),
        "connected(socket.AF_UNIX, socket.SOCK_STREAM, T['abstract'])",
    ),
    Attempt(
        Words("take part in the desktop (D-Bus, X11, Docker)", "デスクトップに接続する（D-Bus、X11、Docker）"),
        "import glob\n"
        "fixed = ['/run/dbus/system_bus_socket', '/var/run/docker.sock', '\\0/tmp/.X11-unix/X0']\n"
        "for path in [*fixed, *glob.glob('/run/user/*/*'), *glob.glob('/tmp/.X11-unix/*')]:\n"
        "    with contextlib.suppress(OSError):\n"
        "        with socket.socket(socket.AF_UNIX) as one:\n"
        "            one.connect(path)\n"
        "            return\n"
        "need(False)",
    ),
)  # fmt: skip
