"""What a model cannot see or watch is told to it in words: the History may come from one that could."""

import base64
import json

from agent.core.messages import Image, Message, Text, UserMessage, Video
from agent.core.ports import Traits
from agent.models.catalog import ModelConfig
from agent.models.making import model_of
from tests.agent.models.asking import all_of
from tests.agent.models.servers.answers import Given

PIXEL = base64.b64encode(b"\x89PNG not a real one").decode()
FILM = base64.b64encode(b"....ftypmp42 not a real one").decode()
HISTORY: tuple[Message, ...] = (UserMessage((Text("Look:"), Image("image/png", PIXEL), Video("video/mp4", FILM))),)


def heard(provider, traits):
    provider.says(Given("I see."))
    speaker = provider.speaker
    config = ModelConfig("test", speaker.protocol, provider.url, speaker.model)
    all_of(model_of(config, None, traits=traits), HISTORY)
    return json.dumps(provider.asked[0].body)


def test_a_blind_model_hears_that_there_is_a_picture_and_a_video(provider):
    body = heard(provider, Traits(sees=False, watches=False))
    assert PIXEL not in body
    assert FILM not in body
    assert "a picture, which you cannot see" in body
    assert "a video, which you cannot watch" in body


def test_one_that_sees_and_is_not_known_to_watch_gets_the_picture_only(provider):
    body = heard(provider, Traits(sees=True))
    assert PIXEL in body
    assert FILM not in body
    assert "a video, which you cannot watch" in body


def test_one_that_watches_gets_the_video_itself_where_the_protocol_has_a_place_for_it(provider):
    protocol = provider.speaker.protocol
    body = heard(provider, Traits(sees=True, watches=True))
    assert (FILM in body.replace("-", "+").replace("_", "/")) == (protocol in ("openai-chat", "gemini"))
    assert ('"type": "video_url"' in body) == (protocol == "openai-chat")
