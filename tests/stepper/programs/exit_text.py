"""sys.exit with a text: it goes to stderr and the status is 1."""

import sys

if len(sys.argv) < 99:
    sys.exit("usage: exit_text.py HOST PORT")
