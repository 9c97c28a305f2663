"""The four protocols."""

from tests.agent.models.servers.chat import Chat
from tests.agent.models.servers.core import Speaker
from tests.agent.models.servers.gemini import Gemini
from tests.agent.models.servers.messages import Messages
from tests.agent.models.servers.responses import Responses

SPEAKERS: tuple[Speaker, ...] = (Chat(), Responses(), Messages(), Gemini())
