"""Pictures that code made without writing them to a file: open figures of matplotlib, and a picture as last value."""

import sys
from pathlib import Path
from typing import Any

_MOST = 8
_PIXELS = 2_400


class Figures:
    """Saves them as PNG into `folder`, from where the host takes them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shown: list[str] = []

    def picture(self, value: object, run: int) -> str | None:
        """How a value that is a picture shows itself; None when it is none."""
        module = type(value).__module__.partition(".")[0]
        if module == "PIL" and hasattr(value, "thumbnail"):
            return self._image(value, run)
        if module == "matplotlib" and (hasattr(value, "savefig") or hasattr(value, "figure")):
            return f"<{type(value).__name__}>"  # it is open, so it is saved below
        return None

    def taken(self, run: int) -> list[str]:
        """The names of the pictures of a run. Every figure is closed; what cannot be drawn is said."""
        names, self._shown = self._shown, []
        pyplot: Any = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return names
        try:
            open_ones = pyplot.get_fignums()
            if len(open_ones) > _MOST:
                print(f"({len(open_ones)} figures were open: the first {_MOST} are shown.)")  # noqa: T201
            for number in open_ones[:_MOST]:
                names.append(self._saved(pyplot.figure(number), f"{run}-{number}.png"))
        except Exception as error:  # noqa: BLE001  strangers' code draws
            print(f"(A figure could not be drawn: {type(error).__name__}: {str(error)[:300]})")  # noqa: T201
        finally:
            pyplot.close("all")
        return names[:_MOST]

    def _saved(self, figure: Any, name: str) -> str:
        self._folder.mkdir(exist_ok=True)
        dots = min(float(figure.dpi), _PIXELS / max(*figure.get_size_inches(), 0.1))
        figure.savefig(self._folder / name, dpi=dots, format="png", bbox_inches="tight")
        return name

    def _image(self, value: Any, run: int) -> str:
        width, height = value.size
        copy = value.convert("RGBA" if "A" in value.getbands() else "RGB")
        copy.thumbnail((_PIXELS, _PIXELS))
        self._folder.mkdir(exist_ok=True)
        copy.save(self._folder / f"{run}-value.png", "PNG")
        self._shown.append(f"{run}-value.png")
        return f"<picture, {width} x {height} pixels>"
