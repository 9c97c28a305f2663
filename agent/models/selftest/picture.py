"""Does it see? Two circles are drawn, and it must tell their colours in their order."""

import base64
import io
import re
import secrets

from agent.core.messages import Image, Text, UserMessage
from agent.core.ports import ChatModel
from agent.core.words import Words
from agent.models.selftest.asking import Heard, asked, said_of
from agent.models.selftest.lines import Check, Line, Standing

COLOURS = {"red": (214, 32, 32), "green": (24, 150, 60), "blue": (30, 70, 220), "yellow": (250, 215, 30)}
SIZE = 128
_ASK = (
    "The picture shows two circles side by side. Which colour has the left one, and which the right one? "
    f"Choose from: {', '.join(COLOURS)}. Answer with the two words, left first."
)
_SEEN = Words("It told the colours in a small picture.", "小さな画像の色を正しく答えました。")
_WRONG = Words(
    "It was given a picture and told wrong colours: it does not see it.",
    "画像の色を正しく答えられなかったため、画像は見えていません。",
)
_OTHER_MODEL = Words(
    "For photos and scanned pages choose a model that sees; for everything else this one is fine.",
    "写真やスキャンした書類には、画像に対応したモデルをお選びください。それ以外の作業には問題ありません。",
)


async def sees(model: ChatModel) -> tuple[Line, tuple[Heard, ...]]:
    """The line, and the answer that was heard for it. A blind model guesses both colours in one of twelve tries."""
    left = secrets.choice(list(COLOURS))
    right = secrets.choice([one for one in COLOURS if one != left])
    picture = Image("image/png", drawn(left, right))
    heard = await asked(model, (UserMessage((Text(_ASK), picture)),))
    if heard.reply is None:
        return Line(Check.SEES, Standing.FAILED, *said_of(heard, _OTHER_MODEL)), (heard,)
    told = re.findall("|".join(COLOURS), heard.text.lower())
    if told[-2:] == [left, right]:
        return Line(Check.SEES, Standing.PASSED, _SEEN), (heard,)
    return Line(Check.SEES, Standing.FAILED, _WRONG, _OTHER_MODEL), (heard,)


def drawn(left: str, right: str) -> str:
    """A PNG of two circles on white, in base64; the middles lie at a quarter and three quarters of its width."""
    from PIL import Image as Canvas  # late: only a self-test draws
    from PIL import ImageDraw

    canvas = Canvas.new("RGB", (2 * SIZE, SIZE), "white")
    pen = ImageDraw.Draw(canvas)
    for at, colour in ((0, left), (SIZE, right)):
        pen.ellipse((at + 16, 16, at + SIZE - 16, SIZE - 16), fill=COLOURS[colour])
    file = io.BytesIO()
    canvas.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()
