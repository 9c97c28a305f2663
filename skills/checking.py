"""Whether a skill keeps to the letter of the format, for its authors and for Agent Plugins.

The rules are those of the specification (agentskills.io/specification) as its reference validator has them
(`skills-ref` 0.1.1). Where that one refuses what the text allows, the difference is listed in DESIGN.md section 8.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from agent.core.paths import shown
from agent.core.words import Words
from skills.front import Fault, read_front
from skills.reader import MOST_COMPATIBILITY, MOST_DESCRIPTION, MOST_NAME, Policy, Skill

ALLOWED = ("name", "description", "license", "allowed-tools", "metadata", "compatibility")
_REQUIRED = Words("Missing required field in frontmatter: {field}", "必須の項目「{field}」がありません。")
_EMPTY = Words("Field '{field}' must be a non-empty string", "項目「{field}」は空でない文字列にしてください。")
_STRING = Words("Field '{field}' must be a string", "項目「{field}」は文字列にしてください。")
_EXCEEDS = Words(
    "{field} exceeds {most} character limit ({count})", "{field} が {most} 文字を超えています（{count} 文字）。"
)
_LOWER = Words("The name {name!r} must be lowercase", "名前「{name}」は小文字にしてください。")
_HYPHEN = Words("The name cannot start or end with a hyphen", "名前の先頭と末尾にハイフンは使えません。")
_HYPHENS = Words("The name cannot contain consecutive hyphens", "名前に連続したハイフンは使えません。")
_CHARACTERS = Words(
    "The name {name!r} contains invalid characters; only letters, digits and hyphens",
    "名前「{name}」に使えない文字があります。使えるのは文字・数字・ハイフンです。",
)
_MATCH = Words(
    "The directory {folder!r} must match skill name {name!r}",
    "フォルダー名「{folder}」を名前「{name}」に合わせてください。",
)
_UNEXPECTED = Words("Unexpected fields in frontmatter: {names}", "形式にない項目があります: {names}")
_YAML = Words(
    "Invalid YAML in frontmatter, or more than plain YAML (lists in brackets, tags, a key twice)",
    "見出しが正しい YAML ではないか、単純な YAML の範囲（角括弧のリスト、タグ、キーの重複は不可）を超えています。",
)


def faults(skill: Skill) -> tuple[Words, ...]:
    """Everything in which it differs from the letter of the format; () for a valid one."""
    if skill.fault is not Fault.NONE:
        return skill.problems
    if _is_more(skill.folder):
        return (_YAML,)
    front = skill.front
    return (*_unexpected(front), *_name(front, skill.folder), *_description(front), *_compatibility(front))


def used(skill: Skill, policy: Policy) -> bool:
    """Whether a skill is offered under that policy. Fields that the format does not know cost nobody a skill: the text
    of the specification does not forbid them, and 138 of 212 published skills have some.
    """
    if policy is Policy.STRICT:
        return not faults(skill)
    if policy is Policy.PLUGIN:
        return not skipped_for(skill)
    return bool(skill.description)


def skipped_for(skill: Skill) -> tuple[Words, ...]:
    """Why Agent Plugins 1.0.0 (7.1) skips it; () when it does not."""
    if skill.fault is not Fault.NONE:
        return skill.problems
    return (*_name(skill.front, skill.folder), *_description(skill.front), *_compatibility(skill.front))


def _unexpected(front: Mapping[str, object]) -> Iterator[Words]:
    extra = sorted(set(front) - set(ALLOWED))
    if extra:
        yield _UNEXPECTED.of(names=", ".join(map(shown, extra)))


def _name(front: Mapping[str, object], folder: Path) -> Iterator[Words]:
    if "name" not in front:
        yield _REQUIRED.of(field="name")
        return
    name = unicodedata.normalize("NFKC", str(front["name"] if front["name"] is not None else "").strip())
    if not name or isinstance(front["name"], (list, dict)):
        yield _EMPTY.of(field="name")
        return
    if len(name) > MOST_NAME:
        yield _EXCEEDS.of(field="name", most=MOST_NAME, count=len(name))
    yield from _letters(name)
    if unicodedata.normalize("NFKC", folder.name) != name:
        yield _MATCH.of(folder=shown(folder.name), name=shown(name))


def _letters(name: str) -> Iterator[Words]:
    if name != name.lower():
        yield _LOWER.of(name=shown(name))
    if name.startswith("-") or name.endswith("-"):
        yield _HYPHEN
    if "--" in name:
        yield _HYPHENS
    if not all(letter.isalnum() or letter == "-" for letter in name):
        yield _CHARACTERS.of(name=shown(name))


def _description(front: Mapping[str, object]) -> Iterator[Words]:
    if "description" not in front:
        yield _REQUIRED.of(field="description")
        return
    value = front["description"]
    if value is None or isinstance(value, (list, dict)) or not str(value).strip():
        yield _EMPTY.of(field="description")
    elif len(str(value)) > MOST_DESCRIPTION:
        yield _EXCEEDS.of(field="Description", most=MOST_DESCRIPTION, count=len(str(value)))


def _compatibility(front: Mapping[str, object]) -> Iterator[Words]:
    value = front.get("compatibility", "")
    if isinstance(value, (list, dict)):
        yield _STRING.of(field="compatibility")
    elif len(str(value)) > MOST_COMPATIBILITY:
        yield _EXCEEDS.of(field="Compatibility", most=MOST_COMPATIBILITY, count=len(str(value)))


def _is_more(folder: Path) -> bool:
    """Whether it is YAML beyond what authors should use: the reference refuses flow style, tags and doubled keys."""
    try:
        raw = read_front((folder / "SKILL.md").read_text(encoding="utf-8", errors="replace")).text
        node = yaml.compose(raw, Loader=yaml.SafeLoader)
        marked = any(getattr(event, "tag", None) or getattr(event, "anchor", None) for event in yaml.parse(raw))
    except (OSError, yaml.YAMLError, RecursionError):
        return True
    return marked or (node is not None and _odd(node))


def _odd(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return False
    if getattr(node, "flow_style", False):
        return True
    if isinstance(node, yaml.MappingNode):
        names = [str(key.value) for key, _ in node.value]
        return len(set(names)) < len(names) or any(_odd(value) for _, value in node.value)
    return any(_odd(one) for one in node.value)
