"""Ways out that only Windows has. Written from the documentation of its API; never tried on Windows yet."""

from agent.core.words import Words
from agent.sandbox.probe.values import Attempt

_LIBRARY = """
import _ctypes
with open(_ctypes.__file__, "rb") as file:
    made("own.dll", file.read())
ctypes.WinDLL(os.path.abspath("own.dll"))
"""
_HOMES = """
top = os.path.join(os.environ["SYSTEMDRIVE"] + os.sep, "Users")
for one in os.listdir(top):
    with contextlib.suppress(OSError):
        need(one != "Public" and os.listdir(os.path.join(top, one)))
        return
need(False)
"""
_CLIPBOARD = """
user = ctypes.WinDLL("user32")
user.GetClipboardData.restype = ctypes.c_void_p
need(user.OpenClipboard(None) and user.GetClipboardData(13))
"""
_REGISTRY = """
import winreg
key = winreg.CreateKey(winreg.HKEY_CURRENT_USER, "DeskhandProbe")
winreg.DeleteKey(winreg.HKEY_CURRENT_USER, "DeskhandProbe")
"""

WINDOWS = (
    Attempt(
        Words("start a program (Windows)", "プログラムを起動する（Windows）"),
        "import _winapi\n_winapi.CreateProcess(None, 'cmd.exe /c exit', None, None, False, 0, None, None, None)",
        system="win32",
    ),
    Attempt(
        Words("have a program started (Windows)", "シェル経由でプログラムを起動する（Windows）"),
        "need(ctypes.WinDLL('shell32').ShellExecuteW(None, 'open', 'cmd.exe', '/c exit', None, 0) > 32)",
        system="win32",
    ),
    Attempt(
        Words("open another program's memory (Windows)", "他のプログラムのメモリを開く（Windows）"),
        "import _winapi\n_winapi.OpenProcess(0x10 | 0x20, False, VICTIM)",
        system="win32",
    ),
    Attempt(
        Words("load a library that it wrote (Windows)", "自分で書き込んだライブラリを読み込む（Windows）"),
        _LIBRARY,
        system="win32",
    ),
    Attempt(Words("look into the home folder (Windows)", "ホームフォルダーを見る（Windows）"), _HOMES, system="win32"),
    Attempt(Words("read the clipboard (Windows)", "クリップボードを読み取る（Windows）"), _CLIPBOARD, system="win32"),
    Attempt(Words("write to the registry (Windows)", "レジストリに書き込む（Windows）"), _REGISTRY, system="win32"),
    Attempt(
        Words("read the passwords of the system (Windows)", "システムのパスワードを読み取る（Windows）"),
        "open(os.path.join(os.environ['SYSTEMROOT'], 'System32', 'config', 'SAM'), 'rb').read()",
        system="win32",
    ),
)
