"""The moments of a video that show what happens in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from av.video.frame import VideoFrame
from PIL import Image, ImageChops, ImageStat

from agent.documents.video.recording import Recording

MOST = 24
_EVERY_SECONDS = 1.0
_SMALL = (64, 36)
# Mean difference of grey values, of 255: below it a picture is the one before.
_SAME = 2.0


@dataclass(frozen=True, slots=True)
class KeyFrame:
    """A moment: `seconds` from the start, and how much it differs from the key frame before (0 to 255)."""

    seconds: float
    change: float


def key_frames(recording: Recording) -> tuple[KeyFrame, ...]:
    """At most MOST moments in order: the first one, and those at which the picture has changed most.

    Frames that can be decoded alone are looked at; where these are rare, as in screen recordings, one frame a second.
    """
    found: list[KeyFrame] = []
    before: Image.Image | None = None
    for seconds, small in _candidates(recording):
        change = 255.0 if before is None else _difference(before, small)
        if change >= _SAME:
            found.append(KeyFrame(seconds, change))
            before = small
    return _chosen(found)


def frame_at(recording: Recording, seconds: float) -> Image.Image:
    """The picture that is shown at a moment, upright."""
    stream = recording.stream
    recording.container.seek(int(seconds / (stream.time_base or 1)) + (stream.start_time or 0), stream=stream)
    shown = None
    for frame in recording.container.decode(stream):
        if shown is not None and _seconds(frame, recording) > seconds + 1e-6:
            break
        shown = frame
    if shown is None:
        raise ValueError("no frame")
    return _upright(shown)


def _candidates(recording: Recording) -> Iterator[tuple[float, Image.Image]]:
    alone = list(_decoded(recording, only_alone=True))
    if len(alone) > 1 and recording.seconds / len(alone) <= 4 * _EVERY_SECONDS:
        yield from alone
        return
    latest = -_EVERY_SECONDS
    for seconds, small in _decoded(recording, only_alone=False):
        if seconds - latest >= _EVERY_SECONDS:
            latest = seconds
            yield seconds, small


def _decoded(recording: Recording, *, only_alone: bool) -> Iterator[tuple[float, Image.Image]]:
    recording.container.seek(0)
    recording.stream.codec_context.skip_frame = "NONKEY" if only_alone else "DEFAULT"
    try:
        latest = -_EVERY_SECONDS
        for frame in recording.container.decode(recording.stream):
            seconds = _seconds(frame, recording)
            if seconds - latest < _EVERY_SECONDS:
                continue
            latest = seconds
            yield seconds, _picture(frame.reformat(*_SMALL, format="gray"))
    finally:
        recording.stream.codec_context.skip_frame = "DEFAULT"


def _chosen(found: Sequence[KeyFrame]) -> tuple[KeyFrame, ...]:
    first, rest = found[:1], sorted(found[1:], key=lambda one: -one.change)
    return tuple(sorted([*first, *rest[: MOST - 1]], key=lambda one: one.seconds))


def _difference(one: Image.Image, other: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def _seconds(frame: VideoFrame, recording: Recording) -> float:
    start = (recording.stream.start_time or 0) * (recording.stream.time_base or 0)
    return max(0.0, float((frame.time or 0.0) - start))


def _picture(frame: VideoFrame) -> Image.Image:
    picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]  # the library does not say
    return picture


def _upright(frame: VideoFrame) -> Image.Image:
    """Phones store what was filmed upright sideways, with the angle beside it."""
    picture = _picture(frame)
    return picture.rotate(frame.rotation, expand=True) if frame.rotation % 360 else picture
