"""Names that make a program of a file: what a double click, a sign-in or another program runs without a question.

What a file is, is decided by its name too: the same bytes are a note as "a.txt" and a program as "a.bat".
"""

from fnmatch import fnmatchcase

from agent.core.paths import Place
from agent.workspace.twins import folded

_RUN = frozenset(
    (
        # Windows runs them, or does what stands in them
        ".bat", ".cmd", ".com", ".exe", ".scr", ".pif", ".cpl", ".msi", ".msp", ".mst", ".hta", ".chm", ".reg", ".inf",
        ".ps1", ".psm1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".sct", ".lnk", ".url", ".website", ".scf",
        ".jar", ".jnlp", ".application", ".appref-ms", ".gadget", ".settingcontent-ms", ".library-ms", ".search-ms",
        ".rdp", ".diagcab", ".theme", ".xll",
        # Office takes a query or another program from them
        ".iqy", ".oqy", ".dqy", ".rqy", ".odc", ".slk", ".dif",
        # other systems
        ".sh", ".bash", ".zsh", ".csh", ".command", ".tool", ".desktop", ".webloc", ".terminal", ".workflow",
        ".scpt", ".applescript", ".appimage", ".run", ".py", ".pyw", ".pl", ".rb", ".php",
    )
)  # fmt: skip
# What a sign-in, a shell, a disk or a folder that is opened starts by itself. "*" crosses no "/" here.
_STARTED = (
    ".bashrc", ".bash_profile", ".bash_login", ".bash_logout", ".profile", ".zshrc", ".zshenv", ".zprofile", ".zlogin",
    ".zlogout", ".cshrc", ".tcshrc", ".login", ".kshrc", ".xprofile", ".xinitrc", ".xsession", ".xsessionrc",
    ".inputrc", ".vimrc", ".exrc", ".emacs", ".gitconfig", ".envrc", "autorun.inf", "desktop.ini",
    ".config/fish/*", ".config/autostart/*", ".config/systemd/user/*", ".config/environment.d/*", ".git/*",
    ".git/hooks/*", ".vscode/*", "launchagents/*", "launchdaemons/*", "programs/startup/*",
)  # fmt: skip


def runs(place: Place) -> bool:
    """Whether a file of that name is a program, or is read by one that does what stands in it."""
    return place.suffix in _RUN or starts(place)


def starts(place: Place) -> bool:
    """Whether it would even be started by itself, because of its whole name or its folder."""
    names = folded(place.path).split("/")
    return any(_ends(names, pattern.split("/")) for pattern in _STARTED)


def _ends(names: list[str], pattern: list[str]) -> bool:
    last = names[-len(pattern) :]
    return len(last) == len(pattern) and all(map(fnmatchcase, last, pattern))
