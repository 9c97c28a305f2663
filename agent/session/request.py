"""What a Turn is asked to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.core.messages import Image
from agent.core.ports import ChatModel, Context, Review
from agent.session.limits import Limits


@dataclass(frozen=True, slots=True)
class Request:
    """The person's words, with whom, what it may spend, and who looks at its end. `values` are the form of `recipe`."""

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
