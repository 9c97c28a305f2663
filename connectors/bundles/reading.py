"""A bundle that lies unpacked, as the person is shown it. Nothing in it is run."""

import shutil
from collections.abc import Callable
from pathlib import Path

from agent.core.errors import NeedsUserError
from agent.core.paths import shown
from agent.core.words import Words
from agent.packages.members import digest_of, members_of
from agent.packages.naming import kept_name
from agent.packages.package import Advice, Format, Need, Package, Setting, Signature, Signed, Weight
from connectors.bundles.manifest import LARGEST, NAME, Manifest, read_manifest
from connectors.bundles.placeholders import FORM, named_in
from connectors.bundles.runtimes import Versions, missing_programs, program_version, wrong_versions

_NO_MANIFEST = Words(
    "This is no connector bundle: there is no manifest.json at its top.",
    "コネクタのバンドルではありません。先頭の階層に manifest.json がありません。",
)
_REMEDY = Words("Get it again from where it was published.", "公開元から入手し直してください。")
_BROKEN = Words(
    "It was signed, and changed afterwards, or its signature is damaged.",
    "署名の後に変更されたか、署名が破損しています。",
)
_ON_LINE = Words(
    "{title} is handed over on the command line, where other programs of this computer can see it.",
    "「{title}」はコマンドラインで渡されるため、このコンピューターの他のプログラムから見える可能性があります。",
)
_NO_ENTRY = Words("The file that it starts is not in it: {name}", "起動するファイルが入っていません: {name}")
_POLICY = Words("It says how it treats what it gets: {address}", "データの取り扱いについての記載: {address}")


def is_bundle(folder: Path) -> bool:
    """Whether a bundle lies unpacked there."""
    try:
        read_manifest(_bytes(folder))
    except (NeedsUserError, OSError):
        return False
    return True


def read_bundle(
    folder: Path,
    origin: str,
    signature: Signature = Signature(),  # noqa: B008  frozen
    *,
    which: Callable[[str], str | None] = shutil.which,
    version: Versions = program_version,
) -> Package:
    """The bundle in `folder`. Blocks: every file is hashed, and Node, Python or uv are asked for their versions.

    Raises:
        NeedsUserError: it is none (code "no_bundle"), or holds what no package may hold (code "hostile_package").
        OSError: it cannot be read.
    """
    if not (folder / NAME).is_file():
        raise NeedsUserError(_NO_MANIFEST, _REMEDY, "no_bundle")
    manifest, members = read_manifest(_bytes(folder)), members_of(folder)
    missing = missing_programs(manifest.declared.command, which)
    names = {one.name for one in members}
    return Package(
        kept_name(manifest.name, "connector"),
        Format.BUNDLE,
        folder,
        origin,
        digest_of(members),
        members,
        title=manifest.title,
        version=manifest.version,
        description=manifest.description,
        publisher=manifest.publisher,
        licence=manifest.licence,
        homepage=manifest.homepage,
        signature=signature,
        connectors=(manifest.declared,),
        settings=manifest.settings,
        missing=missing,
        advice=_advice(manifest, names, signature),
        problems=(*manifest.problems, *wrong_versions(manifest.runtimes, version)),
    )


def form_of(folder: Path) -> tuple[Setting, ...]:
    """The form of an installed bundle. Raises as `read_bundle` does."""
    return read_manifest(_bytes(folder)).settings


def _bytes(folder: Path) -> bytes:
    with (folder / NAME).open("rb") as file:
        return file.read(LARGEST + 1)


def _advice(manifest: Manifest, names: set[str], signature: Signature) -> tuple[Advice, ...]:
    found = [Advice(Weight.WARNING, _BROKEN)] if signature.state is Signed.BROKEN else []
    entry = manifest.entry.removeprefix("./")
    if entry and entry not in names:
        found.append(Advice(Weight.CAUTION, _NO_ENTRY.of(name=shown(entry)), NAME))
    on_line = {name for text in manifest.declared.arguments for name in named_in(text)}
    hidden = [one for one in manifest.settings if one.need is Need.HIDDEN and FORM + one.key in on_line]
    found += [Advice(Weight.CAUTION, _ON_LINE.of(title=shown(one.title)), NAME) for one in hidden]
    return (*found, *(Advice(Weight.NOTE, _POLICY.of(address=shown(one))) for one in manifest.policies))
