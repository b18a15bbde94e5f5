# Sends the pieces of the question, each when the one before has been received, and takes the whole
# messages out of what recv() gave.
import ast
import socket
import sys

FRAMING, *PIECES = sys.argv[1:]


def first_of(stream):
    """The first whole message, and what is behind it; None where none is whole."""
    if FRAMING == 'newline':
        message, newline, behind = stream.partition(b'\n')
        return (message, behind) if newline else None
    if not stream or len(stream) <= stream[0]:
        return None
    end = 1 + stream[0]
    return stream[1:end], stream[end:]


listener = socket.create_server(('127.0.0.1', 5000))
sender = socket.create_connection(listener.getsockname())
receiver, _ = listener.accept()

messages, rest = [], b''
for piece in PIECES:
    sender.sendall(ast.literal_eval(piece))
    received = receiver.recv(1024)
    print('received', received)
    rest += received
    while found := first_of(rest):
        message, rest = found
        messages.append(message)
print('kept', rest)
print('=> messages', ', '.join(map(repr, messages)) or '–')
