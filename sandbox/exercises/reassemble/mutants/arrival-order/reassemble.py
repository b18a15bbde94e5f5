# reassemble.py: what a kernel does with TCP segments before recv() sees a byte.


class Reassembler:
    """Puts a stream together; its first byte has number 1."""

    def __init__(self, capacity):
        self.capacity = capacity  # bytes that may wait to be read
        self.unread = 1  # number of the byte that read() gives next
        self.next = 1  # number of the first byte that is missing
        self.ready = b''

    def push(self, seq, data):
        """Takes a segment whose first byte has the number seq; gives the number of an ACK."""
        room = self.unread + self.capacity - self.next
        self.ready += data[:room]
        self.next += len(data[:room])
        return self.next

    def read(self):
        """All bytes that are there in order and were not read yet."""
        data, self.ready = self.ready, b''
        self.unread = self.next
        return data
