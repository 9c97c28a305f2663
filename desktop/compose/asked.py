"""What a person asks of an opened Session, with all that it is done with."""

from dataclasses import dataclass

from agent.core.messages import Image
from agent.core.ports import ChatModel
from agent.session.limits import Limits
from desktop.compose.backing import Backup
from desktop.compose.delegating import Delegating
from desktop.compose.drafting import Thorough


@dataclass(frozen=True, slots=True)
class Asked:
    """`pictures` are those of the attachments that the model sees at once; `delegating` lets it hand out pieces of the
    task, `thorough` makes several drafts and keeps the best, `backup` goes on when the model gives up,
    `budget` is the full name of the one that pays too.
    """

    text: str
    model: ChatModel
    attachments: tuple[str, ...] = ()
    limits: Limits = Limits()
    language: str = ""
    pictures: tuple[Image, ...] = ()
    delegating: Delegating | None = None
    thorough: Thorough | None = None
    backup: Backup | None = None
    budget: str = ""
