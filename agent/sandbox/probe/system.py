"""Ways to the kernel, to more rights, and to devices."""

from agent.core.words import Words
from agent.sandbox.probe.values import Attempt

SYSTEM = (
    Attempt(
        Words("make namespaces", "名前空間を作成する"),
        "raw(272, 97, 0x10000000)",
    ),
    Attempt(
        Words("start a process in new namespaces", "新しい名前空間でプロセスを起動する"),
        "pid = raw(56, 220, 0x10000000 | 17, 0, 0, 0, 0)\nif pid == 0:\n    LIBC._exit(0)\nos.waitpid(pid, 0)",
    ),
    Attempt(
        Words("mount", "マウントする"),
        # No file system has this name: nothing is mounted where it is allowed.
        "reached(165, 40, b'none', b'.', b'no-such-system', 0, 0)",
    ),
    Attempt(Words("mount in the new way", "新しい方式でマウントする"), "raw(430, 430, b'tmpfs', 0)"),
    Attempt(Words("take a tree of files along", "ファイルツリーを複製する"), "raw(428, 428, -100, b'/', 1)"),
    Attempt(Words("unmount", "アンマウントする"), "reached(166, 39, b'.', 0)"),
    Attempt(Words("change the root", "ルートを変更する"), "reached(155, 41, b'.', b'.')"),
    Attempt(Words("lock itself into a folder", "chroot を行う"), "os.chroot('/')"),
    Attempt(
        Words("become the administrator", "管理者になる"),
        "os.setresuid(0, 0, 0)\nneed(os.geteuid() == 0)",
    ),
    Attempt(
        Words("take rights back", "権限を取り戻す"),
        "raw(126, 91, (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(1, 1, 0, 0, 0, 0))",
    ),
    Attempt(Words("take its bounds away", "自身の制限を外す"),
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)"),
    Attempt(Words("leave a picture of its memory", "メモリのコピーを残す"),
        "import resource\nresource.setrlimit(resource.RLIMIT_CORE, (4096, 4096))"),
    Attempt(Words("use io_uring", "io_uring を使用する"), "raw(425, 425, 1, ctypes.create_string_buffer(200))"),
    Attempt(Words("use the kernel's keys", "カーネルの鍵束を使用する"), "raw(250, 219, 0, -2, 1)"),
    Attempt(
        Words("add a key to the kernel", "カーネルに鍵を追加する"),
        "raw(248, 217, b'user', b'deskhand-probe', b'x', 1, -1)",
    ),
    Attempt(
        Words("load programs into the kernel (bpf)", "カーネルにプログラムを読み込む（bpf）"),
        "reached(321, 280, 0, ZEROS, 72)",
    ),
    Attempt(
        Words("measure the computer (perf)", "コンピューターの動作を計測する（perf）"),
        "raw(298, 241, (ctypes.c_uint32 * 40)(1, 128, 0, 0, *[0] * 6, 0x60), 0, -1, -1, 0)",
    ),
    Attempt(Words("hold page faults (userfaultfd)", "ページフォールトを処理する（userfaultfd）"), "raw(323, 282, 1)"),
    Attempt(
        Words("share memory by a number", "番号で共有メモリを使用する"),
        "number = raw(29, 194, 0, 4096, 0o1600)\nraw(31, 195, number, 0, 0)",
    ),
    Attempt(
        Words("wait for others by a number", "番号でセマフォを使用する"),
        "number = raw(64, 190, 0, 1, 0o1600)\nraw(66, 191, number, 0, 0, 0)",
    ),
    Attempt(
        Words("send messages by a number", "番号でメッセージを送信する"),
        "number = raw(68, 186, 0, 0o1600)\nraw(71, 187, number, 0, 0)",
    ),
    Attempt(
        Words("send messages by a queue", "キューでメッセージを送信する"),
        "raw(240, 180, b'deskhand-probe', 0o102, 0o600, 0)\nraw(241, 181, b'deskhand-probe')",
    ),
    Attempt(Words("read the kernel's messages", "カーネルのメッセージを読み取る"), "raw(103, 116, 10, 0, 0)"),
    Attempt(Words("set the name of the computer", "コンピューター名を変更する"), "reached(170, 161, 0, 65)"),
    Attempt(Words("swap to a file", "ファイルをスワップに使用する"), "reached(167, 224, FILE.encode(), 0)"),
    # Not its magic numbers: nothing restarts where it is allowed.
    Attempt(Words("restart the computer", "コンピューターを再起動する"), "reached(169, 142, 1, 2, 3, 0)"),
    Attempt(Words("load a module", "カーネルモジュールを読み込む"), "reached(175, 105, ZEROS, 0, b'')"),
    Attempt(
        Words("speak to ports of the hardware", "ハードウェアのポートを使用する"),
        "need(X86)\nraw(173, 0, 128, 1, 1)",
    ),
    Attempt(
        Words("type into the terminal", "端末に入力する"),
        "for number in range(16):\n"
        "    with contextlib.suppress(OSError):\n"
        "        raw(16, 29, number, 0x5412, b' ')\n"
        "        return\n"
        "need(False)",
    ),
    Attempt(
        Words("paste into the terminal", "端末に貼り付ける"),
        "for number in range(16):\n"
        "    with contextlib.suppress(OSError):\n"
        "        raw(16, 29, number, 0x541C, b'\\x03')\n"
        "        return\n"
        "need(False)",
    ),
    Attempt(Words("open the terminal", "端末を開く"), "os.open('/dev/tty', os.O_RDWR)"),
    Attempt(Words("open a new terminal", "新しい端末を開く"), "os.open('/dev/ptmx', os.O_RDWR)"),
    Attempt(
        Words("open memory or disks", "メモリやディスクを開く"),
        "import glob\n"
        "names = ['mem', 'kmsg', 'port', 'fuse', 'kvm', 'loop-control', 'net/tun', 'uinput', 'vsock']\n"
        "disks = glob.glob('/dev/[svn][dv][a-z]*') + glob.glob('/dev/nvme*') + glob.glob('/dev/dri/*')\n"
        "for path in [*('/dev/' + name for name in names), *disks]:\n"
        "    with contextlib.suppress(OSError):\n"
        "        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))\n"
        "        return\n"
        "need(False)",
    ),
    Attempt(
        Words("use the shared memory of all programs", "全プログラムの共有メモリを使用する"),
        "made('/dev/shm/deskhand-probe')\nos.unlink('/dev/shm/deskhand-probe')",
    ),
    Attempt(Words("look at the hardware (/sys)", "ハードウェア情報を見る（/sys）"), "need(os.listdir('/sys'))"),
    Attempt(
        Words("change settings of the kernel", "カーネルの設定を変更する"),
        "os.close(os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY))",
    ),
)  # fmt: skip
