"""sys.exit with a number, from a function inside try/finally."""

import sys


def leave():
    try:
        sys.exit(3)
    finally:
        print("leaving")


leave()
