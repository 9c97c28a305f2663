"""Whatever is said, read and left out: what the model hears is whole, and the Journal alone gives it again."""

import itertools
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agent.core.messages import AssistantMessage, ToolMessage
from tests.agent.session.talk import SmallModel, Talk, pages, person_said

SIZES = st.sampled_from([20, 580, 700, 2_500, 6_000])


class Conversation(RuleBasedStateMachine):
    """Turns with models of several sizes, some of which say that they take more than they do, or write no note."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.talk = Talk(Path(self.folder.name))
        self.words: list[str] = []
        self.last: SmallModel | None = None

    @rule(
        sizes=st.lists(SIZES, max_size=12),
        together=st.integers(1, 4),
        window=st.sampled_from([9_000, 14_000, 40_000]),
        lies=st.booleans(),
        note=st.sampled_from(["I read much. The sum is 440.", None, ""]),
        seen=st.booleans(),
    )
    def turn(self, sizes, together, window, lies, note, seen):
        """One Turn: so many calls at once, results of such sizes."""
        steps = [step[0] for step in pages(sizes, seen=seen and len(sizes) < 4)]
        script = [steps[at : at + together] for at in range(0, len(steps), together)]
        self.words.append(f"Words {len(self.words)}: keep them as they are.")
        self.last = SmallModel(script, window, told=200_000 if lies else window, note=note)
        self.talk.say(self.words[-1], self.last)

    @invariant()
    def each_call_has_its_result_right_after_it(self):
        """Pairs are never split; the double refuses a History that is not whole, so this looks at the rest."""
        for _, history in self.last.heard if self.last else ():
            asked = [call.id for message in history if isinstance(message, AssistantMessage) for call in message.calls]
            told = [r.call for message in history if isinstance(message, ToolMessage) for r in message.results]
            assert asked == told

    @invariant()
    def the_words_of_the_person_are_all_there(self):
        """Word for word and in order, in every request."""
        for _, history in self.last.heard if self.last else ():
            assert person_said(history) == self.words

    @invariant()
    def the_journal_gives_again_what_was_heard(self):
        """The fold of the Events until each request."""
        if self.last:
            self.talk.must_be_rebuilt(self.last)

    @invariant()
    def the_fold_of_the_journal_is_the_state(self):
        """What lived is what is read."""
        if self.talk.session:
            assert self.talk.states()[-1] == self.talk.session.state

    @invariant()
    def the_beginning_changes_at_cuts_only(self):
        """Between two requests without a cut the first is the beginning of the second."""
        states = self.talk.states()
        for (before, earlier), (after, later) in itertools.pairwise(self.last.heard if self.last else ()):
            kept = states[before].left_out == states[after].left_out
            assert not kept or later[: len(earlier)] == earlier

    def teardown(self):
        self.talk.close()
        self.folder.cleanup()


TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=settings().max_examples // 12, stateful_step_count=5, deadline=None)
