"""Skills as the window names them."""

import re
from dataclasses import replace

from desktop.host.skill_views import described, slash_names
from skills.shelf import built_in

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def test_what_a_skill_is_for_is_said_in_the_language_of_the_person_where_its_head_has_it():
    for found in built_in().values():
        assert JAPANESE.search(described(found, "ja")), found.key
        assert not JAPANESE.search(described(found, "en")), found.key
    bare = replace(found, skill=replace(found.skill, front={"metadata": {"description-ja": 3}}))
    assert described(bare, "ja") == found.skill.description


def test_a_name_alone_is_enough_where_no_other_skill_has_it():
    one = built_in()["files:files"]
    assert slash_names([one]) == {"files:files": "files"}
    twin = replace(one, key="user:Files", skill=replace(one.skill, name="Files"))
    assert slash_names([one, twin]) == {"files:files": "files:files", "user:Files": "user:Files"}
