"""What a program is told in a plain box, which has 127.0.0.0/8 (and ::1) and nothing else.

The kernel holds its sockets on lo whatever is said here (sandbox/supervisor/loopback_only.py), but
without a word: what is sent elsewhere would be waited for in vain. So the call is refused before it
is made, with the errno of a host that has no such address and no such way. By audit events
(PEP 578): a name that only somebody outside could resolve must not be asked for either.
"""

import _socket
import sys

EPERM, EADDRNOTAVAIL, ENETUNREACH = 1, 99, 101  # <asm-generic/errno.h>
HOST_NOT_FOUND = 1  # <netdb.h>
WHERE = "here is 127.0.0.0/8 and nothing else (a plain box of Sockscope)"
NO_ADDRESS = f"Cannot assign requested address: {WHERE}"
NO_WAY = f"Network is unreachable: {WHERE}"
NO_NAME = f"Name or service not known: {WHERE}"
NO_CONTROL = (
    "Operation not permitted: a plain box of Sockscope has no sendmsg(), "
    "as its control data could name another interface"
)

_family = _socket.socket.__dict__["family"].__get__
_HOSTS = "/etc/hosts"


def guard():
    """From now on in this process, and in those that it forks."""
    sys.addaudithook(_on_event)


def _on_event(event, args):
    judge = _JUDGES.get(event)
    if judge is not None:
        judge(*args)


def _judge_bind(sock, address):
    if not _is_here(sock, address):
        raise OSError(EADDRNOTAVAIL, NO_ADDRESS)


def _judge_sending(sock, address):
    if not _is_here(sock, address):
        raise OSError(ENETUNREACH, NO_WAY)


def _judge_message(sock, address):
    _judge_sending(sock, address)
    raise PermissionError(EPERM, NO_CONTROL)


def _judge_name(name, *_more):
    """The kernel has no part in it, so nobody but the resolver refuses."""
    if _packed(name) is None and not _is_known(name):
        raise _socket.gaierror(_socket.EAI_NONAME, NO_NAME)


def _judge_reverse(name):
    packed = _packed(name)
    if not (_is_known(name) if packed is None else _is_loopback(packed)):
        raise _socket.herror(HOST_NOT_FOUND, f"Unknown host: {WHERE}")


_JUDGES = {
    "socket.bind": _judge_bind,
    "socket.connect": _judge_sending,
    "socket.sendto": _judge_sending,
    "socket.sendmsg": _judge_message,
    "socket.getaddrinfo": _judge_name,
    "socket.gethostbyname": _judge_name,
    "socket.gethostbyaddr": _judge_reverse,
}


def _is_here(sock, address):
    """Whether an address is of this box; it is well-formed, of the socket's family, or None."""
    if _family(sock) not in (_socket.AF_INET, _socket.AF_INET6) or type(address) is not tuple:
        return True
    packed = _packed(address[0])
    return _is_known(address[0]) if packed is None else _is_loopback(packed)


def _packed(host):
    """The bytes of an address that is written out; None for a name. Of nothing, every address."""
    text = _text(host)
    if text in (None, ""):
        return bytes(4)
    for read in (_socket.inet_aton, _read_ipv6):
        try:
            return read(text.partition("%")[0])
        except OSError:
            continue
    return None


def _read_ipv6(text):
    return _socket.inet_pton(_socket.AF_INET6, text)


def _is_loopback(packed):
    if len(packed) == 16 and packed[:12] == bytes(10) + b"\xff\xff":  # IPv4 within IPv6
        packed = packed[12:]
    if len(packed) == 4:
        return packed[0] == 127 or packed == bytes(4)
    return packed[:15] == bytes(15) and packed[15] in (0, 1)


def _is_known(name):
    """Whether this machine itself knows a name for one of the loopback's."""
    wanted = (_text(name) or "").lower()
    try:
        with open(_HOSTS, encoding="utf-8", errors="replace") as file:
            lines = [line.partition("#")[0].lower().split() for line in file]
    except OSError:
        lines = []
    found = [line[0] for line in lines if wanted in line[1:]]
    packed = [_packed(address) for address in found]
    return wanted == "localhost" or any(each and _is_loopback(each) for each in packed)


def _text(host):
    """None, or text: what a socket takes besides is bytes."""
    kind = type(host)
    if kind in (bytes, bytearray):
        return host.decode("latin-1")
    return host if kind is str or host is None else str.__str__(host)
