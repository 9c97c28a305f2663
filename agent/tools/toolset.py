"""All built-in Tools."""

from collections.abc import Callable

from agent.core.documents import Documents
from agent.core.ports import Approver, Emit, Files, Tool, Traits
from agent.tools.comparing import CheckTool, CompareTool
from agent.tools.converting import ConvertTool, ExtractTool, OperationsTool
from agent.tools.finding import FindTool
from agent.tools.looking import ReadTool
from agent.tools.organise import OrganiseTool
from agent.tools.person import AskTool, PlanTool
from agent.tools.ready import ReadLog
from agent.tools.running import Running, RunTool
from agent.tools.searching import SearchTool
from agent.tools.seeing import LookTool
from agent.tools.writing import CreateTool, EditTool, PdfTool, WriteTool


def built_in_tools(  # noqa: PLR0913  # what tools are made of
    files: Files,
    documents: Documents,
    emit: Emit,
    approver: Approver,
    log: ReadLog,
    *,
    language: str = "",
    traits: Callable[[], Traits] = Traits,
    running: Running | None = None,
) -> tuple[Tool, ...]:
    """The Tools of one Session. `log` lives as long as the Session: a file read in one Turn is known in the next.

    `language` is the person's: titles and what they are told are in it. `traits` are those of the model at that moment.
    Without `running` no code is run.
    """
    return (
        FindTool(files, language),
        SearchTool(files, documents, language),
        ReadTool(files, documents, log, language),
        LookTool(files, documents, traits, language),
        WriteTool(files, documents, log, language),
        EditTool(files, documents, log, language),
        CreateTool(files, documents, log, language),
        PdfTool(files, documents, log, language),
        ConvertTool(files, documents, log, language),
        ExtractTool(files, documents, log, language),
        OperationsTool(files, documents, log, language),
        CompareTool(files, documents, log, language),
        CheckTool(files, documents, log, language),
        OrganiseTool(files, language),
        *(() if running is None else (RunTool(files, running, log, language),)),
        PlanTool(emit, language),
        AskTool(approver, language),
    )
