"""Ways to files outside of the Room."""

from agent.core.words import Words
from agent.sandbox.probe.values import Attempt, Known

_SEEN = Words(
    "Without namespaces a program can see that a file exists, its size and its date, never what is in it.",
    "名前空間を使用できない環境では、ファイルの有無、サイズ、日付がわかります。内容は読み取れません。",
)
ALONE = "Landlock"
_KNOWN = (Known(ALONE, _SEEN),)

FILES = (
    Attempt(
        Words("read a file outside", "外部のファイルを読み取る"),
        "open(FILE).read()",
        "from pathlib import Path\nPath(FILE).read_text()",
        "",
    ),
    Attempt(
        Words("read it by a way back up", "上位フォルダーをたどって読み取る"),
        "open('../' * 40 + FILE.lstrip('/')).read()",
        "from pathlib import Path\nPath('../' * 40 + FILE.lstrip('/')).read_text()",
        "",
    ),
    Attempt(Words("read it by /proc", "/proc を経由して読み取る"), "open('/proc/self/root' + FILE).read()"),
    Attempt(
        Words("read it by the folder of another process", "別プロセスのフォルダーを経由して読み取る"),
        "open(f'/proc/{VICTIM}/root' + FILE).read()",
    ),
    Attempt(
        Words("read it by openat2", "openat2 で読み取る"),
        "raw(437, 437, os.open('/', os.O_RDONLY), FILE.lstrip('/').encode(), (ctypes.c_uint64 * 3)(0, 0, 16), 24)",
    ),
    Attempt(
        Words("write into a file outside", "外部のファイルに書き込む"),
        "open(FILE, 'r+').write('probe')",
        "from pathlib import Path\nPath(FILE).write_text('probe')",
        "",
    ),
    Attempt(Words("append to a file outside", "外部のファイルに追記する"), "open(FILE, 'a').write('probe')", "", ""),
    Attempt(Words("empty a file outside", "外部のファイルを空にする"), "os.truncate(FILE, 0)", "", ""),
    Attempt(
        Words("delete a file outside", "外部のファイルを削除する"),
        "os.unlink(FILE)",
        "from pathlib import Path\nPath(FILE).unlink()",
        "",
    ),
    Attempt(
        Words("delete a folder outside", "外部のフォルダーを削除する"),
        "import shutil\nshutil.rmtree(FOLDER)",
        "import shutil\nshutil.rmtree(FOLDER)",
        "",
    ),
    Attempt(
        Words("move a file out", "ファイルを外部へ移動する"),
        "os.rename(made('mine'), FILE)",
        "from pathlib import Path\nPath('mine').write_text('x')\nPath('mine').rename(FILE)",
        "",
    ),
    Attempt(Words("move a file in", "外部のファイルを取り込む"), "os.rename(FILE, 'theirs')", "", ""),
    Attempt(
        Words("swap a file with one outside", "外部のファイルと入れ替える"),
        "raw(316, 276, -100, made('mine').encode(), -100, FILE.encode(), 2)",
    ),
    Attempt(
        Words("make a file outside", "外部にファイルを作成する"),
        "made(FOLDER + '/new.txt')",
        "from pathlib import Path\nPath(FOLDER + '/new.txt').write_text('x')",
        "",
    ),
    Attempt(
        Words("make a folder outside", "外部にフォルダーを作成する"),
        "os.mkdir(FOLDER + '/new')",
        "from pathlib import Path\nPath(FOLDER + '/new').mkdir()",
        "",
    ),
    Attempt(
        Words("make a file without a name outside", "外部に名前のないファイルを作成する"),
        "os.open(FOLDER, os.O_TMPFILE | os.O_RDWR)",
    ),
    Attempt(
        Words("list a folder outside", "外部のフォルダーの一覧を取得する"),
        "need(os.listdir(FOLDER))",
        "from pathlib import Path\nassert list(Path(FOLDER).iterdir())",
        "",
    ),
    Attempt(
        Words("see that a file outside exists", "外部のファイルの有無を調べる"),
        "os.stat(FILE)",
        "from pathlib import Path\nassert Path(FILE).exists()",
        known=_KNOWN,
    ),
    Attempt(
        Words("ask whether a file outside may be read", "外部のファイルの読み取り可否を調べる"),
        "need(os.access(FILE, os.R_OK))",
        known=_KNOWN,
    ),
    Attempt(
        Words("stand in a folder outside", "外部のフォルダーへ移動する"),
        "os.chdir(FOLDER)",
        known=_KNOWN,
    ),
    Attempt(
        Words("see how full the disk of a folder outside is", "外部のディスクの空き容量を調べる"),
        "os.statvfs(FOLDER)",
        known=_KNOWN,
    ),
    Attempt(
        Words("change who may read a file outside", "外部のファイルのアクセス権を変更する"),
        "os.chmod(FILE, 0o777)\nneed(stat.S_IMODE(os.stat(FILE).st_mode) == 0o777)",
        "",
        "",
    ),
    Attempt(
        Words("change the date of a file outside", "外部のファイルの日付を変更する"),
        "os.utime(FILE, (1, 1))\nneed(os.stat(FILE).st_mtime == 1)",
        "",
        "",
    ),
    Attempt(
        Words("change the owner of a file outside", "外部のファイルの所有者を変更する"),
        "os.chown(FILE, 12345, 12345)\nneed(os.stat(FILE).st_uid == 12345)",
    ),
    Attempt(
        Words("change an attribute of a file outside", "外部のファイルの属性を変更する"),
        "os.setxattr(FILE, 'user.probe', b'1')",
    ),
    Attempt(
        Words("read attributes of a file outside", "外部のファイルの属性を読み取る"),
        "os.listxattr(FILE)",
    ),
    Attempt(
        Words("link to a file outside", "外部のファイルへのリンクを作成する"),
        "os.symlink(FILE, 'link')\nneed(os.path.islink('link'))",
        "import os\nos.symlink(FILE, 'link')",
        "",
    ),
    Attempt(
        Words("give a file outside another name", "外部のファイルに別名を付ける"),
        "os.link(FILE, 'hard')",
        "from pathlib import Path\nPath('hard').hardlink_to(FILE)",
        "",
    ),
    Attempt(
        Words("give a library another name", "ライブラリに別名を付ける"),
        "os.link(os.__file__, 'library')",
    ),
    Attempt(Words("make a device", "デバイスを作成する"), "os.mknod('device', 0o20600, os.makedev(1, 5))"),
    Attempt(Words("make a pipe with a name", "名前付きパイプを作成する"), "os.mkfifo('pipe')"),
    Attempt(
        Words("open a file by its number", "ファイル番号でファイルを開く"),
        "reached(303, 264, -100, FILE.encode(), (ctypes.c_uint32 * 40)(128), ZEROS, 0)",
    ),
    Attempt(
        Words("watch a folder outside", "外部のフォルダーを監視する"),
        "raw(254, 27, raw(294, 26, 0), FOLDER.encode(), 0xFFF)",
    ),
    Attempt(
        Words("watch all files of the disk", "ディスク全体を監視する"),
        "raw(300, 262, 0x200, 0)",
    ),
)
