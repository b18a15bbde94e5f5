"""How many bytes a send or a receive has moved: short texts may be cut, and streams are counted.

Only exact built-in types are asked for their size: a subclass may run the learner's code.
"""


def moved(call, args, value):
    """Number of bytes; None where the call is neither, or nobody can tell."""
    if call == "sendall":
        return _size(args[0]) if args else None
    if not call.startswith(("send", "recv")):
        return None
    if type(value) is tuple and value:  # recvfrom, recvmsg and what they are called with a buffer
        value = value[0]
    return value if type(value) is int else _size(value)


def _size(data):
    if type(data) is bytes or type(data) is bytearray:
        return len(data)
    return data.nbytes if type(data) is memoryview else None
