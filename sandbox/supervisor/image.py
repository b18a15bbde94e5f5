"""The files a host has: the machine's /usr read-only, a small /etc of its own, and /work.

Everything that can be written, and everything generated, lies in one tmpfs of the box with a size
and an inode limit: an unlimited tmpfs would let 100,000 empty files take 100 MB of the kernel.
"""

from __future__ import annotations

import os
import socket

import iproute
import linux

BOX = "/tmp"  # where the box's tmpfs is mounted, in the supervisor's own mount namespace
INODES = 3000
OURS = "/opt/sockscope"
LARGE = 1 << 40  # bytes; a file of as many zeros takes no memory
LAUNCHER = '#!/bin/sh\nexec python3 -E -s %s/tools/%s "$@"\n'
CHANNEL = "/run/sockscope"

USR_PARTS = ("bin", "sbin", "lib", "lib32", "lib64", "libexec")
SHARE_PARTS = ("terminfo", "zoneinfo", "tabset")
# Found by the dynamic linker and by programs that Debian reaches through links.
ETC_PARTS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives")

ETC = {
    "passwd": "root:x:0:0:root:/:/usr/sbin/nologin\n"
    "learner:x:1000:1000:learner:/work:/bin/bash\n"
    "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n",
    "group": "root:x:0:\nlearner:x:1000:\nnogroup:x:65534:\n",
    "host.conf": "multi on\n",  # of a name's lines in /etc/hosts all count, not just the first
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n"
    "services: files\nprotocols: files\nnetworks: files\n",
    "protocols": "ip 0 IP\nicmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP\n"
    "ipv6 41 IPv6\nipv6-icmp 58 IPv6-ICMP\n",
    "services": "".join(
        "%s %d/tcp\n%s %d/udp\n" % (name, port, name, port)
        for name, port in (
            ("echo", 7), ("discard", 9), ("daytime", 13), ("chargen", 19), ("ftp", 21),
            ("ssh", 22), ("telnet", 23), ("smtp", 25), ("time", 37), ("domain", 53),
            ("tftp", 69), ("http", 80), ("pop3", 110), ("ntp", 123), ("imap2", 143),
            ("snmp", 161), ("https", 443), ("syslog", 514), ("imaps", 993), ("mysql", 3306),
            ("postgresql", 5432),
        )
    ),
}  # fmt: skip


def mount_box() -> None:
    """Mounts the box's tmpfs over /tmp of a private mount namespace, as small as may be."""
    linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
    _mount_box(1, 0)


def resize_box(size_mb: int) -> None:
    """The limit on all that the hosts write."""
    _mount_box(size_mb, linux.MS_REMOUNT)


def _mount_box(size_mb: int, flags: int) -> None:
    limits = "size=%dm,nr_inodes=%d,mode=755" % (size_mb, INODES)
    linux.mount("box", BOX, "tmpfs", flags | linux.MS_NOSUID | linux.MS_NODEV, limits)


def _write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def hosts_file(hosts: list, own: str) -> str:
    """/etc/hosts of one host: every host's first address of each family, and its own name.

    Where IPv6 is not taught, localhost is 127.0.0.1 alone, as on Ubuntu: a connection to it would
    be tried over IPv6 first.
    """
    mine = [each for host in hosts if host["name"] == own for each in _addresses(host)]
    has_ipv6 = any(":" in address for address in mine)
    lines = ["127.0.0.1 localhost"]
    lines.append("::1 %sip6-localhost ip6-loopback" % ("localhost " if has_ipv6 else ""))
    for host in hosts:
        names = " ".join([host["name"]] + host["names"])
        addresses = _addresses(host)
        for family in (socket.AF_INET, socket.AF_INET6):
            own_kind = [each for each in addresses if iproute.family_of(each) == family]
            lines += ["%s %s" % (each.split("/")[0], names) for each in own_kind[:1]]
        if not addresses and host["name"] == own:
            lines.append("127.0.0.1 " + names)
    return "\n".join(lines) + "\n"


def _addresses(host: dict) -> list:
    return [each for plug in host["interfaces"] for each in plug["addresses"]]


def lay_root(ours: dict) -> None:
    """The root shared by all hosts: the machine's /usr, links, /etc, and programs of ours.

    `ours` are sources by folder and name; a tool is also a command. bubblewrap makes all of it
    read-only, and takes it as one: for a mount of its own each part would cost it time again.
    """
    root = BOX + "/image"
    points = ["proc", "dev", "tmp", "work", "run/sockscope", "opt/sockscope", "var/empty"]
    points += ["usr/" + part for part in USR_PARTS + ("share",) if os.path.isdir("/usr/" + part)]
    points += ["usr/share/" + part for part in SHARE_PARTS if os.path.isdir("/usr/share/" + part)]
    for point in points:
        os.makedirs(os.path.join(root, point))
    for link in ("bin", "sbin", "lib", "lib32", "lib64"):
        if os.path.exists("/usr/" + link):
            os.symlink("usr/" + link, os.path.join(root, link))
    for name, text in ETC.items():
        _write(root + "/etc/" + name, text)
    for name in ("hosts", "hostname") + ETC_PARTS:
        if os.path.isdir("/etc/" + name):
            os.mkdir(root + "/etc/" + name)
        else:
            _write(root + "/etc/" + name, "")
    _write(BOX + "/zeros", "")
    os.truncate(BOX + "/zeros", LARGE)
    lay_ours(root + OURS, OURS, ours)
    _mount_machine(root)


def lay_ours(folder: str, seen_at: str, ours: dict) -> None:
    """Sources of ours, by kind and name, and a command for each tool; programs find them there."""
    for kind, sources in ours.items():
        for name, text in sources.items():
            _write("%s/%s/%s" % (folder, kind, name), text)
    for name in ours["tools"]:
        command = "%s/bin/%s" % (folder, name[: -len(".py")])
        _write(command, LAUNCHER % (seen_at, name))
        os.chmod(command, 0o755)


def _mount_machine(root: str) -> None:
    """Parts of this machine, with what is mounted below them."""
    parts = ["/usr/" + part for part in USR_PARTS] + ["/usr/share/" + part for part in SHARE_PARTS]
    parts += ["/etc/" + part for part in ETC_PARTS]
    for part in parts:
        if os.path.exists(part) and not os.path.islink(part):
            linux.mount(part, root + part, None, linux.MS_BIND | linux.MS_REC)
    packages = root + "/usr/lib/python3/dist-packages"
    if os.path.isdir(packages):
        linux.mount(root + "/var/empty", packages, None, linux.MS_BIND)


def lay_host(host: dict, hosts: list, files: list) -> None:
    """One host's own folders in the box's tmpfs; `files` are those of its /work."""
    base = BOX + "/" + host["name"]
    for folder in ("work", "tmp", "shm", "run"):
        os.makedirs(os.path.join(base, folder))
    os.chmod(base + "/tmp", 0o1777)
    os.chmod(base + "/shm", 0o1777)
    _write(base + "/hosts", hosts_file(hosts, host["name"]))
    _write(base + "/hostname", host["name"] + "\n")
    lay_work(base + "/work", files)


def lay_work(folder: str, files: list) -> None:
    """The files that a lab gives to a host."""
    for file in files:
        if "/" in file["name"] or file["name"] in ("", ".", ".."):
            raise ValueError("not a plain file name: %r" % file["name"])
        _write(folder + "/" + file["name"], file["text"])


def bubblewrap(name: str, filter_fd: int) -> list:
    """The command line that turns a process in the host's network into the host's first process.

    That process only echoes and reaps: with SIGCHLD ignored the kernel clears away orphans. It has
    the learners' own filter, for they may write into its memory (/proc/1/mem).
    """
    base = BOX + "/" + name
    command = ["bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    command += ["--unshare-cgroup-try", "--uid", "1000", "--gid", "1000", "--hostname", name]
    command += ["--die-with-parent", "--as-pid-1", "--new-session", "--clearenv"]
    command += ["--cap-drop", "ALL", "--ro-bind", BOX + "/image", "/"]
    for own in ("hosts", "hostname"):
        command += ["--ro-bind", base + "/" + own, "/etc/" + own]
    command += ["--proc", "/proc", "--dev", "/dev", "--bind", base + "/shm", "/dev/shm"]
    # A mapping of the device is shared memory, which no limit of the box counts; a file's is not.
    command += ["--ro-bind", BOX + "/zeros", "/dev/zero"]
    command += ["--remount-ro", "/dev", "--ro-bind", base + "/run", CHANNEL]
    command += ["--bind", base + "/tmp", "/tmp", "--bind", base + "/work", "/work"]
    command += ["--chdir", "/work", "--seccomp", str(filter_fd)]
    return command + ["--", "env", "-i", "--ignore-signal=CHLD", "cat"]
