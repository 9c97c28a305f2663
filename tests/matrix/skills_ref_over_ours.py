"""The functions of the reference `skills_ref` as its tests call them, over Deskhand's reader. Copied into a package."""

from dataclasses import dataclass, field
from pathlib import Path

from skills.checking import faults
from skills.front import Fault, read_front
from skills.reader import read_skill


class SkillError(Exception):
    """Something is wrong."""


class ParseError(SkillError):
    """It cannot be read."""


class ValidationError(SkillError):
    """A field is missing."""


_WORDS = {
    Fault.MISSING: "must start with YAML frontmatter",
    Fault.UNCLOSED: "not properly closed",
    Fault.REPAIRED: "Invalid YAML",
    Fault.BROKEN: "Invalid YAML",
}


@dataclass
class Properties:
    """What is known of a skill."""

    name: str
    description: str
    license: str | None = None
    compatibility: str | None = None
    allowed_tools: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    def to_dict(self):
        """As the reference writes it."""
        names = {"name": "name", "description": "description", "license": "license", "allowed_tools": "allowed-tools"}
        return {key: getattr(self, name) for name, key in names.items() if getattr(self, name) is not None}


def find_skill_md(folder):
    """The file of a skill, None without one."""
    names = {path.name for path in Path(folder).iterdir()}
    return next((Path(folder) / name for name in ("SKILL.md", "skill.md") if name in names), None)


def parse_frontmatter(content):
    """Fields and body. Raises ParseError."""
    front = read_front(content)
    if front.fault is not Fault.NONE:
        is_no_mapping = any("not a mapping" in words.en for words in front.problems)
        raise ParseError("must be a YAML mapping" if is_no_mapping else _WORDS[front.fault])
    fields = dict(front.fields)
    metadata = fields.get("metadata")
    if isinstance(metadata, dict):
        fields["metadata"] = {str(key): str(value) for key, value in metadata.items()}
    return fields, front.body


def read_properties(folder):
    """What a skill says of itself. Raises ParseError, ValidationError."""
    path = find_skill_md(folder)
    if path is None:
        raise ParseError(f"SKILL.md not found in {folder}")
    fields, _ = parse_frontmatter(path.read_text())
    for name in ("name", "description"):
        if not fields.get(name):
            raise ValidationError(f"Missing required field in frontmatter: {name}")
    known = ("name", "description", "license", "compatibility", "metadata")
    given = {name: fields[name] for name in known if name in fields}
    return Properties(**given, allowed_tools=fields.get("allowed-tools"))


def validate(folder):
    """Sentences about what is wrong."""
    folder = Path(folder)
    if not folder.exists():
        return [f"Path does not exist: {folder}"]
    if not folder.is_dir():
        return [f"Not a directory: {folder}"]
    path = find_skill_md(folder)
    if path is None:
        return ["Missing required file: SKILL.md"]
    return [words.en for words in faults(read_skill(folder, path.name))]
