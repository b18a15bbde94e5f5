"""Attacks on networks: the machine's loopback and names, other boxes, what only root may send."""

from attack import Attack

NETWORKS = [
    Attack(
        "connects to the server on the machine’s loopback",
        r"""
print(tried(socket.create_connection, ("127.0.0.1", SERVER["port"])))
""",
        "ECONNREFUSED",
        outside="done",
    ),
    Attack(
        "connects to a Unix socket of the machine by its abstract name",
        r"""
print(tried(reached, "\0" + SERVER["abstract"]))
""",
        "ECONNREFUSED",
        outside="done",
    ),
    Attack(
        "connects to a Unix socket of the machine by its path",
        r"""
print(
    tried(reached, "/run/sockscope/step.sock"), tried(reached, SERVER["folder"] + "/server.sock")
)
""",
        "done ENOENT",
    ),
    Attack(
        "connects to a server of another box, at the address that it has there",
        r"""
# The neighbour listens at 10.0.0.2, and this box has the same addresses.
listener = socket.create_server(("10.0.0.1", 3333))
print(
    tried(socket.create_connection, ("10.0.0.1", 3333)),
    tried(socket.create_connection, ("10.0.0.2", 3333)),
)
""",
        "done ECONNREFUSED",
    ),
    Attack(
        "sends to the Internet, and to where clouds tell secrets",
        r"""
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(
    tried(udp.sendto, b"x", ("10.0.0.2", 9)),
    *[
        tried(udp.sendto, b"x", (each, 53))
        for each in ("8.8.8.8", "169.254.169.254", "192.168.0.1", "172.17.0.1")
    ],
)
""",
        "done ENETUNREACH ENETUNREACH ENETUNREACH ENETUNREACH",
    ),
    Attack(
        "sends packets that it has made itself",
        r"""
print(
    tried(socket.socket, socket.AF_INET, socket.SOCK_DGRAM),
    *[tried(socket.socket, socket.AF_INET, socket.SOCK_RAW, each) for each in (1, 6, 255)],
)
""",
        "done EPERM EPERM EPERM",
    ),
    Attack(
        "sends and reads frames",
        r"""
print(
    *[
        tried(socket.socket, socket.AF_PACKET, kind, 0x300)
        for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM)
    ]
)
""",
        "EAFNOSUPPORT EAFNOSUPPORT",
    ),
    Attack(
        "talks to the hypervisor",
        r"""
print(tried(socket.socket, socket.AF_VSOCK, socket.SOCK_STREAM), tried(open, "/dev/vsock"))
""",
        "EAFNOSUPPORT ENOENT",
    ),
    Attack(
        "lets the kernel encrypt for it",
        r"""
print(tried(socket.socket, socket.AF_ALG, socket.SOCK_SEQPACKET))
""",
        "EAFNOSUPPORT",
    ),
    Attack(
        "makes a socket of any other family",
        r"""
ends = {
    family: tried(socket.socket, family, kind)
    for family in range(1, 64)
    for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM)
}
print([family for family, end in ends.items() if end != "EAFNOSUPPORT"])
""",
        "[1, 2, 10, 16]",
    ),
    Attack(
        "talks to parts of the kernel that have nothing to do with a lesson",
        r"""
print(
    [
        protocol
        for protocol in range(32)
        if tried(socket.socket, 16, socket.SOCK_RAW, protocol) == "done"
    ]
)
""",
        "[0, 4]",
    ),
    Attack(
        "gives its host another address",
        r"""
# RTM_NEWADDR, NLM_F_REQUEST | NLM_F_ACK: 10.0.0.9/24 on interface 1 (rtnetlink(7)).
kernel = socket.socket(16, socket.SOCK_RAW, 0)
body = struct.pack("BBBBI", 2, 24, 0, 0, 1)
body += struct.pack("HH4s", 8, 2, bytes([10, 0, 0, 9]))
kernel.send(struct.pack("IHHII", 16 + len(body), 20, 5, 1, 0) + body)
(number,) = struct.unpack_from("i", kernel.recv(4096), 16)
print(errno.errorcode[-number])
""",
        "EPERM",
    ),
    Attack(
        "takes its cable out and its routes away by ip",
        r"""
import subprocess

ways = ("link show", "link set eth0 down", "route flush table main", "netns add x")
print(
    *[subprocess.run(["ip", *way.split()], capture_output=True).returncode == 0 for way in ways]
)
print(tried(socket.create_connection, ("10.0.0.2", 1)))
""",
        "True False False False\nECONNREFUSED",
    ),
    Attack(
        "sends under a name that is not its own",
        r"""
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(
    tried(udp.bind, ("10.0.0.1", 0)),
    tried(socket.socket(2, 2).bind, ("10.0.0.2", 0)),
    tried(udp.setsockopt, socket.IPPROTO_IP, 19, 1),
    tried(udp.setsockopt, socket.SOL_SOCKET, 36, 1),
)
""",
        "done EADDRNOTAVAIL EPERM EPERM",
    ),
    Attack(
        "says that it is root when it sends its credentials",
        r"""
near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)


def say(*who):
    near.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, struct.pack("3i", *who))])


own = (os.getpid(), os.getuid(), os.getgid())
print(tried(say, *own), tried(say, 1, *own[1:]), tried(say, own[0], 0, 0))
""",
        "done EPERM EINVAL",
    ),
    Attack(
        "takes memory beyond the machine’s limit for one socket",
        r"""
end = socket.socket()
print(
    tried(end.setsockopt, socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20),
    tried(end.setsockopt, socket.SOL_SOCKET, 32, 1 << 30),
    tried(end.setsockopt, socket.SOL_SOCKET, 33, 1 << 30),
)
""",
        "done EPERM EPERM",
    ),
]
