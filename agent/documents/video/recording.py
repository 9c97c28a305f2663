"""A video file, opened so that nothing but its own bytes is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from agent.core.errors import UnreadableError
from agent.core.words import Words
from agent.documents.magic import content_of

# A demuxer of a playlist would open other files and addresses, so the one that fits the first bytes is named.
_DEMUXERS = {"mp4": "mov", "matroska": "matroska", "avi": "avi"}
_MOST_PIXELS = 8192 * 4320
_BROKEN = Words(
    "The video is broken or of a kind that cannot be opened.", "動画が壊れているか、対応していない形式です。"
)
_NO_PICTURES = Words("There are no pictures in it, only sound.", "映像がなく、音声だけのファイルです。")
_LARGE = Words("The pictures of the video are too large.", "動画の画面サイズが大きすぎます。")


@dataclass(frozen=True, slots=True)
class Recording:
    """An open video: its container, its first video stream and its length in seconds (0.0 when it does not say)."""

    container: InputContainer
    stream: VideoStream
    seconds: float


@contextmanager
def opened(source: Path) -> Iterator[Recording]:
    """The video at `source`.

    Raises:
        UnreadableError: broken, without pictures, or with pictures above 35 million pixels ("too_large").
    """
    try:
        # Through a file object: FFmpeg opens no path by itself then.
        with source.open("rb") as file, av.open(file, "r", format=_DEMUXERS[content_of(source)]) as container:
            yield _recording(container)
    except (FFmpegError, LookupError, ValueError, EOFError) as error:
        raise UnreadableError(_BROKEN, "broken") from error


def _recording(container: InputContainer) -> Recording:
    stream = next((one for one in container.streams.video if not _is_cover(one)), None)
    if stream is None:
        raise UnreadableError(_NO_PICTURES, "no_pictures")
    if stream.width * stream.height > _MOST_PIXELS:
        raise UnreadableError(_LARGE, "too_large")
    stream.codec_context.thread_count = 1
    own = (stream.duration or 0) * (stream.time_base or Fraction(0))
    return Recording(container, stream, float(own) or (container.duration or 0) / av.time_base)


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)
