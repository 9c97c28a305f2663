"""Pictures among what the person attached: a model that sees is shown them with the words."""

from collections.abc import Sequence

from agent.core.documents import Documents
from agent.core.errors import AgentError
from agent.core.messages import Image
from agent.core.ports import Files, Traits
from agent.tools.seeing import picture_of

MOST = 8
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"))


def pictures_of(files: Files, documents: Documents, attachments: Sequence[str], traits: Traits) -> tuple[Image, ...]:
    """The first pictures of `attachments` (texts of Places), upright and made smaller; none for a blind model.

    What cannot be drawn is left to the tools, which tell the model why. Blocks.
    """
    if traits.sees is False:
        return ()
    found: list[Image] = []
    for name in attachments:
        try:
            place = files.place(name)
            if place.suffix.lower() in _PICTURES and len(found) < MOST:
                found.append(picture_of(files, documents, files.snapshot(place))[0])
        except AgentError:
            continue
    return tuple(found)
