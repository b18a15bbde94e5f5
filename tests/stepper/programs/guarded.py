"""__main__, argv, __file__ and sys.path are those of a plain run; a second file is imported."""

import inspect
import os
import sys

import spelled

__all__ = ["main"]


def main(arguments):
    print(arguments, os.path.basename(__file__), __name__, __spec__)
    print(sys.path[0] == os.path.dirname(os.path.abspath(__file__)), len(inspect.stack()))
    print([os.path.basename(entry) for entry in sys.path])
    print(sorted(name for name in os.environ if name.startswith(("PYTHON", "SOCKSCOPE"))))
    print(spelled.backwards("socket"), spelled.__name__)
    return 4


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
