buffer = bytearray()


class LineReader:
    def __init__(self, sock, limit):
        self.sock = sock
        self.limit = limit

    def readline(self):
        while b'\n' not in buffer:
            if len(buffer) > self.limit:
                raise ValueError
            chunk = self.sock.recv(4096)
            if not chunk:
                if buffer:
                    raise EOFError
                return None
            buffer.extend(chunk)
        line, _, rest = bytes(buffer).partition(b'\n')
        if len(line) > self.limit:
            raise ValueError
        buffer[:] = rest
        return line
