"""What runs first inside of an AppContainer: it mends what Python cannot do there, then becomes the target.

`os.mkdir` with the mode 0o700, as `tempfile` uses it, makes a folder that the AppContainer itself may not use
(github.com/python/cpython issue 134587). Nobody else reads a Room, so the folder may inherit.
"""

import os
from collections.abc import Callable, Sequence

from agent.sandbox.becoming import become, orders

_OWN = 0o700


def main(words: Sequence[str]) -> None:
    """Become what stands behind "--"."""
    told, target = orders(words)
    os.mkdir = open_to_itself(os.mkdir)
    become(target, site="site" in told)


def open_to_itself(mkdir: Callable[..., None]) -> Callable[..., None]:
    """`os.mkdir`, but what would be its maker's alone inherits from its folder."""

    def made(path: str | os.PathLike[str], mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        mkdir(path, 0o777 if mode == _OWN else mode, dir_fd=dir_fd)

    return made
