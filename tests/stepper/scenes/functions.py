import math
import socket


def area(width, height):
    product = width * height
    return product


class Room:
    size = 3

    def __init__(self, width):
        self.area = area(width, self.size)


text = "x" * 500
numbers = [1, 2, 3]
room = Room(math.floor(2.5))
sock = socket.socket()
print(room.area)
