"""Sockets as files, text and bytes, by line and by iteration."""

import socket

left, right = socket.socketpair()
with left.makefile("w", encoding="utf-8") as out:
    out.write("첫 줄\nsecond\n")
    out.flush()
    print("third", file=out)
left.shutdown(socket.SHUT_WR)
with right.makefile(encoding="utf-8") as lines:
    print(lines.readline().rstrip())
    for line in lines:
        print(line.rstrip())
right.close()
print(right.fileno(), left.fileno() > 0)
left.close()
try:
    left.makefile("z")
except ValueError as error:
    print(error)
