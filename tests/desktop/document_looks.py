"""What the window shows of two versions of a document, of each kind and side, as pictures below screenshots/."""

from PySide6.QtTest import QTest

from agent.core.events import RootGranted
from agent.documents.programs.office import OfficeProgram, found_program
from agent.documents.programs.printing import PrintingDocuments, Programs
from agent.workspace.workspace import Workspace
from desktop.compose.previews import Previews
from desktop.wire.messages import Look
from tests.desktop.document_pairs import PAIRS
from tests.desktop.test_look import TARGET, change_shown, wait


def draw_documents(play, folder, kind, theme, language):
    """Changes, Before and After of one kind in the panel of files."""
    program = found_program()
    documents = PrintingDocuments(Programs(OfficeProgram(program) if program else None))
    (folder / "pair").mkdir()
    PAIRS[kind](folder / "pair", documents)
    previews = Previews(Workspace((RootGranted("", str(folder)),), folder / "staging"), documents, language)
    old = next((folder / "pair").glob("old.*"))
    stage = play("done", language, theme)
    wait(lambda: bool(stage.controller.picture.session.items))
    change_shown(stage)
    pane = stage.window.inspector.preview
    wait(lambda: pane.stack.currentWidget() is pane.differences)
    try:
        spot = ""
        spots: tuple[str, ...] = ()
        told: tuple[str, ...] = ()
        for side in ("", "before", "after"):
            preview = previews.between(old, old.with_stem("new"), f"経費{old.suffix}", Look(0, side, spot, spots))
            if not side:
                spot, told = preview.spot, preview.spots
            spots = told if side == "before" else ()  # of what is looked at next
            pane.show_preview(preview)
            QTest.qWait(150)
            name = f"document-{kind}-{side or 'changes'}-{theme}-{language}.png"
            assert stage.window.grab().save(str(TARGET / name))
    finally:
        documents.close()
