"""Ways to start other programs, and to reach those that run."""

from agent.core.words import Words
from agent.sandbox.probe.values import Attempt

PROCESSES = (
    Attempt(
        Words("start a process", "プロセスを起動する"),
        "pid = LIBC.fork()\nif pid == 0:\n    LIBC._exit(0)\nneed(pid > 0)\nos.waitpid(pid, 0)",
        "import os\nos.fork()",
    ),
    Attempt(
        Words("start a program", "プログラムを起動する"),
        "pid = ctypes.c_int()\n"
        "need(LIBC.posix_spawn(ctypes.byref(pid), b'/bin/true', None, None, words('true'), words()) == 0)\n"
        "os.waitpid(pid.value, 0)",
        "import subprocess\nsubprocess.run(['true'])",
    ),
    Attempt(
        Words("start a program with the words of Python", "Python の標準機能でプログラムを起動する"),
        "import _posixsubprocess, subprocess\n"
        # What subprocess does, behind the place where it asks whether it may.
        "fds = os.pipe()\n"
        "pid = _posixsubprocess.fork_exec([b'true'], [b'/bin/true'], True, (fds[1],), None, None,"
        " -1, -1, -1, -1, -1, -1, *fds, False, False, -1, None, None, None, -1, None, False)\n"
        "os.waitpid(pid, 0)",
        "import os\nos.system('true')",
    ),
    Attempt(Words("become another program", "別のプログラムに置き換わる"), "become('/bin/echo')"),
    Attempt(
        Words("run a program that it wrote", "作成したプログラムを実行する"),
        "made('program', open('/bin/echo', 'rb').read())\nos.chmod('program', 0o700)\nbecome('./program')",
    ),
    Attempt(
        Words("run a program that has no file", "ファイルのないプログラムを実行する"),
        "handle = raw(319, 279, b'probe', 0)\n"
        "os.write(handle, open('/bin/echo', 'rb').read())\n"
        "raw(322, 281, handle, b'', words('echo', MARK), words(), 0x1000)",
    ),
    Attempt(
        Words("start a process by clone3", "clone3 でプロセスを起動する"),
        "pid = raw(435, 435, (ctypes.c_uint64 * 11)(0, 0, 0, 0, 17), 88)\n"
        "if pid == 0:\n    LIBC._exit(0)\n"
        "os.waitpid(pid, 0)",
    ),
    Attempt(
        Words("call by another architecture's numbers", "別アーキテクチャの番号でシステムコールを行う"),
        "import mmap\n"
        "need(X86)\n"
        "page = mmap.mmap(-1, 4096, prot=7)\n"
        # mov eax, 20 (getpid of i386); int 0x80; cdqe; ret
        "page.write(b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\x48\\x98\\xc3')\n"
        "place = ctypes.addressof(ctypes.c_char.from_buffer(page))\n"
        "need(ctypes.CFUNCTYPE(ctypes.c_long)(place)() > 0)",
    ),
    Attempt(Words("call by x32 numbers", "x32 の番号でシステムコールを行う"), "need(X86)\nraw(0x40000000 + 39, 0)"),
    Attempt(Words("end a process outside", "外部のプロセスを終了する"), "os.kill(VICTIM, signal.SIGTERM)", "", ""),
    Attempt(Words("signal a process outside", "外部のプロセスにシグナルを送る"), "os.kill(VICTIM, 0)"),
    Attempt(
        Words("signal what started it", "起動元のプロセスにシグナルを送る"),
        "reached(62, 129, os.getppid(), 0)",
    ),
    Attempt(Words("signal everybody", "すべてのプロセスにシグナルを送る"), "os.kill(-1, 0)"),
    Attempt(Words("signal a thread outside", "外部のスレッドにシグナルを送る"), "raw(200, 130, VICTIM, 0)"),
    Attempt(
        Words("signal by a queue", "キューでシグナルを送る"), "raw(129, 138, VICTIM, 0, (ctypes.c_int * 32)(0, 0, -1))"
    ),
    Attempt(
        Words("have a signal sent by a pipe", "パイプ経由でシグナルを送らせる"),
        "import fcntl\nfcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, VICTIM)",
    ),
    Attempt(Words("get hold of a process outside", "外部のプロセスを取得する"), "raw(434, 434, VICTIM, 0)"),
    Attempt(
        Words("see processes outside", "外部のプロセスを見る"),
        "need(VICTIM in numbers() and open(f'/proc/{VICTIM}/cmdline').read())",
    ),
    Attempt(
        Words("read the environment of a process outside", "外部のプロセスの環境変数を読み取る"),
        "need(T['secret'] in open(f'/proc/{VICTIM}/environ').read())",
    ),
    Attempt(
        Words("read the memory of a process outside", "外部のプロセスのメモリを読み取る"),
        "one = (ctypes.c_void_p * 2)(ctypes.addressof(ZEROS), 8)\n"
        "try:\n"
        "    raw(310, 270, VICTIM, one, 1, (ctypes.c_void_p * 2)(4096, 8), 1, 0)\n"
        "except OSError as error:\n"
        "    need(error.errno == errno.EFAULT)",
    ),
    Attempt(
        Words("write the memory of a process outside", "外部のプロセスのメモリに書き込む"),
        "one = (ctypes.c_void_p * 2)(ctypes.addressof(ZEROS), 8)\n"
        "try:\n"
        "    raw(311, 271, VICTIM, one, 1, (ctypes.c_void_p * 2)(4096, 8), 1, 0)\n"
        "except OSError as error:\n"
        "    need(error.errno == errno.EFAULT)",
    ),
    Attempt(
        Words("open the memory of a process outside", "外部のプロセスのメモリを開く"),
        "open(f'/proc/{VICTIM}/mem', 'rb')",
    ),
    Attempt(
        Words("trace a process outside", "外部のプロセスをトレースする"),
        "raw(101, 117, 0x4206, VICTIM, 0, 0)",
    ),
    Attempt(Words("compare processes", "プロセスを比較する"), "raw(312, 272, VICTIM, VICTIM, 2, 0, 0)"),
    Attempt(
        Words("change limits of a process outside", "外部のプロセスの制限を変更する"),
        "raw(302, 261, VICTIM, 7, 0, ZEROS)",
    ),
    Attempt(
        Words("change the priority of a process outside", "外部のプロセスの優先度を変更する"),
        "os.setpriority(os.PRIO_PROCESS, VICTIM, 5)",
    ),
    Attempt(
        Words("put a process outside on another processor", "外部のプロセスの CPU 割り当てを変更する"),
        "os.sched_setaffinity(VICTIM, {0})",
    ),
    Attempt(
        Words("use the namespaces of a process outside", "外部のプロセスの名前空間に入る"),
        "raw(308, 268, os.open(f'/proc/{VICTIM}/ns/net', 0), 0)",
    ),
)
