"""Pictures among what the person attached: a model that sees is shown them with the words."""

from collections.abc import Sequence
from pathlib import PurePath

from agent.core.documents import Documents
from agent.core.errors import AgentError, NeedsUserError
from agent.core.messages import Image
from agent.core.paths import shown
from agent.core.ports import Files, Traits
from agent.core.words import Words
from agent.tools.seeing import VIDEOS, picture_of

MOST = 8
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"))
_NOT_SEEN = Words(
    "{name} is no picture, video or PDF.", "「{name}」は画像・動画・PDF のいずれでもないため、添付できません。"
)
_NAME_IT = Words(
    "Name a file in the folder in the task itself; give the folder with --folder.",
    "フォルダー内の他のファイルは、--folder でフォルダーを渡し、指示の中でファイル名を指定してください。",
)


def refuse_unseen(names: Sequence[str]) -> None:
    """Only what can be looked at goes with a task as a picture.

    Raises:
        NeedsUserError: the name of one of `names` is that of another kind of file (code "usage").
    """
    for name in names:
        if PurePath(name).suffix.lower() not in (*_PICTURES, *VIDEOS, ".pdf"):
            raise NeedsUserError(_NOT_SEEN.of(name=shown(PurePath(name).name)), _NAME_IT, "usage")


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
