"""What Office programs put beside a file while they have it open."""


def lock_names(name: str) -> tuple[str, ...]:
    """The names of lock files: Word leaves the first two letters of a long name out, LibreOffice has its own form."""
    return f"~${name}", f"~${name[2:]}", f".~lock.{name}#"
