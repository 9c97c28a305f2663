"""How large a package may be, and the counting that holds it."""

from dataclasses import dataclass

from agent.core.words import Words
from agent.packages.refusing import refused

_MANY = Words("it has more than {most} files and folders.", "ファイルとフォルダーが {most} 個を超えています。")
_LARGE = Words("it would be larger than {size} MB.", "展開すると {size} MB を超えます。")
_FILE = Words("it would be larger than {size} MB.", "展開すると {size} MB を超えます。")
_RATIO = Words(
    "it would grow more than {ratio}-fold, as a bomb does.",
    "展開すると {ratio} 倍を超える大きさになります。展開爆弾の疑いがあります。",
)
_MB = 1024**2


@dataclass(frozen=True, slots=True)
class Bounds:
    """Most entries; most bytes in all and in one file; how many times as large as the archive all of it may be, beyond
    `spared` bytes, which anything may have.
    """

    entries: int = 20_000
    size: int = 512 * _MB
    file: int = 256 * _MB
    ratio: int = 100
    spared: int = 8 * _MB


BOUNDS = Bounds()


class Count:
    """What was unpacked so far. `packed` is the size of the archive in bytes, 0 for a folder, which cannot grow."""

    def __init__(self, bounds: Bounds, packed: int) -> None:
        self._bounds, self._packed = bounds, packed
        self._entries = self._size = 0

    def entry(self, size: int, name: str) -> None:
        """One more, which says that it has `size` bytes. Raises NeedsUserError ("hostile_package")."""
        self._entries += 1
        if self._entries > self._bounds.entries:
            raise refused(_MANY.of(most=self._bounds.entries))
        if size > self._bounds.file:
            raise refused(_FILE.of(size=self._bounds.file // _MB), name)
        self._would_be(self._size + size)

    def bytes(self, count: int, file: int, name: str) -> None:
        """`count` more bytes, which make `file` of this one. Raises as `entry` does."""
        self._size += count
        if file > self._bounds.file:
            raise refused(_FILE.of(size=self._bounds.file // _MB), name)
        self._would_be(self._size)

    def _would_be(self, size: int) -> None:
        if size > self._bounds.size:
            raise refused(_LARGE.of(size=self._bounds.size // _MB))
        if self._packed and size > max(self._bounds.spared, self._packed * self._bounds.ratio):
            raise refused(_RATIO.of(ratio=self._bounds.ratio))
