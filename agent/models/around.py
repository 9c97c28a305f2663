"""What stands around a model: retries, pace, payment, a limit of time. Each changes how it is asked, not what it is."""

from agent.core.ports import ChatModel, Traits


class Around:
    """The part of a ChatModel that is the same for all of them: name, host and traits are those of the model inside."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The name the person gave it."""
        return self._model.name

    @property
    def host(self) -> str:
        """The host that the words go to."""
        return self._model.host

    @property
    def traits(self) -> Traits:
        """What it can take."""
        return self._model.traits
