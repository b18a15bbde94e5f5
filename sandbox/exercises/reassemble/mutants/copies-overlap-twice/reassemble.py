# reassemble.py: what a kernel does with TCP segments before recv() sees a byte.


class Reassembler:
    """Puts a stream together; its first byte has number 1."""

    def __init__(self, capacity):
        self.capacity = capacity  # bytes that may wait to be read
        self.unread = 1  # number of the byte that read() gives next
        self.next = 1  # number of the first byte that is missing
        self.waiting = {}  # number of its first byte: segment
        self.ready = b''

    def push(self, seq, data):
        """Takes a segment whose first byte has the number seq; gives the number of an ACK."""
        if seq + len(data) <= self.unread + self.capacity:
            self.waiting[seq] = data
        for start in sorted(self.waiting):
            if start <= self.next:
                data = self.waiting.pop(start)
                if start + len(data) > self.next:
                    self.ready += data
                    self.next += len(data)
        return self.next

    def read(self):
        """All bytes that are there in order and were not read yet."""
        data, self.ready = self.ready, b''
        self.unread = self.next
        return data
