"""Videos that tests make themselves: scenes of one colour with words on them."""

import av
from PIL import Image, ImageDraw

from agent.documents.drawing.fonts import font

SCENES = ("white", "navy", "darkgreen")


def video(path, *, codec="mpeg4", seconds_each=3, rate=10, gop=250):
    """A video with a scene for each colour; frames that stand alone come every `gop` frames."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 640, 360, "yuv420p", gop
        for number, colour in enumerate(SCENES, 1):
            picture = Image.new("RGB", (640, 360), colour)
            ImageDraw.Draw(picture).text((60, 120), f"Scene {number}", fill="orange", font=font(90))
            for _ in range(seconds_each * rate):
                container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode())
    return path
