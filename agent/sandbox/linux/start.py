"""The script that a confined interpreter begins with: it knows where our package lies, and nothing of the host."""

import sys
from importlib.util import module_from_spec, spec_from_file_location

# This file is `agent/sandbox/linux/start.py`. The folder above `agent` is not searched: it may not be listed here.
_AGENT = __file__.rsplit("/", 3)[0]
if __name__ == "__main__":
    spec = spec_from_file_location("agent", f"{_AGENT}/__init__.py", submodule_search_locations=[_AGENT])
    if spec is None or spec.loader is None:
        raise SystemExit(71)
    sys.modules["agent"] = module_from_spec(spec)
    from agent.sandbox.linux.launcher import main

    main(sys.argv[1:])
