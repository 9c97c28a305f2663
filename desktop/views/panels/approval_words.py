"""What an approval says: the question in one sentence with its count, and what would happen in short."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject

from agent.core.actions import Effect, Question, Row
from desktop.views.panels.row_groups import Group, RowKind, folders_of
from desktop.views.panels.wording import counted

FOLDERS_SHOWN = 2


class ApprovalWords(QObject):
    """Sentences about a Question, in the person's language. It holds no state."""

    def heading(self, question: Question, groups: Sequence[Group]) -> str:
        """The question in plain words; for several kinds at once, one that covers all of them."""
        number = len(question.rows)
        kinds = {group.kind for group in groups}
        kind = next(iter(kinds)) if len(kinds) == 1 else None
        sentences = {
            RowKind.DELETED: (self.tr("Delete 1 item?"), self.tr("Delete {n} items?")),
            RowKind.CHANGED: (self.tr("Change 1 file?"), self.tr("Change {n} files?")),
            RowKind.MOVED: (self.tr("Move or rename 1 item?"), self.tr("Move or rename {n} items?")),
            RowKind.NEW: (self.tr("Create 1 file?"), self.tr("Create {n} files?")),
            RowKind.FOLDER: (self.tr("Create 1 folder?"), self.tr("Create {n} folders?")),
            RowKind.RUN: (self.tr("Run a program?"), self.tr("Run {n} programs?")),
            RowKind.SENT: (self.tr("Send something to the outside?"), self.tr("Send to {n} places outside?")),
            RowKind.CONNECTED: (self.tr("Connect to the outside?"), self.tr("Connect to {n} places outside?")),
            RowKind.READ: (self.tr("Read 1 file?"), self.tr("Read {n} files?")),
        }
        several = (self.tr("Make 1 change?"), self.tr("Make {n} changes?"))
        one, many = sentences[kind] if kind is not None else several
        return counted(one, many, number)

    def where(self, groups: Sequence[Group]) -> str:
        """The folders that are touched; of many, the first ones."""
        folders = folders_of(groups)
        if not folders:
            return ""
        named = self.tr(", ").join(folders[:FOLDERS_SHOWN])
        rest = len(folders) - FOLDERS_SHOWN
        if rest <= 0:
            return named
        return self.tr("{folders} and {n} more").replace("{folders}", named).replace("{n}", str(rest))

    def undo(self, question: Question) -> str:
        """Whether it can be taken back."""
        if question.undoable:
            return self.tr("You can undo this at any time.")
        return self.tr("This cannot be undone.")

    def outward(self, groups: Sequence[Group]) -> str:
        """The heading of what leaves this computer, or cannot be taken back for another reason."""
        kinds = {group.kind for group in groups}
        if kinds <= {RowKind.SENT, RowKind.CONNECTED}:
            return self.tr("Let this leave your computer?")
        if kinds == {RowKind.RUN}:
            return self.tr("Run this on your computer?")
        return self.tr("Do this? It cannot be undone.")

    def allow_outward(self, groups: Sequence[Group]) -> str:
        """The text of the button for it."""
        kinds = {group.kind for group in groups}
        words = {
            RowKind.SENT: self.tr("Send it"),
            RowKind.CONNECTED: self.tr("Connect"),
            RowKind.RUN: self.tr("Run it"),
            RowKind.DELETED: self.tr("Delete for good"),
        }
        return words.get(next(iter(kinds)), self.tr("Allow")) if len(kinds) == 1 else self.tr("Allow")

    def allow(self, rows: Sequence[Row], total: int) -> str:
        """The text of the button for the ticked `rows` of `total`."""
        deletes = bool(rows) and all(row.effect is Effect.DELETE for row in rows)
        if total == 1:
            return self.tr("Delete") if deletes else self.tr("Allow")
        text = self.tr("Delete {n}") if deletes else self.tr("Allow {n}")
        return text.replace("{n}", QLocale().toString(len(rows)))
