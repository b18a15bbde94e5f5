"""input() until the end of the stream, and sys.stdin as an iterator."""

import sys

name = input("name? ")
print("hello", name)
for line in sys.stdin:
    print("line", line.rstrip())
    if line.startswith("stop"):
        break
try:
    input("more? ")
except EOFError as error:
    print("no more:", error)
