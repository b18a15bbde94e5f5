# reassemble.py: what a kernel does with TCP segments before recv() sees a byte.


class Reassembler:
    """Puts a stream together; its first byte has number 1."""

    def __init__(self, capacity):
        self.capacity = capacity  # bytes that may wait to be read
        self.unread = 1  # number of the byte that read() gives next
        self.next = 1  # number of the first byte that is missing
        self.waiting = {}  # number: byte

    def push(self, seq, data):
        """Takes a segment whose first byte has the number seq; gives the number of an ACK."""
        for number, byte in enumerate(data, seq):
            if self.next <= number:
                self.waiting[number] = byte
        while self.next in self.waiting:
            self.next += 1
        return self.next

    def read(self):
        """All bytes that are there in order and were not read yet."""
        data = bytes(self.waiting.pop(number) for number in range(self.unread, self.next))
        self.unread = self.next
        return data
