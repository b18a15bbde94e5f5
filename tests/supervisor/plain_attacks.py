"""Attempts of a program in a plain box to have a packet leave by another interface than lo.

`sends`: whether it does where nothing holds it, under the same user on the same machine: an attempt
that cannot work anywhere proves nothing. Each prints how its acts ended.
"""

from __future__ import annotations

from dataclasses import dataclass

PRELUDE = r"""
import array, ctypes, errno, os, signal, socket, struct, subprocess, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
column = 0 if os.uname().machine == "x86_64" else 1
CABLE = socket.if_nametoindex("cable0")
OUT, OUT6 = ("8.8.8.8", 53), ("2001:db8:1::9", 53)
V4, V6, TCP, UDP = socket.AF_INET, socket.AF_INET6, socket.SOCK_STREAM, socket.SOCK_DGRAM

def tried(act, *arguments):
    try:
        act(*arguments)
        print("done")
    except OSError as error:
        print(errno.errorcode.get(error.errno, error))

def call(x86, arm, *arguments):
    longs = [each if isinstance(each, ctypes.Array) else ctypes.c_long(each) for each in arguments]
    value = libc.syscall(ctypes.c_long((x86, arm)[column]), *longs)
    if value < 0:
        raise OSError(ctypes.get_errno(), "")
    return value

def connected(sock, to):
    sock.setblocking(False)
    number = sock.connect_ex(to)
    if number not in (0, errno.EINPROGRESS):
        raise OSError(number, "")

def pktinfo(index=CABLE):
    return (socket.IPPROTO_IP, 8, struct.pack("=i4s4s", index, bytes(4), bytes(4)))
"""


@dataclass(frozen=True)
class Attempt:
    """A program, whether it sends outside of a box, and what it must print in one, if it must."""

    tries: str
    program: str
    sends: bool = True
    seen: str | None = None


ATTEMPTS = [
    Attempt("a datagram", "tried(socket.socket(V4, UDP).sendto, b'x', OUT)"),
    Attempt("a connection", "tried(connected, socket.socket(V4, TCP), OUT)"),
    Attempt(
        "a datagram on a private network",
        "tried(socket.socket(V4, UDP).sendto, b'x', ('10.0.0.1', 9))",
    ),
    Attempt(
        "a connection on a private network", "tried(connected, socket.socket(), ('10.0.0.1', 80))"
    ),
    Attempt("a datagram over IPv6", "tried(socket.socket(V6, UDP).sendto, b'x', OUT6)"),
    Attempt("a connection over IPv6", "tried(connected, socket.socket(V6, TCP), OUT6)"),
    Attempt(
        "a datagram to an IPv4 address within IPv6",
        "tried(socket.socket(V6, UDP).sendto, b'x', ('::ffff:8.8.8.8', 53))",
    ),
    Attempt("an echo request", "tried(socket.socket(V4, UDP, 1).sendto, b'\\x08' + bytes(7), OUT)"),
    Attempt(
        "an echo request over IPv6",
        "tried(socket.socket(V6, UDP, 58).sendto, b'\\x80' + bytes(7), OUT6)",
    ),
    Attempt(
        "data in a SYN",
        """
sock = socket.socket(V4, TCP)
sock.setblocking(False)
tried(sock.sendto, b"x", socket.MSG_FASTOPEN, OUT)
""",
    ),
    Attempt(
        "a datagram to a group", "tried(socket.socket(V4, UDP).sendto, b'x', ('224.1.2.3', 9))"
    ),
    Attempt(
        "a datagram to everybody",
        """
sock = socket.socket(V4, UDP)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
tried(sock.sendto, b"x", ("255.255.255.255", 9))
""",
    ),
    Attempt(
        "a datagram from the machine's own address",
        """
sock = socket.socket(V4, UDP)
tried(sock.bind, ("10.77.0.1", 0))
tried(sock.sendto, b"x", OUT)
""",
    ),
    Attempt(
        "calls of the kernel, without Python's library",
        """
sock = call(41, 198, V4, UDP, 0)
to = ctypes.create_string_buffer(struct.pack("=H", V4) + struct.pack("!H4s8x", 53, bytes([8] * 4)))
tried(call, 44, 206, sock, 0, 0, 0, to, 16)
""",
    ),
    Attempt(
        "bash, which has sockets of its own",
        """
print(subprocess.run(["bash", "-c", "echo x >/dev/udp/8.8.8.8/53"], capture_output=True).returncode)
""",
    ),
    Attempt(
        "a child of a child in a session of its own",
        """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        tried(socket.socket(V4, UDP).sendto, b"x", OUT)
        os._exit(0)
    os.wait()
    os._exit(0)
os.wait()
""",
    ),
    Attempt(
        "a socket inherited by another program",
        """
sock = socket.socket(V4, UDP)
then = "import socket, sys; socket.socket(fileno=int(sys.argv[1])).sendto(b'x', ('8.8.8.8', 53))"
subprocess.run([sys.executable, "-c", then, str(sock.fileno())], pass_fds=[sock.fileno()])
""",
    ),
    Attempt(
        "a socket that a child passes to its parent",
        """
ours, its = socket.socketpair()
sys.stdout.flush()
if os.fork() == 0:
    sock = socket.socket(V4, UDP)
    held = array.array("i", [sock.fileno()])
    tried(its.sendmsg, [b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, held)])
    sys.stdout.flush()
    os._exit(0)
its.close()
_, held, _, _ = ours.recvmsg(1, 64)
for _, _, data in held:
    tried(socket.socket(fileno=struct.unpack("i", data[:4])[0]).sendto, b"x", OUT)
""",
        seen="EPERM",
    ),
    Attempt(
        "a binding that is undone",
        """
for option, value in (
    (25, b"\\0"), (25, b"cable0\\0"), (62, bytes(4)), (62, struct.pack("i", CABLE)),
):
    sock = socket.socket(V4, UDP)
    tried(sock.setsockopt, socket.SOL_SOCKET, option, value)
    sock.sendto(b"x", OUT)
""",
        seen="EPERM EPERM EPERM EPERM",
    ),
    Attempt(
        "control data that names another interface",
        "tried(socket.socket(V4, UDP).sendmsg, [b'x'], [pktinfo()], 0, OUT)",
        seen="EPERM",
    ),
    Attempt(
        "control data that names it, to an IPv4 address within IPv6",
        """
named = (socket.IPPROTO_IPV6, 50, struct.pack("=16si", bytes(10) + b"\\xff\\xff" + bytes(4), CABLE))
tried(socket.socket(V6, UDP).sendmsg, [b"x"], [named], 0, ("::ffff:8.8.8.8", 53))
""",
        seen="EPERM",
    ),
    Attempt(
        "control data of many datagrams at once",
        """
to = ctypes.create_string_buffer(struct.pack("=H", V4) + struct.pack("!H4s8x", 53, bytes([8] * 4)))
word = ctypes.create_string_buffer(b"x")
part = ctypes.create_string_buffer(struct.pack("PN", ctypes.addressof(word), 1))
level, kind, value = pktinfo()
control = ctypes.create_string_buffer(struct.pack("Nii12s4x", 28, level, kind, value))
one = struct.pack("PI4xPNPNiI", ctypes.addressof(to), 16, ctypes.addressof(part), 1,
    ctypes.addressof(control), 32, 0, 0)
many = ctypes.create_string_buffer(one + bytes(8))
sock = socket.socket(V4, UDP)
tried(call, 307, 269, sock.fileno(), many, 1, 0)
""",
        seen="EPERM",
    ),
    Attempt(
        "an interface for what goes to many, or to one",
        """
for level, option, value in ((0, 32, struct.pack("=4s4si", bytes(4), bytes(4), CABLE)),
                             (0, 50, struct.pack("!i", CABLE)), (41, 17, struct.pack("=i", CABLE)),
                             (41, 76, struct.pack("!i", CABLE))):
    sock = socket.socket(V4 if level == 0 else V6, UDP)
    tried(sock.setsockopt, level, option, value)
    tried(sock.sendto, b"x", ("224.1.2.3", 9) if level == 0 else ("ff0e::1", 9))
    tried(sock.sendto, b"x", OUT if level == 0 else OUT6)
""",
    ),
    Attempt(
        "a group that is joined by the kernel's own report",
        """
group, six = socket.inet_aton("224.1.2.3"), socket.inet_pton(V6, "ff15::1234")
at = struct.pack("=HH4s8x", V4, 0, group).ljust(128, b"\\0")
at6 = struct.pack("=HHI16sI", V6, 0, 0, six, 0).ljust(128, b"\\0")
tried(socket.socket(V4, UDP).setsockopt, 0, 35, group + bytes(4) + struct.pack("i", CABLE))
tried(socket.socket(V4, UDP).setsockopt, 0, 39, group + bytes(4) + bytes([8] * 4))
tried(socket.socket(V4, UDP).setsockopt, 0, 42, struct.pack("I4x", CABLE) + at)
tried(socket.socket(V6, UDP).setsockopt, 41, 20, six + struct.pack("i", CABLE))
tried(socket.socket(V6, UDP).setsockopt, 41, 42, struct.pack("I4x", CABLE) + at6)
tried(socket.socket(V6, UDP).setsockopt, 0, 35, group + bytes(4) + struct.pack("i", CABLE))
""",
        seen="EPERM EPERM EPERM EPERM EPERM EPERM",
    ),
    Attempt(
        "other protocols of the internet",
        """
for kind, protocol in ((TCP, 262), (UDP, 136), (TCP, 132), (socket.SOCK_RAW, 1), (6, 33)):
    try:
        connected(socket.socket(V4, kind, protocol), OUT)
        print("done")
    except OSError as error:
        print(errno.errorcode[error.errno])
""",
        seen="EPROTONOSUPPORT EPROTONOSUPPORT EPROTONOSUPPORT EPERM EPROTONOSUPPORT",
    ),
    Attempt(
        "frames",
        "tried(socket.socket, 17, socket.SOCK_RAW)",
        sends=False,
        seen="EAFNOSUPPORT",
    ),
    Attempt(
        "a judge of its own over its sockets",
        """
ask = struct.pack("=HBBIHBBI", 0x06, 0, 0, 0x7FC00000, 0x06, 0, 0, 0x7FFF0000)
code = ctypes.create_string_buffer(ask)
header = ctypes.create_string_buffer(struct.pack("HP", 2, ctypes.addressof(code)))
tried(call, 317, 277, 1, 8, header)
tried(socket.socket(V4, UDP).sendto, b"x", OUT)
""",
        sends=False,
        seen="EBUSY done",
    ),
    Attempt(
        "the memory of a process that is under no filter, and has its user",
        """
found = set()
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        with open("/proc/%s/status" % pid) as file:
            status = dict(line.split(":", 1) for line in file)
        if int(status["Uid"].split()[0]) == os.getuid() and status["Seccomp"].strip() == "0":
            try:
                open("/proc/%s/mem" % pid, "r+b").close()
                found.add("opened " + status["Name"].strip())
            except PermissionError:
                found.add("refused")
    except (FileNotFoundError, ProcessLookupError):
        pass
print(*found)
""",
        sends=False,
        seen="refused",
    ),
    Attempt(
        "a program that the box's door starts for it",
        """
import json
for path in ["/tmp/" + each + "/run/door.sock" for each in os.listdir("/tmp")]:
    if os.access(path, os.W_OK):
        door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        door.connect(path)
        asked = {"argv": ["true"], "env": {"PATH": "/bin"}, "processes": 9}
        door.send(json.dumps(asked).encode())
        print(door.recv(9))
""",
        sends=False,
        seen="b''",
    ),
    Attempt(
        "threads that race for numbers of descriptors",
        """
def race():
    for _ in range(30):
        sock = socket.socket(V4, UDP)
        os.dup2(sock.fileno(), 99)
        for number in (sock.fileno(), 99):
            try:
                with socket.socket(fileno=os.dup(number)) as other:
                    other.sendto(b"x", OUT)
                    other.sendmsg([b"x"], [pktinfo()], 0, OUT)
            except OSError:
                pass
racing = [threading.Thread(target=race) for _ in range(8)]
for each in racing: each.start()
for each in racing: each.join()
print("done")
""",
    ),
]
