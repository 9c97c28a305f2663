"""What lies around code: libraries, accounts, the environment, open files."""

from agent.core.words import Words
from agent.sandbox.probe.files import ALONE
from agent.sandbox.probe.values import Attempt, Known

_NAME = Words(
    "Without namespaces a program can see the name of this computer and of its user.",
    "名前空間を使用できない環境では、コンピューター名とユーザー番号がわかります。",
)

SURROUNDINGS = (
    Attempt(
        Words("change the libraries of Python", "Python のライブラリを変更する"),
        "open(os.__file__, 'r+b')",
        "",
        "",
    ),
    Attempt(
        Words("change Deskhand's own program", "Deskhand 本体を変更する"),
        "import agent.core.running\nopen(agent.core.running.__file__, 'r+b')",
        "",
        "",
    ),
    Attempt(
        Words("add a library of its own to Python", "Python に独自のライブラリを追加する"),
        "import site\n"
        "for folder in [*site.getsitepackages(), os.path.dirname(os.__file__)]:\n"
        "    with contextlib.suppress(OSError):\n"
        "        with tempfile.TemporaryFile(dir=folder):\n"
        "            return\n"
        "need(False)",
        "",
        "",
    ),
    Attempt(
        Words("change programs of the system", "システムのプログラムを変更する"),
        "for path in ('/bin/true', '/usr/bin/env', '/etc/ld.so.cache'):\n"
        "    with contextlib.suppress(OSError):\n"
        "        open(path, 'r+b').close()\n"
        "        return\n"
        "need(False)",
    ),
    Attempt(
        Words("read the accounts of the computer", "アカウント情報を読み取る"),
        "open('/etc/passwd').read()",
        "from pathlib import Path\nPath('/etc/passwd').read_text()",
    ),
    Attempt(
        Words("look into the home folder", "ホームフォルダーを見る"),
        "import glob\n"
        "need([one for one in ('/root', '/home', *glob.glob('/home/*')) if os.path.isdir(one) and os.listdir(one)])",
        "from pathlib import Path\nassert list(Path('/root').iterdir()) or list(Path('/home').iterdir())",
    ),
    Attempt(
        Words("look into temporary files of others", "他のプログラムの一時ファイルを見る"),
        "open(T['temporary']).read()",
        "from pathlib import Path\nPath(T['temporary']).read_text()",
        "",
    ),
    Attempt(
        Words("read the host's environment", "Deskhand の環境変数を読み取る"),
        "need([one for one in T['names'] if one in os.environ])",
        "import os\nassert [one for one in T['names'] if os.getenv(one) is not None]",
        "",
    ),
    Attempt(
        Words("find files that were left open", "開いたままのファイルを探す"),
        "for number in range(3, 512):\n"
        "    with contextlib.suppress(OSError):\n"
        "        info = os.fstat(number)\n"
        "        if not stat.S_ISFIFO(info.st_mode) and not os.path.samestat(info, os.stat('/dev/null')):\n"
        "            return\n"
        "need(False)",
    ),
    Attempt(
        Words("see the name of the computer", "コンピューター名を見る"),
        "need(os.uname().nodename == T['host'])",
        known=(Known(ALONE, _NAME),),
    ),
)
