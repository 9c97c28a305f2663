"""Ways out of the small interpreter: through its objects to those of the host."""

from agent.core.words import Words
from agent.sandbox.probe.values import Attempt

SMALL = (
    Attempt(
        Words("reach all classes of the host", "ホスト側のクラス一覧に到達する"),
        small="().__class__.__base__.__subclasses__()",
        system="",
    ),
    Attempt(
        Words("reach a function's surroundings", "関数の外側の変数に到達する"),
        small="def f():\n    return 1\nf.__globals__",
        system="",
    ),
    Attempt(
        Words("reach a function's code", "関数の内部コードに到達する"),
        small="def f():\n    return 1\nf.__code__",
        system="",
    ),
    Attempt(Words("import by hand", "手動でモジュールを読み込む"), small="__import__('os').listdir('/')", system=""),
    Attempt(
        Words("import from a text", "文字列から読み込む"),
        small="eval(\"__import__('subprocess').run(['true'])\")",
        system="",
    ),
    Attempt(Words("call C functions", "C の関数を呼び出す"), small="import ctypes\nctypes.CDLL(None)", system=""),
    Attempt(
        Words("reach the built-in module", "組み込みモジュールに到達する"),
        small="import builtins\nbuiltins.open('/etc/passwd')",
        system="",
    ),
    Attempt(
        Words("reach the host by an error", "エラーの情報からホスト側に到達する"),
        small="try:\n    1 / 0\nexcept Exception as error:\n    error.__traceback__.tb_frame.f_back.f_globals",
        system="",
    ),
    Attempt(
        Words("reach fields by formatting", "書式指定から属性に到達する"),
        small="assert 'module' in '{0.__class__.__init__.__globals__}'.format(FILE)",
        system="",
    ),
    Attempt(Words("open a file by its number", "番号でファイルを開く"), small="open(0).read()", system=""),
    Attempt(
        Words("read by /proc", "/proc を読み取る"),
        small="from pathlib import Path\nPath('/proc/self/environ').read_text()",
        system="",
    ),
    Attempt(
        Words("read the interpreter's own modules", "インタープリターのモジュール一覧を読み取る"),
        small="import sys\nsys.modules['os'].listdir('/')",
        system="",
    ),
)
