"""A question of a connector while the person tests it: to sign in, to open a page, a field of a form."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from agent.core.actions import Question
from desktop.views.panels.approval import ApprovalCard

_WIDTH = 560


class AskingDialog(QDialog):
    """`answered` carries an Approval, once. Closing it is a no."""

    answered = Signal(object)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = question
        self.setWindowTitle(self.tr("A connector asks"))
        self.setFixedWidth(_WIDTH)
        self.card = ApprovalCard()
        self.card.answered.connect(self._answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self.card)
        self.card.show_question(question)
        self.card.focus_answer()
        self.finished.connect(self._left)

    def _answer(self, approval: object) -> None:
        self._question = None
        self.answered.emit(approval)
        self.accept()

    def _left(self) -> None:
        if self._question is not None:
            self.answered.emit(self._question.answer())
        self.deleteLater()
