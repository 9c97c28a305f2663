"""What a plugin brings and Deskhand never runs: named, with what it would have started, so that nobody misses it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from agent.core.words import Words
from agent.packages.fields import UnusableError, as_object, cited, read_object, texts_of, within

_HOOKS = Words("Hooks, which would run on their own ({events}).", "自動で動くフック（{events}）")
_HOOKS_UNREAD = Words("Hooks, which would run on their own.", "自動で動くフック")
_LANGUAGE = Words("Language servers ({names}).", "言語サーバー（{names}）")
_OTHERS = {
    "monitors": Words("Monitors, which would run in the background.", "裏で動く監視プログラム"),
    "outputStyles": Words("Styles of answers for another program.", "ほかのソフト用の回答スタイル"),
    "channels": Words("Channels, by which others would write into a session.", "外部からの書き込みを受ける経路"),
    "themes": Words("Colours for another program.", "ほかのソフト用の配色"),
    "settings": Words("Settings of another program.", "ほかのソフトの設定"),
    "dependencies": Words("Other plugins, which would be installed with it.", "一緒に入る別のプラグイン"),
}
_PLACES = {
    "monitors": ("monitors",),
    "outputStyles": ("output-styles",),
    "themes": ("themes",),
    "settings": ("settings.json",),
}
_PROGRAMS = Words("Programs in 'bin', which would be put on the search path.", "検索パスに加わる「bin」内のプログラム")
_BUNDLES = Words("Connectors as bundles inside of it; install such a file by itself.",
                 "中にあるバンドル形式のコネクタ（ファイル単体で追加してください）")  # fmt: skip


def unused(folder: Path, told: Mapping[str, object]) -> tuple[Words, ...]:
    """A sentence for each kind, () when it brings nothing of the sort. `told` is its manifest."""
    found = [*_hooks(folder, told), *_language_servers(folder, told)]
    for field, words in _OTHERS.items():
        if field in told or any((folder / place).exists() for place in _PLACES.get(field, ())):
            found.append(words)
    if (folder / "bin").is_dir():
        found.append(_PROGRAMS)
    if any(path.endswith((".mcpb", ".dxt")) for path in texts_of(told.get("mcpServers")) or ()):
        found.append(_BUNDLES)
    return tuple(found)


def _hooks(folder: Path, told: Mapping[str, object]) -> Iterator[Words]:
    given = told.get("hooks")
    if given is None and not (folder / "hooks").is_dir():
        return
    events: dict[str, None] = {}
    inline = as_object(given)
    sources = [inline] if inline is not None else []
    for name in ("hooks/hooks.json", *(texts_of(given) or ())):
        place = within(folder, name.removeprefix("./"))
        try:
            sources += [read_object(place, name)] if place is not None and place.is_file() else []
        except UnusableError:
            continue
    for source in sources:
        events |= dict.fromkeys(as_object(source.get("hooks")) or source)
    if given is None and not events:
        return
    yield _HOOKS.of(events=cited(", ".join(events))) if events else _HOOKS_UNREAD


def _language_servers(folder: Path, told: Mapping[str, object]) -> Iterator[Words]:
    names = dict.fromkeys(as_object(told.get("lspServers")) or {})
    place = within(folder, ".lsp.json")
    if place is not None and place.is_file():
        try:
            names |= dict.fromkeys(read_object(place, ".lsp.json"))
        except UnusableError:
            names |= {".lsp.json": None}
    if names or "lspServers" in told:
        yield _LANGUAGE.of(names=cited(", ".join(names)) or ".lsp.json")
