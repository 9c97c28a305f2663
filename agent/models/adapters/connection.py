"""What an adapter gives: a model of the library, and what its protocol takes back."""

from dataclasses import dataclass, field

from pydantic_ai.models import Model
from pydantic_ai.native_tools import AbstractNativeTool
from pydantic_ai.settings import ModelSettings


@dataclass(frozen=True, slots=True)
class Connection:
    """A model that can be asked as long as its adapter's context is open.

    `own_thoughts`: what it thought before goes back to it. `foreign_thoughts`: the words of another model's reasoning
    have a place in a request. `unsigned_thoughts`: the words of its own reasoning go back without a signature.
    `native_pictures`: a tool's answer can hold pictures. `videos`: a request can hold them.
    `plain_ids`: ids of calls are letters, digits, "-" and "_", at most 64 of them; `short_ids`: nine letters or digits.
    `native_tools`: tools of the provider whose calls the library pairs with their results only when it knows of them.
    """

    model: Model
    settings: ModelSettings = field(default_factory=ModelSettings)
    own_thoughts: bool = True
    foreign_thoughts: bool = False
    unsigned_thoughts: bool = False
    native_pictures: bool = False
    videos: bool = False
    plain_ids: bool = False
    short_ids: bool = False
    native_tools: tuple[AbstractNativeTool, ...] = ()
