# newest.py: keeps the newest reading of UDP port 9999, and counts what became of the others.
import socket

NUMBERS = 65536  # after 65535 comes 0


def full(number, newest):
    """The number nearest to the newest one of which these are the last 16 bits."""
    ahead = (number - newest) % NUMBERS
    return newest + (ahead if ahead < NUMBERS // 2 else ahead - NUMBERS)


class Readings:
    """What has come since the sender's last start."""

    def __init__(self, epoch):
        self.epoch = epoch
        self.values = {}
        self.newest = None
        self.late = 0
        self.duplicate = 0

    def take(self, number, value):
        if number in self.values:
            self.duplicate += 1
            return
        self.values[number] = value
        if self.newest is None or number > self.newest:
            self.newest = number
        else:
            self.late += 1

    def report(self):
        received = len(self.values)
        lost = max(self.values) - min(self.values) + 1 - received
        newest, late, duplicate = self.values[self.newest], self.late, self.duplicate
        counts = f'received {received}, lost {lost}, late {late}, duplicate {duplicate}'
        return f'newest {newest}, {counts}'


sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('0.0.0.0', 9999))
sock.settimeout(1)

readings = Readings(0)
while True:
    try:
        data, sender = sock.recvfrom(1024)
    except socket.timeout:
        print('silent', flush=True)
        continue
    if data == b'?':
        sock.sendto(readings.report().encode(), sender)
        continue
    epoch, number, value = data.decode().split()
    if int(epoch) > readings.epoch:
        readings = Readings(int(epoch))
    if int(epoch) == readings.epoch:
        readings.take(int(number), value)
