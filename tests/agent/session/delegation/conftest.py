"""A crew for each test."""

import pytest

from tests.agent.session.delegation.crew import Crew, copying


@pytest.fixture
def crew_of(tmp_path):
    made = []

    def crew(answer=copying, **more):
        made.append(Crew(tmp_path, answer, **more))
        return made[-1]

    yield crew
    for one in made:
        one.house.close()
