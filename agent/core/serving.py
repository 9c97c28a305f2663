"""Programs of the person's that speak over their streams (stdio servers), confined like all code of others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from agent.core.running import Launch
from agent.core.words import Words


@dataclass(frozen=True, slots=True)
class StdioServer:
    """A program that is asked on stdin and answers on stdout, as long as somebody needs it.

    `name` is letters, digits, "-" and "_": it names the one folder that it may change. `command` is as the person wrote
    it; its first word is looked for before anything starts. `reads` are files and folders that it needs besides its own
    installation. `env` is added to an environment made from nothing. `network`: the person granted it the network; what
    that means here is what `StdioServers.means` says. `memory` is bytes for each of its processes.
    """

    name: str
    command: tuple[str, ...]
    reads: tuple[Path, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    network: bool = False
    memory: int = 2 * 1024**3


class StdioServers(Protocol):
    """Starts them, and nothing is ever started in another way."""

    def launch(self, server: StdioServer) -> Launch:
        """What starts it; stdin, stdout and stderr are pipes of the host. Blocks.

        Raises:
            ToolError: its program is not there (code "not_found"), its name or its command cannot be used (code
                "bad_server"), or nothing confines it on this computer (code "no_sandbox").
        """

    def means(self, server: StdioServer) -> Words:
        """What this server can do on this computer, in words for the person who decides about it. Blocks."""
