"""select, poll and epoll: readiness, time-outs, a hang-up, a closed descriptor."""

import select
import socket

left, right = socket.socketpair()
print(select.select([right], [], [], 0) == ([], [], []))
left.sendall(b"x")
print(select.select([right], [left], [], 30) == ([right], [left], []))
print(right.recv(1))

poll = select.poll()
poll.register(right, select.POLLIN)
print(poll.poll(0))
left.sendall(b"y")
print(poll.poll(30000) == [(right.fileno(), select.POLLIN)], right.recv(1))

with select.epoll() as epoll:
    epoll.register(right.fileno(), select.EPOLLIN)
    print(epoll.poll(0), epoll.fileno())
    left.close()
    [(fd, events)] = epoll.poll(30)
    print(fd == right.fileno(), bool(events & select.EPOLLHUP), right.recv(1))
right.close()
try:
    select.select([right], [], [])
except ValueError as error:
    print(error)
