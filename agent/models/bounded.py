"""How large a body may be that is read as one piece: a server can send without an end."""

from agent.core.words import Words

LARGEST = 64_000_000
"""Bytes; an answer of 8,000,000 characters with a few pictures has room."""
ENDLESS = Words("The answer of {host} does not end.", "{host} からの回答が終わりません。")
