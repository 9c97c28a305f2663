"""Skills from outside in whole Turns of a scripted model, and on the command line."""

import asyncio
import json

import pytest

from agent.core.actions import Trust
from agent.core.errors import NeedsUserError
from agent.core.events import CallEnded
from agent.core.messages import Outcome, text_of
from agent.models.scripted import ScriptedModel, calls
from desktop.cli.parser import parser
from desktop.cli.skills import run_skill
from desktop.compose.asked import Asked
from desktop.compose.delegating import Delegating
from desktop.compose.packages import house_packages
from skills.trusting import trust_folder
from tests.journeys.coding import coder
from tests.journeys.october import Desk
from tests.skills.test_shelf import put

SCRIPT = "import sys\nopen('made.txt', 'w').write(' '.join(sys.argv[1:]))\nprint('from the script')"


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path, "en")
    yield made
    made.house.close()


@pytest.fixture
def native(tmp_path):
    yield from coder(tmp_path)


def play(desk, *steps, text="go"):
    async def turn():
        return await desk.turn(desk.open(), *steps, "done", text=text)

    ended, model = asyncio.run(turn())
    assert ended.ending == "done", ended
    return [one.result for one in desk.of(CallEnded)], model


def own(desk, *given, **files):
    return put(desk.house.home.folder / "skills", *given, **files)


def test_a_skill_of_the_person_is_told_loaded_and_its_words_are_a_strangers(desk):
    own(desk, "minutes", "Write minutes.", "Use three headings.")
    results, model = play(desk, calls("skill", {"name": "own:minutes"}))
    assert "- own:minutes: Write minutes." in model.settings[0].system
    assert "Use three headings." in text_of(results[0].for_model)
    assert [(one.trust, one.name) for one in results[0].sources] == [(Trust.OUTSIDE, "skill own:minutes")]


def test_the_person_starts_a_skill_by_its_name(desk):
    own(desk, "our-minutes", "Write minutes.", "Of $1.")
    results, model = play(desk, calls("skill", {"name": "own:our-minutes"}), text="/our-minutes May")
    assert 'call `skill` with the name "own:our-minutes"' in model.settings[0].system
    assert "Of May." in text_of(results[0].for_model)


def test_a_name_of_several_is_asked_back_before_anything_runs(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("DESKHAND_PERSON_HOME", str(tmp_path / "person"))
    own(desk, "minutes")
    put(tmp_path / "person/.claude/skills", "minutes")
    with pytest.raises(NeedsUserError, match="minutes:minutes, own:minutes, user:minutes"):
        play(desk, text="/minutes May")
    assert desk.of(CallEnded) == []


def test_skills_of_a_granted_folder_are_told_when_it_is_trusted_and_not_before(desk):
    put(desk.root / ".claude/skills", "house", "House style.")
    _, model = play(desk)
    assert "House style" not in model.settings[0].system
    shelf = desk.house.skilled.shelf
    root = desk.root.resolve()
    trust_folder(shelf, root, shelf.folders([root])[0].digest)
    _, model = play(desk)
    assert "- folder:house: House style." in model.settings[0].system


def test_a_script_of_a_skill_makes_a_proposed_change_and_nothing_without_approval(native):
    own(native, "fill", "Fill forms.", "Run go.py.", go__py=SCRIPT)
    arguments = {"name": "own:fill", "script": "go.py", "arguments": ["a", "b"]}
    results, model = play(native, calls("skill", {"name": "own:fill"}), calls("skill_script", arguments))
    assert "skill_script" in {spec.name for spec in model.offered[0]}
    assert "`skill_script` runs its Python scripts" in text_of(results[0].for_model)
    assert results[1].outcome is Outcome.DONE
    assert (native.root / "made.txt").read_text() == "a b"
    assert (Trust.OUTSIDE, "skill own:fill") in {(one.trust, one.name) for one in results[1].sources}


def test_where_nothing_confines_code_the_skill_says_so(desk):
    own(desk, "fill", "Fill forms.", "Run go.py.", go__py=SCRIPT)
    desk.house.preferences.write(type(desk.house.preferences.read())(run_code=False))
    results, model = play(desk, calls("skill", {"name": "own:fill"}))
    assert "skill_script" not in {spec.name for spec in model.offered[0]}
    assert "scripts cannot be run on this computer" in text_of(results[0].for_model)


def test_the_command_line_lists_shows_checks_trusts_and_switches(desk, capsys):
    own(desk, "fill", go__py=SCRIPT)
    root = desk.root
    bad = put(root / ".agents/skills", "house")
    (bad / "SKILL.md").write_text("---\nname: Other\ndescription: d\n---\nx\n")

    def told(*words, code=0):
        options = parser().parse_args(["skill", *words, "--json"])
        options.language = "en"
        assert asyncio.run(run_skill(desk.house, options)) == code
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    def listed(*more):
        return {one["key"]: one for one in told("list", *more)}

    here = ("--folder", str(root))
    assert listed()["own:fill"]["standing"] == "on"
    assert listed(*here)["folder:Other"]["standing"] == "asks"
    assert told("check", str(desk.house.home.folder / "skills"))[0]["valid"] is True
    assert len(told("check", str(bad), code=1)[0]["problems"]) == 2
    told("trust", str(root), code=3)
    told("trust", str(root), "--yes")
    assert listed(*here)["folder:Other"]["standing"] == "on"
    told("untrust", str(root))
    assert listed(*here)["folder:Other"]["standing"] == "asks"
    for refused in (("trust", "own:fill", "--digest", "0" * 64), ("show", "nothing"), ("trust", "Other", *here)):
        with pytest.raises(NeedsUserError):
            told(*refused)
    told("trust", "own:fill", "--digest", listed()["own:fill"]["digest"])
    assert listed()["own:fill"]["scripts_approved"] is True
    told("untrust", "own:fill")
    assert listed()["own:fill"]["scripts_approved"] is False
    told("disable", "fill")
    assert told("show", "fill")[0]["standing"] == "off"


def test_the_program_has_the_command(deskhand):
    assert "files:files" in deskhand.run("skill", "list", "--language", "ja")


def installed(desk, tmp_path):
    """A pack with a skill, a command and an agent, installed as the person does it."""
    pack = tmp_path / "sales"
    put(pack / "skills", "call-prep", "Prepare calls.", go__py=SCRIPT)
    for name, text in (
        (".claude-plugin/plugin.json", '{"name": "sales", "version": "1.0.0", "description": "Sales work"}'),
        ("commands/brief.md", "---\ndescription: A brief.\n---\nBrief about $1.\n"),
        ("agents/critic.md", "---\nname: critic\ndescription: Finds flaws.\n---\nBe strict about totals.\n"),
    ):
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_text(text)
    packages = house_packages(desk.house)
    review = packages.review(str(pack))
    assert not review.package.problems
    return packages.install(review, review.package.digest)


def test_an_installed_pack_brings_skills_prompts_and_roles_until_its_files_change(desk, tmp_path):
    record = installed(desk, tmp_path)
    first = desk.house.skilled.turn([], "/brief Sato")
    assert "- sales:call-prep: Prepare calls." in first.told
    assert 'the name "sales:brief"' in first.told
    assert list(first.roles) == ["sales:critic"]
    assert {one.name for one in first.sources} == {"skill sales:call-prep", "skill sales:critic"}
    assert first.approvals.given(first.known["sales:call-prep"])  # its files were approved when it was installed
    (record.folder / "agents" / "critic.md").write_text("Evil.")
    assert "sales" not in desk.house.skilled.turn([]).told


def test_a_role_of_a_pack_is_told_to_delegates_and_its_words_are_a_strangers(desk, tmp_path):
    installed(desk, tmp_path)
    served, calls_of_delegates = ScriptedModel(["Looked. Done."] * 4), []

    def connect(talk, pace, usd):
        calls_of_delegates.append(served)
        return served

    delegating = Delegating(desk.house.documents, tmp_path / "items", connect, lambda: None, "")
    items = {"items": [{"id": "a", "task": "Look at notes.txt", "reads": ["notes.txt"]}], "role": "sales:critic"}

    async def turn():
        opened = desk.open()
        model = ScriptedModel([calls("delegate", {**items, "role": "no"}), calls("delegate", items), "done"])
        await opened.begin(Asked("go", model, language="en", delegating=delegating), desk)
        return model

    model = asyncio.run(turn())
    spec = next(one for one in model.offered[0] if one.name == "delegate")
    assert "sales:critic: Finds flaws." in str(spec.parameters["properties"]["role"])
    assert "Be strict about totals." in served.settings[0].system
    wrong, right = [one.result for one in desk.of(CallEnded) if one.result.call][:2]
    assert wrong.code == "invalid_arguments"
    assert (Trust.OUTSIDE, "skill sales:critic") in {(one.trust, one.name) for one in right.sources}
