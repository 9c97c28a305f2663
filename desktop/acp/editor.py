"""The editor at the other end: what it is told, and what it is asked."""

from typing import Any

from acp.connection import Connection
from acp.schema import RequestPermissionRequest, RequestPermissionResponse, SessionNotification
from pydantic import BaseModel, ValidationError

from agent.core.codec import plain
from desktop.acp.greeting import OURS
from desktop.acp.pipe import Pipe


def meta(**values: object) -> dict[str, Any]:
    """A `_meta` of ours; what is None or empty is left out."""
    kept = {key: plain(value) for key, value in values.items() if value not in (None, (), "", {}, [])}
    return {OURS: kept} if kept else {}


def dumped(model: BaseModel) -> dict[str, Any]:
    """A message as JSON has it: nothing that is not set."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


class Editor:
    """`forms` says whether it shows forms (elicitation). Never is it asked for files or terminals: what it does there
    would pass no door of ours.
    """

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self.connection: Connection | None = None
        self.forms = False

    def tell(self, session: str, update: Any) -> None:  # noqa: ANN401  # a union of the schema's updates
        """One update of a session, in order with everything else that is sent."""
        told = SessionNotification(session_id=session, update=update)
        self._pipe.put({"jsonrpc": "2.0", "method": "session/update", "params": dumped(told)})

    async def permission(self, request: RequestPermissionRequest) -> RequestPermissionResponse | None:
        """What the person answered; None when the answer is none that the protocol knows.

        Raises:
            ConnectionError: the editor is gone.
            acp.exceptions.RequestError: it refuses to ask.
        """
        try:
            return RequestPermissionResponse.model_validate(
                await self._asked("session/request_permission", dumped(request))
            )
        except ValidationError:
            return None

    async def form(self, session: str, message: str, label: str) -> str:
        """A line that the person typed into a form; "" when they gave none. Raises as `permission`."""
        schema = {
            "type": "object",
            "properties": {"answer": {"type": "string", "title": label}},
            "required": ["answer"],
        }
        params = {"sessionId": session, "mode": "form", "message": message, "requestedSchema": schema}
        answer = await self._asked("elicitation/create", params)
        content = answer.get("content") if isinstance(answer, dict) and answer.get("action") == "accept" else None
        typed = content.get("answer") if isinstance(content, dict) else None
        return typed if isinstance(typed, str) else ""

    async def _asked(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401  # whatever it answers
        if self.connection is None:
            raise ConnectionError
        return await self.connection.send_request(method, params)
