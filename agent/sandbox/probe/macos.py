"""Ways out that only macOS has. Written from the headers of its libraries; never tried on a Mac yet."""

from agent.core.words import Words
from agent.sandbox.probe.values import Attempt

# Each looks a service of the system up by its name: of programs, the clipboard, permissions, keys.
_LOOK_UP = """
port = ctypes.c_uint32()
bootstrap = ctypes.c_uint32.in_dll(LIBC, "bootstrap_port")
names = (b"com.apple.coreservices.launchservicesd", b"com.apple.pasteboard.1", b"com.apple.tccd.system",
    b"com.apple.SecurityServer", b"com.apple.windowserver.active")
need([one for one in names if LIBC.bootstrap_look_up(bootstrap, one, ctypes.byref(port)) == 0])
"""
_ARGUMENTS = """
size = ctypes.c_size_t(4096)
need(LIBC.sysctl((ctypes.c_int * 3)(1, 49, VICTIM), 3, ZEROS, ctypes.byref(size), None, ctypes.c_size_t(0)) == 0)
"""
_SPAWN = """
pid = ctypes.c_int()
need(LIBC.posix_spawn(ctypes.byref(pid), b"/usr/bin/true", None, None, words("true"), words()) == 0)
os.waitpid(pid.value, 0)
"""
_LIBRARY = """
import _ctypes
with open(_ctypes.__file__, "rb") as file:
    made("own.dylib", file.read())
ctypes.CDLL(os.path.abspath("own.dylib"))
"""

MACOS = (
    Attempt(Words("start a program (macOS)", "プログラムを起動する（macOS）"), _SPAWN, system="darwin"),
    Attempt(
        Words("start a process (macOS)", "プロセスを起動する（macOS）"),
        "pid = LIBC.fork()\nif pid == 0:\n    LIBC._exit(0)\nneed(pid > 0)\nos.waitpid(pid, 0)",
        system="darwin",
    ),
    Attempt(
        Words("become another program (macOS)", "別のプログラムに置き換わる（macOS）"),
        "become('/bin/echo')",
        system="darwin",
    ),
    Attempt(
        Words("load a library that it wrote (macOS)", "自分で書き込んだライブラリを読み込む（macOS）"),
        _LIBRARY,
        system="darwin",
    ),
    Attempt(
        Words("speak to services of the system (macOS)", "システムのサービスに接続する（macOS）"),
        _LOOK_UP,
        system="darwin",
    ),
    Attempt(
        Words("see the arguments of other programs (macOS)", "他のプログラムの引数を見る（macOS）"),
        _ARGUMENTS,
        system="darwin",
    ),
    Attempt(
        Words("look into the home folder (macOS)", "ホームフォルダーを見る（macOS）"),
        "tops = ('/Users', '/System/Volumes/Data/Users')\n"
        "for top in tops:\n"
        "    with contextlib.suppress(OSError):\n"
        "        need(os.listdir(top))\n"
        "        return\n"
        "need(False)",
        system="darwin",
    ),
    Attempt(
        Words("read the keys of the system (macOS)", "システムのキーチェーンを読み取る（macOS）"),
        "open('/Library/Keychains/System.keychain', 'rb').read()",
        system="darwin",
    ),
)
