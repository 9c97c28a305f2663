"""All built-in Tools."""

from agent.core.documents import Documents
from agent.core.ports import Approver, Emit, Files, Tool
from agent.tools.finding import FindTool, SearchTool
from agent.tools.looking import LookTool, ReadTool
from agent.tools.organise import OrganiseTool
from agent.tools.person import AskTool, PlanTool
from agent.tools.ready import ReadLog
from agent.tools.writing import CreateTool, EditTool, PdfTool, WriteTool


def built_in_tools(
    files: Files, documents: Documents, emit: Emit, approver: Approver, log: ReadLog
) -> tuple[Tool, ...]:
    """The Tools of one Session. `log` lives as long as the Session: a file read in one Turn is known in the next."""
    return (
        FindTool(files),
        SearchTool(files, documents),
        ReadTool(files, documents, log),
        LookTool(files, documents),
        WriteTool(files, documents, log),
        EditTool(files, documents, log),
        CreateTool(files, documents, log),
        PdfTool(files, documents, log),
        OrganiseTool(files),
        PlanTool(emit),
        AskTool(approver),
    )
