"""`python -m desktop` with a person in front of it: words that come over standard input become clicks and keys.

What the window shows is said to standard output, one line of JSON for each line that came. Nothing of the program is
replaced: a thread reads, and the clicks are made by Qt's own event loop.
"""

import json
import runpy
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTextEdit, QWidget


class Person(QObject):
    """Does in the window what it is told to, and says what it sees there."""

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.told.connect(self._do, Qt.ConnectionType.QueuedConnection)
        self._words = sys.stdout
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.told.emit(line)

    @Slot(str)
    def _do(self, line: str) -> None:
        wish = json.loads(line)
        done: object = self._see() if wish[0] == "see" else getattr(self, wish[0])(wish[1])
        self._words.write(json.dumps(done) + "\n")
        self._words.flush()

    def _see(self) -> list[str]:
        """Every text that is visible, and names of buttons that can be pressed, as "[name]"."""
        return [text for widget in _visible(QWidget) for text in _texts(widget) if text.strip()]

    def press(self, name: str) -> bool:
        """Press the button of that name, when there is one that can be pressed: in front of a dialog only its own."""
        front = QApplication.activeModalWidget()
        for button in _visible(QAbstractButton):
            reached = button.isEnabled() and (front is None or front.isAncestorOf(button))
            if reached and name in (button.text(), button.accessibleName()):
                button.click()
                return True
        return False

    def write(self, text: str) -> bool:
        """Write into the field that has the name of what shall be done."""
        (field,) = [one for one in _visible(QTextEdit) if one.accessibleName() == "What shall be done"]
        QTest.keyClicks(field, text)
        return True


def _visible(kind: Any) -> list[Any]:
    return [one for one in QApplication.allWidgets() if isinstance(one, kind) and one.isVisible()]


def _texts(widget: QWidget) -> list[str]:
    match widget:
        case QAbstractButton():
            return [f"[{widget.text() or widget.accessibleName()}]"] if widget.isEnabled() else []
        case QLabel():
            return [widget.text()]
        case QTextEdit():
            return [widget.toPlainText()]
        case _:
            return []


if __name__ == "__main__":
    person = Person()
    sys.argv = ["desktop", *sys.argv[1:]]
    runpy.run_module("desktop", run_name="__main__")
