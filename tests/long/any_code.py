"""Random programs in a Room: its Harvest, carried out, gives what it holds. `python tests/long/any_code.py 500`"""

import sys

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.agent.sandbox.test_room_any import AnyCode


def main(count: int) -> None:
    """So many programs of up to 40 steps; raises AssertionError with the shortest one that fails."""
    rules = settings(max_examples=count, stateful_step_count=40, deadline=None, print_blob=True)
    run_state_machine_as_test(AnyCode, settings=rules)
    print(f"{count} programs: 0 differences")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
