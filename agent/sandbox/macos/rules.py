"""The rules that Seatbelt is given, in its language SBPL: everything is denied but what stands here.

Paths are parameters (`sandbox-exec -D NAME=PATH`), so no path is ever part of the text and none needs quoting: the text
depends on how many there are and on nothing else. The kernel compares the paths of what is opened after all links, so
they come here resolved. A later rule is stronger than an earlier one.

Sources: sandbox-exec(1), sandbox(7); the profiles of Chromium (sandbox/policy/mac/common.sb, renderer.sb), Firefox
(SandboxPolicyRDD.h) and Codex (seatbelt_base_policy.sbpl), and Apple's system.sb, from which it is known what a process
needs to start. Never run on a Mac yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# What the loader of programs and the C library read; the last one is for programs of Intel on other processors. Not
# "/System" as a whole: everybody's files are below it too, as /System/Volumes/Data.
SYSTEM = (
    "/System/Library", "/System/Cryptexes", "/System/Volumes/Preboot/Cryptexes", "/Library/Apple", "/usr/lib",
    "/private/var/db/dyld", "/private/var/db/oah",
)  # fmt: skip
_TEXTS = (
    "/usr/share/icu", "/usr/share/locale", "/usr/share/zoneinfo", "/usr/share/zoneinfo.default",
    "/private/var/db/timezone", "/private/etc/localtime", "/Library/Fonts",
)  # fmt: skip
# Only seen to be there: what leads below /private, and what a working folder is called that lies on the data volume.
_SEEN = (
    "/etc",
    "/tmp",  # noqa: S108
    "/var",
    "/System",
    "/System/Volumes",
    "/System/Volumes/Data",
    "/System/Volumes/Data/private",
)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
# What is asked for the number and kind of processors, the memory, the versions; nothing of other processes.
_FACTS = (
    "hw.activecpu", "hw.byteorder", "hw.cachelinesize", "hw.cachelinesize_compat", "hw.cpufamily", "hw.cputype",
    "hw.l1dcachesize_compat", "hw.l1icachesize_compat", "hw.l2cachesize_compat", "hw.l3cachesize_compat",
    "hw.logicalcpu", "hw.logicalcpu_max", "hw.machine", "hw.memsize", "hw.model", "hw.ncpu", "hw.nperflevels",
    "hw.packages", "hw.pagesize", "hw.pagesize_compat", "hw.physicalcpu", "hw.physicalcpu_max", "hw.vectorunit",
    "kern.argmax", "kern.maxfilesperproc", "kern.osproductversion", "kern.osrelease", "kern.ostype",
    "kern.osvariant_status", "kern.osversion", "kern.secure_kernel", "kern.usrstack64", "kern.version",
    "machdep.cpu.brand_string", "sysctl.proc_cputype",
)  # fmt: skip
# How names of other computers are found: by a socket of the system, and by two of its services. What a program brings
# itself (OpenSSL) checks certificates; the system's own (trustd) is not spoken to.
_NAMES = "/private/var/run/mDNSResponder"
_NETWORK_FILES = (
    "/private/etc/hosts", "/private/etc/resolv.conf", "/private/etc/services", "/private/var/run/resolv.conf",
    "/private/etc/ssl",
)  # fmt: skip
_NETWORK_SERVICES = (
    "com.apple.SystemConfiguration.DNSConfiguration", "com.apple.SystemConfiguration.configd",
)  # fmt: skip
_READ, _SEE = "file-read* file-test-existence", "file-read-metadata file-test-existence"
_FACTS_BEGIN = ("hw.optional.", "hw.perflevel")


@dataclass(frozen=True, slots=True)
class Paths:
    """`reads` are files and folders to read and to run libraries from, `programs` those that the process may become,
    `writes` folders to change, `above` what is only seen to be there: the folders and links on the way to all of them.
    """

    reads: tuple[str, ...]
    programs: tuple[str, ...]
    writes: tuple[str, ...]
    above: tuple[str, ...]

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Each name in the rules, and the path that it stands for."""
        kinds = {"READ": self.reads, "PROGRAM": self.programs, "WRITE": self.writes, "ABOVE": self.above}
        return tuple((f"{kind}_{n}", path) for kind, paths in kinds.items() for n, path in enumerate(paths))


def text(paths: Paths, *, processes: bool, network: bool = False) -> str:
    """The rules. `processes`: it may start others, which are under the same rules; `network`: it may connect."""
    return "\n".join([*_base(processes), *_system(), *_given(paths), *_network(network)]) + "\n"


def _base(processes: bool) -> list[str]:
    """The process itself. There is no rule for other services (mach-lookup), so there are none: CPython starts without
    them.
    """
    whose = "same-sandbox" if processes else "self"
    lines = [
        "(version 1)",
        "(deny default)",
        # These are not part of the default (Firefox: SandboxPolicyRDD.h).
        "(deny process-info* nvram* iokit-get-properties file-map-executable)",
        f"(allow process-info-pidinfo process-info-setcontrol (target {whose}))",
        f"(allow signal (target {whose}))",
        # Guarded files, and whether a container is expected: every process asks both when it starts (system.sb).
        '(allow system-mac-syscall (mac-policy-name "vnguard"))',
        '(allow system-mac-syscall (require-all (mac-policy-name "Sandbox") (mac-syscall-number 67)))',
        _rule("sysctl-read", [*_each("sysctl-name", _FACTS), *_each("sysctl-name-prefix", _FACTS_BEGIN)]),
    ]
    return [*lines, "(allow process-fork)"] if processes else lines


def _system() -> list[str]:
    return [
        _rule(_READ, ['(literal "/")']),
        _rule(f"{_READ} file-map-executable", _each("subpath", SYSTEM)),
        _rule(_READ, [*_each("subpath", _TEXTS), *_each("literal", _DEVICES)]),
        _rule(_SEE, _each("literal", _SEEN)),
        '(allow file-write-data (literal "/dev/null"))',
    ]


def _given(paths: Paths) -> list[str]:
    reads, writes = _names("subpath", "READ", paths.reads), _names("subpath", "WRITE", paths.writes)
    lines = [
        _rule(f"{_READ} file-map-executable", reads),
        _rule("process-exec", _names("subpath", "PROGRAM", paths.programs)),
        _rule(_SEE, _names("literal", "ABOVE", paths.above)),
        _rule(f"{_READ} file-write*", writes),
        # A link would lead the host out of the Room; no library and no program comes from there.
        "(deny file-write-create (vnode-type SYMLINK))",
    ]
    return [line for line in lines if line]


def _network(granted: bool) -> list[str]:
    """None; or connections to other computers and to this one by TCP and UDP, and nothing that waits for them. Sockets
    with a path, but the one that finds names, stay closed.
    """
    if not granted:
        return ["(deny network*)"]
    return [
        "(deny network*)",
        f'(allow network-outbound (remote tcp) (remote udp) (literal "{_NAMES}"))',
        _rule("mach-lookup", _each("global-name", _NETWORK_SERVICES)),
        _rule(_READ, _each("subpath", _NETWORK_FILES)),
    ]


def _rule(operations: str, filters: Iterable[str]) -> str:
    """An allowance for any of the filters; "" for none, which would mean everything."""
    found = " ".join(filters)
    return f"(allow {operations} {found})" if found else ""


def _each(kind: str, values: Iterable[str]) -> list[str]:
    return [f'({kind} "{value}")' for value in values]


def _names(kind: str, name: str, paths: tuple[str, ...]) -> list[str]:
    return [f'({kind} (param "{name}_{n}"))' for n in range(len(paths))]
