class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit

    def readline(self):
        data = self.sock.recv(self.limit + 1)
        if not data:
            return None
        return data.rstrip(b'\n')
