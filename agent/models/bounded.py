"""How large a body may be that is read as one piece, and one event of a stream: a server can send without an end."""

from agent.core.words import Words

LARGEST = 16_000_000
"""Bytes; answers of models are far below. What SDKs do until a line ends takes time by the square of its length."""
ENDLESS = Words("The answer of {host} does not end.", "{host} からの回答が終わりません。")
