"""A host that plays a scene: `python fake_host.py SCENE LANGUAGE [THEME]`. It speaks the wire and touches no file.

Scenes: welcome (first run), empty (a task without words), running, waiting, asking, done, failed, no_model,
long (2,000 items), crash (ends at StartTurn), slow (a Turn that runs until it is stopped), flood (answers StartTurn
with a storm of small Notices).
"""

import os
import sys

from agent.core.actions import Mode
from agent.core.events import (
    CallEnded,
    CallProgress,
    CallStarted,
    CheckpointMade,
    Ending,
    GrantRevoked,
    MessageAdded,
    QuestionAnswered,
    SessionChanged,
    TextStreamed,
    TurnEnded,
    TurnResumed,
    TurnStarted,
)
from agent.core.messages import AssistantMessage, Outcome, Text, ToolCall, ToolResult, UserMessage
from desktop.wire import messages as wire
from desktop.wire.framing import Request, answer_line, notification_line, parsed
from tests.desktop import code_scenes, model_scenes, trouble_scenes
from tests.desktop.confined_scenes import attempts, tiers
from tests.desktop.connector_scenes import connected
from tests.desktop.money_scenes import money
from tests.desktop.package_scenes import packaged
from tests.desktop.past_scenes import changes, record, versions
from tests.desktop.scenes import LIVE, STATES, Story, ago, undo

FRESH = ("empty", "welcome", "no_model")


class Scene:
    """The state behind one window."""

    def __init__(self, name, language, theme, write):
        self.name = name
        self.story = Story(language)
        self.write = write
        self.later = []
        self.kept = [] if name in FRESH else list(self.story.history(name))
        self.mode = Mode.DESTRUCTIVE
        self.state = STATES.get(name, "new")
        self.title = "" if name in FRESH else self.story.title()
        self.preferences = wire.Preferences(language, theme, task_usd=1.0, day_usd=5.0)
        self.kept_versions = () if name in FRESH else versions(self.story)
        self.rules = (30, 10)
        self.permitted = () if name in FRESH else self.story.grants()
        self.answers = {**self._session_answers(), **self._model_answers(language)}

    def _session_answers(self):
        return {
            wire.Hello: self.hello,
            wire.StartSession: self.view,
            wire.MakeSample: self.view,
            wire.GrantRoot: self.view,
            wire.RevokeRoot: self.view,
            wire.ArchiveSession: self.view,
            wire.OpenSession: self.opened,
            wire.SetSession: self.set,
            wire.StartTurn: self.turn,
            wire.RunRecipe: lambda _: wire.TurnAnswer(True),
            wire.SuggestRecipes: lambda _: wire.Suggestions(self.story.suggestions()),
            wire.PreviewRow: lambda _: wire.Preview("text", "receipt.pdf", text="12,480"),
            wire.PreviewChange: lambda _: self.story.differences(),
            wire.PreviewFile: lambda _: self.story.table(),
            wire.UndoChange: self.undo,
            wire.ResumeTurn: self.resume,
            wire.LeaveTurn: self.leave,
            wire.StopTurn: self.stop,
            wire.AnswerQuestion: self.answer,
            wire.SetPreferences: self.prefer,
            wire.ListGrants: self.grants,
            wire.ListVersions: self.versions,
            wire.ListChanges: self.changes,
            wire.VerifyRecord: lambda _: record(self.story, self.name != "tampered"),
            wire.ExportRecord: self.export,
            wire.PurgeVersions: self.purge,
            wire.SetRetention: self.rule,
            wire.RevokeGrant: self.revoke,
            wire.ListSent: lambda _: wire.SentList(self.story.sent()),
        }

    def _model_answers(self, language):
        return {
            wire.AddModel: lambda _: wire.Models(self.models()),
            wire.RemoveModel: lambda _: wire.Models(self.models()),
            wire.UseModel: lambda _: wire.Models(self.models()),
            wire.TestModel: self.test,
            wire.SetModelOptions: lambda _: wire.Models(self.models()),
            wire.ListPresets: lambda _: model_scenes.presets(language),
            wire.DescribeModel: lambda request: model_scenes.described(request, language),
            wire.DiscoverModels: lambda _: (
                wire.Discovered(()) if self.name == "nothing" else model_scenes.found(language)
            ),
            **money(self.story),
            **self._outside(),
            wire.ListTiers: lambda _: tiers(self.story.say, missing=self.name == "nothing"),
            wire.CheckSandbox: self.check,
        }

    def _outside(self):
        """Packages, skills and connectors: none where nothing else is said of them, so that older scenes stay."""
        known = {**packaged(self.story), **connected(self.story)}
        if self.name != "outside":
            known[wire.ListSkills] = lambda _: wire.SkillsView()
            known[wire.ListPrompts] = lambda _: wire.Prompts(())
        return known

    def take(self, message):
        """Answer a request, then tell what it set off."""
        self.later = []
        answer = self.answers.get(type(message.value), lambda _: wire.Done())(message.value)
        if answer is not None:
            self.write(answer_line(message.id, answer))
        for told in self.later:
            self.write(notification_line(told))

    def hello(self, request):
        fresh = self.name == "welcome"
        self.story.language = request.language or self.story.language
        return wire.Welcome(
            "0.1.0", "/home/me/.local/share/deskhand", () if fresh else (self.view(None), *self.story.others()),
            self.models(), self.story.recipes(), self.preferences,
        )  # fmt: skip

    def models(self):
        test = trouble_scenes.away() if self.name == "away" else None
        return () if self.name in ("welcome", "no_model") else model_scenes.models(self.story.language, test)

    def test(self, request):
        lines = model_scenes.told(self.story.language)[: 4 if self.name == "testing" else None]
        for line in lines:
            self.write(notification_line(wire.TestLine(request.name, line)))
        return None if self.name == "testing" else wire.TestAnswer(self.models()[0].test, self.models())

    def check(self, _):
        """Scene "testing" stays in the middle of it, in "away" something gets out."""
        for told in attempts(self.story.say):
            self.write(notification_line(told))
        return None if self.name == "testing" else tiers(self.story.say, checked=True, leaks=self.name == "away")

    def view(self, _):
        return wire.SessionView(LIVE, self.title, self.state, ago(minutes=1), self.mode, "", (self.story.root(),))

    def opened(self, request):
        if request.session != LIVE:
            view = next(view for view in self.story.others() if view.id == request.session)
            return wire.SessionHistory(view, ())
        if self.name == "running":
            self.stream()
        if self.name == "code":
            self.later.append(wire.Published(LIVE, 0, code_scenes.PROGRESS))
        return wire.SessionHistory(self.view(None), tuple(self.kept) or (self.story.root(),))

    def set(self, request):
        self.mode, self.title = request.mode or self.mode, request.title or self.title
        self.keep(SessionChanged(request.title, request.model, request.mode))
        return self.view(None)

    def turn(self, request):
        if self.name == "no_model":
            return self.story.no_model()
        self.keep(TurnStarted("t9", request.text), MessageAdded(UserMessage((Text(request.text),))))
        if self.name == "crash":
            os._exit(3)
        if self.name == "flood":
            words = (f"word {at}" + (".\n\n" if at % 40 == 39 else " ") for at in range(20_000))
            self.later += [wire.Published(LIVE, 0, TextStreamed(word)) for word in words]
        if self.name != "slow":
            self.keep(MessageAdded(AssistantMessage((Text(f"You said: {request.text}"),))), TurnEnded(Ending.DONE))
        self.become("running" if self.name == "slow" else "done")
        return wire.TurnAnswer(True)

    def resume(self, request):
        if self.name == "cut_off":
            self.keep(TurnResumed("t1"), MessageAdded(AssistantMessage((Text("I went on."),))), TurnEnded(Ending.DONE))
            self.become("done")
        return wire.TurnAnswer(self.name == "cut_off")

    def leave(self, _):
        self.keep(TurnEnded(Ending.STOPPED, "It was left.", code="interrupted"))
        self.become("stopped")
        return self.view(None)

    def stop(self, _):
        self.keep(TurnEnded(Ending.STOPPED, "Stopped.", code="stopped"))
        self.become("stopped")
        return wire.Done()

    def answer(self, request):
        said = self.story.say("Moved to the trash.", "整理しました。")
        done = ToolResult("c9", Outcome.DONE, (), said)
        self.keep(QuestionAnswered(request.approval), CallEnded(done), TurnEnded(Ending.DONE))
        self.become("done")
        return wire.Done()

    def undo(self, request):
        if request.checkpoint == "locked":
            return wire.Failed("busy", "A task is running in this session.", "Stop it first, then undo.")
        self.keep(CheckpointMade(undo(request.checkpoint or "k1")))
        return wire.Done()

    def grants(self, request):
        return wire.Grants(tuple(v for v in self.permitted if request.session or v.grant.lifetime == "always"))

    def revoke(self, request):
        self.permitted = tuple(view for view in self.permitted if view != request.view)
        self.keep(GrantRevoked(request.view.grant))
        return wire.Done()

    def changes(self, request):
        past = (wire.Past(view or self.view(None), made, purged) for view, made, purged in changes(self.story))
        return wire.Changes(tuple(one for one in past if request.session in ("", one.view.id)))

    def export(self, request):
        return wire.RecordText(f"deskhand-{request.session}.{request.form}", f"{request.form} {request.contents}")

    def versions(self, _):
        return wire.Versions(self.kept_versions, 512_000_000_000, *self.rules)

    def purge(self, request):
        self.kept_versions = tuple(v for v in self.kept_versions if v.checkpoint not in request.checkpoints)
        return self.versions(None)

    def rule(self, request):
        self.rules = (request.days, request.percent)
        return self.versions(None)

    def prefer(self, request):
        self.preferences = request.preferences
        return wire.Done()

    def keep(self, *events):
        """Events with their numbers."""
        for event in events:
            self.kept.append(event)
            self.later.append(wire.Published(LIVE, len(self.kept), event))

    def become(self, state):
        self.state = state
        self.later.append(wire.SessionUpdated(self.view(None)))

    def stream(self):
        """An answer that is coming in, and a call that goes on."""
        text, call = self.story.answer(), ToolCall("c7", "read", "{}")
        self.later += [wire.Published(LIVE, 0, TextStreamed(piece + " ")) for piece in text.split(" ")]
        told = MessageAdded(AssistantMessage((Text(text),), (call,)))
        started = CallStarted(call, self.story.say("Read 32 PDFs", "32 個の PDF を読み取り"))
        self.later += [wire.Published(LIVE, 90, told), wire.Published(LIVE, 91, started)]
        self.later.append(wire.Published(LIVE, 0, CallProgress("c7", "receipt_2026-10-14.pdf", 14, 32)))


def main():
    """Serve until the input ends."""

    def write(line):
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()

    name, language, theme = (*sys.argv[1:], "light")[:3]
    scene = Scene(name, language, theme, write)
    for line in sys.stdin.buffer:
        message = parsed(line)
        if isinstance(message, Request):
            scene.take(message)


if __name__ == "__main__":
    main()
