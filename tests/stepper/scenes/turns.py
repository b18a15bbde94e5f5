import socket


def double(number):
    return number * 2


left, right = socket.socketpair()
doubled = [double(number) for number in (1, 2)]
sent = {left.send(b"x") for number in (1, 2)}
for _ in (1, 2):
    pass
