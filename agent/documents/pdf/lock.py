"""Passwords of PDFs: AES with 256 bits, ISO 32000-2, 7.6.4 (revision 6)."""

import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions

from agent.core.documents import Op
from agent.core.errors import InvalidArgumentsError, UnreadableError
from agent.core.words import Words
from agent.documents.op_fields import is_one, text_of
from agent.documents.operations import Operation
from agent.documents.pdf.draft import PROTECTED, Draft, damage_told, reader_of

_WRONG = Words("The password is wrong.", "パスワードが正しくありません。")
_NOT_LOCKED = Words("The PDF has no password.", "この PDF にはパスワードが設定されていません。")
_LOCKED = Words(
    "The PDF is encrypted now (AES-256) and asks for the password when it is opened{allowed}.",
    "PDF を暗号化しました(AES-256)。開くときにパスワードが必要です{allowed}。",
)
_ALLOWED = Words("; allowed are {names}", "。許可する操作: {names}")
_NOTHING = Words("; printing, copying and changing are not allowed", "。印刷、コピー、変更は許可していません")
_PERMISSIONS: Mapping[str, UserAccessPermissions] = {
    "print": UserAccessPermissions.PRINT | UserAccessPermissions.PRINT_TO_REPRESENTATION,
    "copy": UserAccessPermissions.EXTRACT | UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS,
    "change": UserAccessPermissions.MODIFY,
    "annotate": UserAccessPermissions.ADD_OR_MODIFY,
    "fill": UserAccessPermissions.FILL_FORM_FIELDS,
    "assemble": UserAccessPermissions.ASSEMBLE_DOC,
}
# Programs for people who cannot see may always read (ISO 32000-2, table 22: bit 10 is to be set).
_ALWAYS = UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS
_MAX_BYTES = 127


def unlock(source: Path, password: str, target: Path) -> None:
    """Write a copy without encryption.

    Raises:
        UnreadableError: "wrong_password", "not_encrypted", "encrypted" for the password of a reader when the author
            forbids changes, or what reading raises.
    """
    with damage_told():
        reader = PdfReader(source)
        if not reader.is_encrypted:
            raise UnreadableError(_NOT_LOCKED, "not_encrypted")
        kind = reader.decrypt(password)
        if kind == PasswordType.NOT_DECRYPTED:
            raise UnreadableError(_WRONG, "wrong_password")
        may = reader.user_access_permissions
        if kind == PasswordType.USER_PASSWORD and may is not None and UserAccessPermissions.MODIFY not in may:
            # The password of a reader does not take the author's permissions away.
            raise UnreadableError(PROTECTED, "encrypted")
        Draft([source], PdfWriter(clone_from=reader)).save(target)


def lock(source: Path, password: str, target: Path) -> None:
    """Write a copy that asks for `password` and then allows everything."""
    _checked(password)
    with damage_told():
        draft = Draft([source], PdfWriter(clone_from=reader_of(source)))
        draft.locks = (password, password, UserAccessPermissions.all())
        draft.save(target)


def _checked(password: str) -> None:
    """Never tells the password itself."""
    if not password or len(password.encode()) > _MAX_BYTES:
        raise InvalidArgumentsError(f"'password' is a text of 1 to {_MAX_BYTES} bytes.")


def _encrypt(draft: Draft, op: Op) -> Words:
    password = text_of(op, "password", "")
    _checked(password)
    allow = op.get("allow")
    if allow is None:
        draft.locks = (password, password, UserAccessPermissions.all())
        return _LOCKED.of(allowed="")
    if not isinstance(allow, Sequence) or isinstance(allow, str) or not all(is_one(one, _PERMISSIONS) for one in allow):
        raise InvalidArgumentsError(
            f"'allow' is a list of some of {', '.join(_PERMISSIONS)}; without it all is allowed."
        )
    permissions = _ALWAYS
    for one in allow:
        permissions |= _PERMISSIONS[one]
    owner = text_of(op, "owner_password", "") or secrets.token_urlsafe(24)
    if owner == password:
        raise InvalidArgumentsError("'owner_password' must differ from 'password', or all is allowed with either.")
    draft.locks = (password, owner, permissions)
    return _LOCKED.of(allowed=_ALLOWED.of(names=", ".join(map(str, allow))) if allow else _NOTHING)


LOCK_OPERATIONS: Mapping[str, Operation[Draft]] = {
    "encrypt": Operation(
        _encrypt,
        ("password", "owner_password", "allow"),
        '{"op":"encrypt","password":"...","allow":["print","copy","change","annotate","fill","assemble"]} '
        "(without allow: everything). A file that has no password gets none: write to a new path",
    )
}
