"""What the authors of these connectors would declare: the Effect of each tool, and the role of each argument.

Nothing else is said here, and the policy sees no name of a tool. A tool that is not listed reads the person's own
account, and what it gives comes from outside. An id is told by the name of what it designates, as the account knows it:
nobody could judge "delete 13".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.core.actions import Action, Argument, Effect, Grant, Intent, Source, Trust


@dataclass(frozen=True, slots=True)
class Declared:
    """An outward tool: its Effect and the role of each of its arguments."""

    effect: Effect
    roles: Mapping[str, str]


_EVENT = {"title": "name", "start_time": "time", "end_time": "time", "description": "body", "location": "body",
          "participants": "recipient"}  # fmt: skip
_MAIL = {"recipients": "recipient", "cc": "recipient", "bcc": "recipient", "subject": "subject", "body": "body",
         "attachments": "file"}  # fmt: skip
_PAYMENT = {"recipient": "account", "amount": "amount", "subject": "subject", "date": "date", "recurring": "flag"}
_PERSON = {"first_name": "body", "last_name": "body", "street": "body", "city": "body"}
TABLE: Mapping[str, Declared] = {
    "send_email": Declared(Effect.SEND, _MAIL),
    "delete_email": Declared(Effect.DELETE, {"email_id": "id"}),
    "create_calendar_event": Declared(Effect.SEND, _EVENT),
    "cancel_calendar_event": Declared(Effect.DELETE, {"event_id": "id"}),
    "reschedule_calendar_event": Declared(
        Effect.SEND, {"event_id": "id", "new_start_time": "time", "new_end_time": "time"}
    ),
    "add_calendar_event_participants": Declared(Effect.SEND, {"event_id": "id", "participants": "recipient"}),
    "create_file": Declared(Effect.WRITE, {"filename": "name", "content": "body"}),
    "append_to_file": Declared(Effect.WRITE, {"file_id": "id", "content": "body"}),
    "delete_file": Declared(Effect.DELETE, {"file_id": "id"}),
    "share_file": Declared(Effect.SEND, {"file_id": "file", "email": "recipient", "permission": "choice"}),
    "reserve_hotel": Declared(Effect.SEND, {"hotel": "name", "start_day": "date", "end_day": "date"}),
    "reserve_restaurant": Declared(Effect.SEND, {"restaurant": "name", "start_time": "time"}),
    "reserve_car_rental": Declared(Effect.SEND, {"company": "name", "start_time": "time", "end_time": "time"}),
    "send_money": Declared(Effect.SEND, _PAYMENT),
    "schedule_transaction": Declared(Effect.SEND, _PAYMENT),
    "update_scheduled_transaction": Declared(Effect.SEND, {"id": "id", **_PAYMENT}),
    "update_password": Declared(Effect.SEND, {"password": "password"}),
    "update_user_info": Declared(Effect.SEND, _PERSON),
    "send_direct_message": Declared(Effect.SEND, {"recipient": "recipient", "body": "body"}),
    "send_channel_message": Declared(Effect.SEND, {"channel": "recipient", "body": "body"}),
    "add_user_to_channel": Declared(Effect.SEND, {"user": "id", "channel": "recipient"}),
    "invite_user_to_slack": Declared(Effect.SEND, {"user": "name", "user_email": "recipient"}),
    "remove_user_from_slack": Declared(Effect.DELETE, {"user": "id"}),
    "get_webpage": Declared(Effect.CONNECT, {"url": "address"}),
    "post_webpage": Declared(Effect.SEND, {"url": "address", "content": "body"}),
}


def connected(suite: str) -> tuple[Grant, ...]:
    """The person connected the account of this suite; nobody else is named by that."""
    return (Grant(Effect.CONNECT, f"{suite} account", "always"),)


def intent(suite: str, tool: str, arguments: Mapping[str, Any], environment: Any) -> Intent:
    """The call as the connector would state it. The target is the account, or the address of a page."""
    declared = TABLE.get(tool)
    target = str(arguments.get("url", f"{suite} account"))
    if declared is None:
        return Intent(tool, (Action(Effect.READ, target),))
    stated = [
        Argument(role, _called(name, one, environment))
        for name, role in declared.roles.items()
        for one in _items(arguments.get(name))
    ]
    return Intent(tool, (Action(declared.effect, target, tuple(stated)),))


def heard(stated: Intent, tool: str) -> tuple[Source, ...]:
    """Where the words of a result come from: the person's own disk, or outside."""
    trust = Trust.FILE if tool == "read_file" else Trust.OUTSIDE
    return tuple(Source(trust, action.target) for action in stated.actions)


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else () if value is None else (value,)


def _called(name: str, value: Any, environment: Any) -> str:
    """The value in words; an id by the name of what it designates in the account."""
    if isinstance(value, Mapping):  # an attachment: a file of the drive, or an event
        kind = next((key for key in ("file_id", "event_id") if key in value), "")
        return _called(kind, value.get(kind), environment) if kind else str(value)
    look = _NAMES.get(name)
    known = look(environment, str(value)) if look else None
    return str(value if known is None else known)


def _file(environment: Any, wanted: str) -> Any:
    return next((file.filename for file in environment.cloud_drive.files.values() if file.id_ == wanted), None)


def _event(environment: Any, wanted: str) -> Any:
    return next((event.title for event in environment.calendar.events.values() if event.id_ == wanted), None)


def _mail(environment: Any, wanted: str) -> Any:
    return next((mail.subject for mail in environment.inbox.emails.values() if mail.id_ == wanted), None)


def _payment(environment: Any, wanted: str) -> Any:
    return next((one.subject for one in environment.bank_account.scheduled_transactions if str(one.id) == wanted), None)


_NAMES = {"file_id": _file, "event_id": _event, "email_id": _mail, "id": _payment}
