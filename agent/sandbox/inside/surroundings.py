"""What code finds around it: places for temporary files, refusals that say why, fonts, and the module `deskhand`."""

import builtins
import importlib.machinery
import importlib.util
import io
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, TextIO

NO_PROCESSES = "Code cannot start other programs here. Do it in Python, or call the library itself."
NO_INPUT = "Nobody can be asked by input(): put the value into the code."
_STARTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"})
# Fonts with Japanese letters by their files, and the names that matplotlib knows them by (the first of a collection).
_JAPANESE = {
    "NotoSansCJK-Regular.ttc": "Noto Sans CJK JP",
    "NotoSansCJKjp-Regular.otf": "Noto Sans CJK JP",
    "NotoSansJP-Regular.ttf": "Noto Sans JP",
    "NotoSansJP-Regular.otf": "Noto Sans JP",
    "SourceHanSans-Regular.ttc": "Source Han Sans",
    "YuGothM.ttc": "Yu Gothic",
    "YuGothR.ttc": "Yu Gothic",
    "meiryo.ttc": "Meiryo",
    "BIZ-UDGothicR.ttc": "BIZ UDGothic",
    "ヒラギノ角ゴシック W3.ttc": "Hiragino Sans",
    "msgothic.ttc": "MS Gothic",
    "ipaexg.ttf": "IPAexGothic",
    "ipag.ttf": "IPAGothic",
    "TakaoPGothic.ttf": "TakaoPGothic",
    "VL-Gothic-Regular.ttf": "VL Gothic",
    "VL-PGothic-Regular.ttf": "VL PGothic",
    "DroidSansFallbackFull.ttf": "Droid Sans Fallback",
}


def prepare(apart: Path, fetch: Callable[[str], bytes]) -> None:
    """Set up this process; `apart` is the folder for its home and temporary files, where code does not look, `fetch`
    asks the host for what lies at a web address.
    """
    places = {name: apart / name for name in ("home", "tmp", "matplotlib")}
    for place in places.values():
        place.mkdir(exist_ok=True)
    os.environ.update(
        HOME=str(places["home"]), TMPDIR=str(places["tmp"]), MPLCONFIGDIR=str(places["matplotlib"]), MPLBACKEND="Agg"
    )
    sys.path.append(str(Path.cwd()))  # last: a file called json.py among the inputs is no library
    sys.meta_path.insert(0, _Arrivals(places["matplotlib"], fetch))
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    setattr(builtins, "input", _no_input)  # noqa: B010  mypy knows it as a function
    streams()


def streams() -> None:
    """One stream for what is printed and for what is said of errors, so that both stay in order."""
    sys.stdin = _nothing()
    stream = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115, PTH123
    sys.stdout = sys.__stdout__ = stream  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = stream  # type: ignore[misc]


def _nothing() -> TextIO:
    """An empty input. It takes no new descriptor: variables of earlier runs may hold all that there are."""
    try:
        return open(0, encoding="utf-8", closefd=False)  # noqa: PTH123
    except OSError:  # code has closed it
        return io.StringIO()


def quiet() -> None:
    """Warnings are told once, in a line each, without the insides of libraries."""
    warnings.resetwarnings()
    warnings.simplefilter("once")
    for kind in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", kind)
    warnings.filterwarnings("ignore", message=".*FigureCanvasAgg is non-interactive.*")
    warnings.showwarning = _warned


def _warned(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    print(f"{category.__name__}: {str(message)[:400]}", file=sys.stderr)  # noqa: T201


def _refuse(event: str, _: Sequence[Any]) -> None:
    """For the sentence only: it is the confinement that holds."""
    if event in _STARTS:
        raise PermissionError(NO_PROCESSES)


def _no_input(*_: object) -> NoReturn:
    raise EOFError(NO_INPUT)


class _Arrivals:
    """Finds the module `deskhand`, and sets matplotlib up when code asks for it."""

    def __init__(self, settings: Path, fetch: Callable[[str], bytes]) -> None:
        self._settings, self._fetch = settings, fetch

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """See importlib.abc.MetaPathFinder."""
        if name == "deskhand":
            place = str(Path(__file__).with_name("deskhand.py"))
            return importlib.util.spec_from_file_location(name, place, loader=_Own(name, place, self._fetch))
        if name == "matplotlib":
            (self._settings / "matplotlibrc").write_text(_settings(), encoding="utf-8")
        return None


class _Own(importlib.machinery.SourceFileLoader):
    """Loads the module `deskhand` and gives it the way to the host."""

    def __init__(self, name: str, place: str, fetch: Callable[[str], bytes]) -> None:
        super().__init__(name, place)
        self._fetch = fetch

    def exec_module(self, module: ModuleType) -> None:
        """See importlib.abc.Loader."""
        super().exec_module(module)
        vars(module)["_ask"] = self._fetch


def _settings() -> str:
    japanese = _japanese()
    # A family falls back to the next one for letters that it does not have; a generic name does not.
    return (
        f"backend: Agg\nfigure.max_open_warning: 0\nfont.family: {', '.join(('DejaVu Sans', *japanese))}\n"
        f"font.sans-serif: {', '.join((*japanese, 'DejaVu Sans'))}\n"
    )


def _japanese() -> tuple[str, ...]:
    from agent.documents.drawing.fonts import installed_files  # noqa: PLC0415  only when something is drawn

    return tuple(dict.fromkeys(name for file, name in _JAPANESE.items() if file in installed_files()))[:1]
