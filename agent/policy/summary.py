"""What a Question says in short: the real set, counted by the host and not told by the model."""

from collections import Counter
from collections.abc import Sequence

from agent.core.words import Words, joined
from agent.policy.grants import rooted
from agent.policy.kinds import kinds_told, size_told
from agent.policy.rows import Judged, names

LARGEST_FOLDERS = 2
_COUNTED = (
    ("deleted", Words("delete {n}", "削除 {n} 件")),
    ("changed", Words("overwrite {n}", "上書き {n} 件")),
    ("→", Words("move {n}", "移動 {n} 件")),
    ("new", Words("new {n}", "新規 {n} 件")),
    ("new folder", Words("new folders {n}", "新しいフォルダー {n} 件")),
)
_SET = Words("{counts} ({size}).", "{counts}({size})。")
_UNSIZED = Words("{counts}.", "{counts}。")
_KINDS = Words("{kinds}, in {folder}.", "{kinds}。場所は{folder}です。")
_SPREAD = Words(
    "{kinds}, in {folders} {folders:folder|folders}, most in {largest}.",
    "{kinds}。{folders} 個のフォルダーにあり、多い順に{largest}です。",
)
_FOLDER = Words("{folder} ({n})", "{folder}({n} 件)")
_NAMED = Words("“{name}”", "「{name}」")
_TOP = Words("the granted folder itself", "許可されたフォルダーの直下")
_UNPLANNED = Words("{n} of them are not in the plan.", "うち {n} 件は計画にありません。")


def summary(rows: Sequence[Judged]) -> Words:
    """One sentence with counts and size, one with kinds and folders, and one about what no plan named."""
    sizes = [_size(one) for one in rows if one.row.size is not None or one.files]
    strange = sum(not one.planned for one in rows)
    counts = (_SET if sizes else _UNSIZED).of(counts=_counts(rows), size=size_told(sum(sizes)))
    return joined(
        Words(counts.en[:1].upper() + counts.en[1:], counts.ja),
        _where(names(rows)),
        _UNPLANNED.of(n=strange) if strange else Words("", ""),
    )


def _size(one: Judged) -> int:
    return sum(file.size for file in one.files) if one.row.size is None else one.row.size


def _counts(rows: Sequence[Judged]) -> Words:
    found = Counter("→" if one.row.detail.startswith("→") else one.row.detail for one in rows)
    parts = [words.of(n=found[detail]) for detail, words in _COUNTED if found[detail]]
    return Words(", ".join(part.en for part in parts), "、".join(part.ja for part in parts))


def _where(texts: Sequence[str]) -> Words:
    folders = Counter(map(_folder, texts))
    kinds = kinds_told(texts)
    if len(folders) == 1:
        return _KINDS.of(kinds=kinds, folder=_called(next(iter(folders))))
    largest = [_FOLDER.of(folder=_called(folder), n=n) for folder, n in folders.most_common(LARGEST_FOLDERS)]
    told = Words(" and ".join(one.en for one in largest), "、".join(one.ja for one in largest))
    return _SPREAD.of(kinds=kinds, folders=len(folders), largest=told)


def _folder(place: str) -> str:
    """The folder of a Place, both as texts; "" for the first Root itself."""
    root, path = rooted(place)
    above = path.rpartition("/")[0]
    return f"{root}:{above}" if root and above else root or above


def _called(folder: str) -> Words:
    return _NAMED.of(name=folder) if folder else _TOP
