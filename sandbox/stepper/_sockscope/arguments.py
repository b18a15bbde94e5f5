"""Short texts of a socket call's arguments, with the names a reader would have typed.

`setsockopt(1, 2, 1)` says nothing: numbers of levels, options, families and directions are
shown by their names in `socket`.
"""

import _socket

from . import reprs

_LEVELS = (
    ("SOL_SOCKET", "SO_"),
    ("IPPROTO_TCP", "TCP_"),
    ("IPPROTO_IP", "IP_"),
    ("IPPROTO_IPV6", "IPV6_"),
)


def texts(call, args, kwargs):
    """List of texts, positional arguments first, then "name=value"."""
    if call == "socket":
        return _creation(args, kwargs)
    shown = [reprs.short(value) for value in args]
    if call in ("setsockopt", "getsockopt") and len(args) >= 2:
        shown[:2] = _option(args[0], args[1])
    elif call == "shutdown" and len(args) == 1:
        shown[0] = _named(args[0], "SHUT_")
    elif call.startswith(("recv", "send")) and len(args) > 1 and type(args[1]) is int and args[1]:
        shown[1] = _named(args[1], "MSG_") if call in ("recv", "send", "sendall") else shown[1]
    return shown + [f"{name}={reprs.short(value)}" for name, value in kwargs.items()]


def _creation(args, kwargs):
    """Family, type and, unless 0, protocol, with the defaults filled in (socket.socket())."""
    given = dict(zip(("family", "type", "proto"), args))
    given.update(kwargs)
    family = given.get("family", -1)
    kind = given.get("type", -1)
    protocol = given.get("proto", -1)
    shown = [
        "AF_INET" if _is_number(family, -1) else _named(family, "AF_"),
        "SOCK_STREAM" if _is_number(kind, -1) else _named(kind, "SOCK_"),
    ]
    if not _is_number(protocol, -1) and not _is_number(protocol, 0):
        shown.append(_named(protocol, "IPPROTO_"))
    return shown


def _is_number(value, number):
    return type(value) is int and value == number


def _named(value, prefix):
    """Name of a number among the constants that start so; its short text if there is none."""
    if type(value) is int:
        for name in sorted(vars(_socket)):
            if vars(_socket)[name] == value and _is_of(name, prefix):
                return name
    return reprs.short(value)


def _is_of(name, prefix):
    # The options of two rare families are numbered anew and would take the names of common ones.
    return name.startswith(prefix) and not name.startswith(("SO_J1939_", "SO_VM_"))


def _option(level, option):
    for name, prefix in _LEVELS:
        if type(level) is int and level == getattr(_socket, name, None):
            return [name, _named(option, prefix)]
    return [reprs.short(level), reprs.short(option)]
