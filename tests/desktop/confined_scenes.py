"""What confines code on this computer, as the host says it, in one language."""

from dataclasses import replace

from desktop.wire import messages as wire
from tests.desktop.scenes import ago


def tiers(say, *, missing=False, checked=False, leaks=False):
    """Both Tiers; of the native one the way that is `missing` a program, or that `leaks`."""
    install = say(
        "Install bubblewrap (sudo apt-get install bubblewrap).",
        "bubblewrap をインストールしてください（sudo apt-get install bubblewrap）。",
    )
    small = wire.TierView("small", True, "Landlock, seccomp")
    native = wire.TierView("native", True, "bubblewrap, Landlock, seccomp")
    if missing:
        native = wire.TierView("native", False, "", install)
    if not checked:
        return wire.SandboxView((small, native))
    small = replace(small, tried=38, closed=38)
    native = replace(native, tried=126, closed=126)
    if leaks:
        exists = say("see whether a file outside exists", "外部のファイルの有無を調べる")
        known = say("Landlock alone does not hide names.", "Landlock のみでは名前を隠せません。")
        through = say("send to a port of this computer by UDP", "UDP でこのパソコンのポートに送信する")
        found = (wire.OpenView(through, "somebody spoke to udp"), wire.OpenView(exists, "it said so itself", known))
        native = replace(native, by="Landlock, seccomp", note=install, closed=124, open=found)
    return wire.SandboxView((small, native), ago(minutes=0))


def attempts(say):
    """A check in its middle."""
    what = say("read a file outside", "外部のファイルを読み取る")
    return [wire.AttemptTold("native", what, True, done, 164) for done in range(1, 70)]
