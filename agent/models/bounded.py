"""How large a body may be that is read as one piece: a server can send without an end."""

from agent.core.words import Words

LARGEST = 16_000_000
"""Bytes; answers of models are far below. A library that looks for the end of a line takes minutes for 64 MB."""
ENDLESS = Words("The answer of {host} does not end.", "{host} からの回答が終わりません。")
