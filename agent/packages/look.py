"""Our own look at the files of a package: advice for the person. It never decides anything."""

from agent.packages.package import Advice, Package


def looked_at(package: Package) -> tuple[Advice, ...]:
    """What a person should know of its files, the heaviest first."""
    return ()
