import socket


def double(number):
    # A comment has no code.
    result = number * 2
    return result


def total(numbers):
    amount = 0
    for number in numbers:
        amount += double(number)
    return amount


left, right = socket.socketpair()
left.send(b"x")
right.recv(1)
print(total([1, 2]))
print(
    [
        double(number)  # at every turn
        for number in (3, 4)
    ]
)
# The last line has no code.
