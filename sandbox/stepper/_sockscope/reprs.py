"""Short texts of values, without ever running the learner's code.

Only exact built-in types are shown. `isinstance`, `==` and `in` are avoided on the learner's
objects: they may call `__class__`, `__eq__` or a metaclass of theirs.
"""

import _socket
import sys

LENGTH = 120
_ITEMS = 6
_DEPTH = 3
_LOCALS = 50
_MORE = "…"

_type_name = type.__dict__["__name__"].__get__
_type_mro = type.__dict__["__mro__"].__get__
_fileno = _socket.socket.fileno

_PLAIN = frozenset([bool, float, complex, type(None), type(Ellipsis)])
_BRACKETS = {list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), frozenset: ("frozenset({", "})")}
_NOT_DATA = frozenset([type(sys), type(lambda: None), type(len)])


def is_kind(value, kind):
    """isinstance() that looks at the real type alone."""
    for base in _type_mro(type(value)):
        if base is kind:
            return True
    return False


def short(value):
    """Text of a value, at most LENGTH characters."""
    text = _text(value, _DEPTH)
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + _MORE


def type_name(value):
    """Name of the value's type, in place of the value."""
    return _type_name(type(value))


def _text(value, depth):
    kind = type(value)
    if kind is str or kind is bytes or kind is bytearray:
        return repr(value) if len(value) <= LENGTH else repr(value[:LENGTH]) + _MORE
    if kind is int:
        bits = value.bit_length()
        return repr(value) if bits <= 400 else f"<int of {bits} bits>"
    if kind in _PLAIN:
        return repr(value)
    if kind in _BRACKETS or kind is dict:
        return _container(value, kind, depth)
    if is_kind(value, _socket.socket):
        return f"<socket fd={_fileno(value)}>"
    return _constant(value) or f"<{type_name(value)}>"


def _container(value, kind, depth):
    if not value:
        return repr(value)
    if depth == 0:
        return f"<{type_name(value)}>"
    try:
        items = _first(value.items() if kind is dict else value)
    except RuntimeError:  # another thread changes it just now
        return f"<{type_name(value)}>"
    if kind is dict:
        texts = [_text(k, depth - 1) + ": " + _text(v, depth - 1) for k, v in items]
        opening, closing = "{", "}"
    else:
        texts = [_text(item, depth - 1) for item in items]
        opening, closing = _BRACKETS[kind]
    if len(value) > len(items):
        texts.append(_MORE)
    elif kind is tuple and len(items) == 1:
        closing = ",)"
    return opening + ", ".join(texts) + closing


def _first(items):
    """The first _ITEMS items."""
    first = []
    for item in items:
        first.append(item)
        if len(first) == _ITEMS:
            break
    return first


def _constant(value):
    """ "AF_INET" for a member of one of socket's own enumerations, else None."""
    enumeration = type(value)
    library = sys.modules.get("socket")
    if library is None or type(library) is not type(sys):
        return None
    names = vars(library)
    for name in ("AddressFamily", "SocketKind", "MsgFlag", "AddressInfo"):
        if names.get(name) is enumeration:
            return object.__getattribute__(value, "__dict__").get("_name_")
    return None


def locals_of(frame):
    """Names and short texts of a frame's locals: data only, as a reader would list them."""
    space = frame.f_locals
    # In a class body the namespace may be the learner's own mapping; a function's is Python's.
    if type(space) is not dict and not frame.f_code.co_flags & 0x1:  # CO_OPTIMIZED
        return {}
    texts = {}
    for name, value in list(space.items()):
        if len(texts) == _LOCALS:
            break
        if type(name) is str and _is_data(name, value):
            texts[name] = short(value)
    return texts


def _is_data(name, value):
    if name.startswith(("__", ".")) or type(value) in _NOT_DATA or is_kind(value, type):
        return False
    # `from socket import *` brings hundreds of constants.
    library = sys.modules.get("socket")
    return type(library) is not type(sys) or vars(library).get(name, _MORE) is not value
