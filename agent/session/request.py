"""What a Turn is asked to do."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.core.events import TurnStarted
from agent.core.messages import Image
from agent.core.ports import ChatModel, Context, Review
from agent.session.limits import Limits


@dataclass(frozen=True, slots=True)
class Request:
    """The person's words, with whom, what it may spend, and who looks at its end. `values` are the form of `recipe`,
    `budget` the full name of the one that pays too.
    """

    text: str
    model: ChatModel
    system: str
    attachments: tuple[str, ...] = ()
    recipe: str = ""
    limits: Limits = Limits()
    context: Context | None = None
    review: Review | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[Image, ...] = ()
    budget: str = ""

    def started(self) -> TurnStarted:
        """The Event with which a Turn of its own begins."""
        return TurnStarted(uuid.uuid4().hex, self.text, self.recipe, self.attachments, self.values, self.budget)
