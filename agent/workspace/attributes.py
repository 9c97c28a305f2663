"""Owner, mode, access lists and extended attributes: what new contents take over from the file that they replace.

Order as in safe rewriters (rsync, GNU cp): owner first because it clears setuid, then attributes, the access list last
of them, then the mode, whose group bits are the list's mask.
"""

import errno
import os
import stat
import sys
from contextlib import suppress

_NOT_OURS = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENODATA, errno.EINVAL})
_SETID = stat.S_ISUID | stat.S_ISGID


def alike(old: int, new: int, info: os.stat_result) -> None:
    """Give the open file `new` what the open file `old` has, whose state is `info`.

    What only the owner or an administrator may give (the owner itself, attributes of the system) is left out when the
    system says no: that must not keep somebody from working on a shared file.

    Raises:
        OSError: the disk is full or failing.
    """
    if sys.platform == "win32":
        _access_list(old, new)
    else:
        mode = stat.S_IMODE(info.st_mode)
        if not _owned(new, info):
            mode &= ~_SETID  # a program must not come to run as somebody else
        _attributes(old, new)
        os.fchmod(new, mode)


if sys.platform != "win32":

    def _owned(new: int, info: os.stat_result) -> bool:
        """Whether the owner and the group could be given; the group alone can be, by a member of it."""
        now = os.fstat(new)
        if (now.st_uid, now.st_gid) == (info.st_uid, info.st_gid):
            return True
        try:
            os.fchown(new, info.st_uid, info.st_gid)
        except PermissionError:
            with suppress(PermissionError):
                os.fchown(new, -1, info.st_gid)
            return False
        return True

    def inherit(folder: int, new: int) -> None:
        """Give a new file what it would have got if it had been made in the open `folder`: shared group, access lists.

        macOS: access lists of folders are not passed on to what is moved in, by the Finder neither.
        """
        info = os.fstat(folder)
        if info.st_mode & stat.S_ISGID:
            with suppress(PermissionError):
                os.fchown(new, -1, info.st_gid)
        if sys.platform == "linux":
            with suppress(OSError):  # it has no list, as most folders
                os.setxattr(new, _LIST, os.getxattr(folder, "system.posix_acl_default"))
                os.fchmod(new, stat.S_IMODE(os.fstat(new).st_mode) & 0o666)


if sys.platform == "linux":
    _LIST = "system.posix_acl_access"

    def _attributes(old: int, new: int) -> None:
        try:
            names = sorted(os.listxattr(old), key=lambda name: name == _LIST)
        except OSError as error:
            if error.errno not in _NOT_OURS:
                raise
            return
        for name in names:
            try:
                os.setxattr(new, name, os.getxattr(old, name))
            except OSError as error:
                if error.errno not in _NOT_OURS:
                    raise

elif sys.platform == "darwin":
    import ctypes

    _COPYFILE_ACL_AND_XATTR = (1 << 0) | (1 << 2)  # <copyfile.h>

    def _attributes(old: int, new: int) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.fcopyfile(old, new, None, ctypes.c_uint32(_COPYFILE_ACL_AND_XATTR)) != 0:
            number = ctypes.get_errno()
            if number not in _NOT_OURS:
                raise OSError(number, os.strerror(number))

elif sys.platform == "win32":
    import ctypes
    import msvcrt

    def inherit(folder: int, new: int) -> None:
        """There are no handles of folders on this system."""

    _DACL_SECURITY_INFORMATION = 0x4
    _SE_FILE_OBJECT = 1

    def _access_list(old: int, new: int) -> None:
        """The access list of `old`, by handle (GetSecurityInfo, SetSecurityInfo of advapi32)."""
        advapi, kernel = ctypes.WinDLL("advapi32"), ctypes.WinDLL("kernel32")
        kernel.LocalFree.argtypes = [ctypes.c_void_p]
        dacl, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
        handles = [ctypes.c_void_p(msvcrt.get_osfhandle(file)) for file in (old, new)]
        failed = advapi.GetSecurityInfo(
            handles[0], _SE_FILE_OBJECT, _DACL_SECURITY_INFORMATION, None, None, ctypes.byref(dacl), None,
            ctypes.byref(descriptor),
        )  # fmt: skip
        if failed:
            return
        advapi.SetSecurityInfo(handles[1], _SE_FILE_OBJECT, _DACL_SECURITY_INFORMATION, None, None, dacl, None)
        kernel.LocalFree(descriptor)
else:

    def _attributes(old: int, new: int) -> None:
        """This system has none that Python or its C library can copy."""
