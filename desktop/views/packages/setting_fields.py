"""Editors for what a package or a connector wants filled in: hidden text, folders and files, several values."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from agent.packages.package import Need, Setting
from desktop.views.panels.pieces import push
from desktop.views.panels.recipe_fields import BoolField, ChoiceField, FieldEditor, LineField, NumberField
from desktop.wire.messages import Choice

_LINES = 3


class HiddenField(LineField):
    """A line that nobody reads over a shoulder; what was kept is never shown again."""

    def __init__(self, *, kept: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        if kept:
            self.line.setPlaceholderText(self.tr("Unchanged"))


class ManyField(FieldEditor):
    """Several values, one a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.box = QPlainTextEdit()
        super().__init__(self.box, parent)
        self.box.setTabChangesFocus(True)
        self.box.setPlaceholderText(self.tr("One a line"))
        self.box.setFixedHeight(_LINES * self.box.fontMetrics().lineSpacing() + 22)
        self.row.addWidget(self.box)
        self.box.textChanged.connect(self.changed)

    def value(self) -> str:
        """The lines that are not empty."""
        return "\n".join(line.strip() for line in self.box.toPlainText().splitlines() if line.strip())

    def set_value(self, value: str) -> None:
        """Show them."""
        self.box.setPlainText(value)


class PathField(FieldEditor):
    """A folder or a file anywhere on this computer, or several of them: typed or picked with the system's dialog."""

    def __init__(self, *, folder: bool, many: bool = False, parent: QWidget | None = None) -> None:
        self._folder, self._many = folder, many
        self._editor: FieldEditor = ManyField() if many else LineField()
        super().__init__(self._editor.target, parent)
        self.button = push(self.tr("Choose…"), "", "folder-open" if folder else "file")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._open)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._editor, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.row.addLayout(line)
        self._editor.changed.connect(self.changed)

    def value(self) -> str:
        """Absolute paths, one a line."""
        return self._editor.value()

    def set_value(self, value: str) -> None:
        """Show them."""
        self._editor.set_value(value)

    def take(self, paths: list[str]) -> None:
        """Use what was picked: beside the others, or instead of the one."""
        lines = [*self.value().splitlines(), *paths] if self._many else paths[:1]
        self.set_value("\n".join(dict.fromkeys(lines)))

    def _open(self) -> None:
        dialog = QFileDialog(self.window(), self.button.text())
        modes = QFileDialog.FileMode
        one = modes.ExistingFiles if self._many else modes.ExistingFile
        dialog.setFileMode(modes.Directory if self._folder else one)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.take)
        dialog.open()


def setting_editor(setting: Setting, *, kept: bool = False, parent: QWidget | None = None) -> FieldEditor:
    """The editor of a Setting. `kept`: the keyring has its value already."""
    if setting.choices:
        named = setting.required or setting.default or "" in setting.choices
        empty = () if named else (Choice("", "—"),)
        titles = setting.titles or setting.choices
        called = [Choice(*one) for one in zip(setting.choices, titles, strict=True)]
        return ChoiceField((*empty, *called), parent)
    match setting.need:
        case Need.FLAG:
            return BoolField(setting.title or setting.key, parent)
        case Need.HIDDEN:
            return HiddenField(kept=kept, parent=parent)
        case Need.FOLDER | Need.FILE:
            return PathField(folder=setting.need is Need.FOLDER, many=setting.multiple, parent=parent)
        case Need.NUMBER if not setting.multiple:
            return NumberField(parent)
        case _:
            return ManyField(parent) if setting.multiple else LineField(parent)
