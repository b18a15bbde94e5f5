"""Settings of a host's kernel (Documentation/networking/ip-sysctl).

"Kernel time does not stop while a reader reads": nothing expires while a program is paused or a
frame waits. The rest is the textbook's, the same on every machine and in every run.
Which network a file of /proc/sys/net belongs to is decided by who opens it.
"""

from __future__ import annotations

import os

FOREVER = "86400"  # s; no box lives that long
OFTEN = "1000000"  # answers a second

TIME = {
    "ipv4/tcp_syn_retries": "20",
    "ipv4/tcp_synack_retries": "20",
    "ipv4/tcp_retries2": "50",
    "ipv4/tcp_orphan_retries": "50",
    "ipv4/tcp_fin_timeout": "7200",
    "ipv4/ipfrag_time": FOREVER,
    "ipv6/ip6frag_time": FOREVER,
    "ipv4/route/mtu_expires": FOREVER,
}

TEXTBOOK = {
    "ipv4/tcp_congestion_control": "reno",
    "ipv4/tcp_timestamps": "1",
    "ipv4/tcp_rmem": "4096 131072 1048576",
    "ipv4/tcp_wmem": "4096 16384 1048576",
    # The kernel would make them as small as the table of connections (small_tables).
    "ipv4/tcp_max_syn_backlog": "1024",
    "ipv4/tcp_max_tw_buckets": "65536",
    # RFC 6298, section 5: each wait is twice the one before, from the first SYN on.
    "ipv4/tcp_syn_linear_timeouts": "0",
    # A connection learns nothing from the one before it.
    "ipv4/tcp_no_metrics_save": "1",
    # Every packet that deserves an ICMP error gets one, the hundredth too. By mask: a limit of 0
    # empties the account that a router's "network unreachable" is paid from (ip_error: after five
    # at once there is one a second, in every network of the machine).
    "ipv4/icmp_ratemask": "0",
    "ipv4/icmp_msgs_per_sec": OFTEN,
    "ipv4/icmp_msgs_burst": OFTEN,
    "ipv6/icmp/ratelimit": "0",
    # Who answers ARP for others would do so after a random time.
    "ipv4/neigh/default/proxy_delay": "0",
    # A group is joined with one report, not with a second one after a random time.
    "ipv4/igmp_qrv": "1",
}

FOR_LEARNERS = {
    "ipv4/ip_unprivileged_port_start": "0",
    "ipv4/ping_group_range": "0 0",
}

# A new network may inherit these from the machine (net.core.devconf_inherit_init_net), and
# distributions differ.
PLAIN_HOST = {
    # No packet is thrown away for the interface it came in by: a wrong way must be seen to be one.
    "rp_filter": "0",
    # A router would tell a host of a shorter way, once per destination and only so often, and the
    # host would go it without a line in its routing table. What is shown must be what is done.
    "send_redirects": "0",
    "accept_redirects": "0",
    # A host keeps its other addresses of a network when the first one goes.
    "promote_secondaries": "1",
    "arp_announce": "0",
    "arp_ignore": "0",
    "arp_filter": "0",
    "arp_accept": "0",
    "arp_notify": "0",
    "proxy_arp": "0",
}

# Nothing is sent that no program asked for: no duplicate detection (RFC 4862, 5.4), no question for
# routers, no second multicast listener report.
QUIET_IPV6 = {
    "accept_dad": "0",
    "dad_transmits": "0",
    "router_solicitations": "0",
    "accept_ra": "0",
    "autoconf": "0",
    "use_tempaddr": "0",
    "addr_gen_mode": "0",
    "accept_redirects": "0",
    "mldv2_unsolicited_report_interval": "2147483647",
}


def set_all(values: dict) -> None:
    """Writes settings of the network this process is in; one that the kernel lacks is left."""
    for name, value in values.items():
        try:
            file = os.open("/proc/sys/net/" + name, os.O_WRONLY)
        except FileNotFoundError:
            continue
        try:
            os.write(file, value.encode())
        finally:
            os.close(file)


def disable_ipv6() -> None:
    """For interfaces that come later."""
    set_all({"ipv6/conf/default/disable_ipv6": "1"})


def enable_ipv6(interface: str) -> None:
    """For an interface that is there."""
    set_all({"ipv6/conf/%s/disable_ipv6" % interface: "0"})


def small_tables() -> None:
    """For networks made from within this one: connections in a table of their own, and a small one.

    In the machine's table, of up to half a million chains, every reading of a host's sockets would
    walk them all: a millisecond. Before Linux 6.1 it does.
    """
    set_all({"ipv4/tcp_child_ehash_entries": "4096"})


def few_watches() -> None:
    """Of files (inotify(7)), for this user namespace and those below.

    The machine counts a user's boxes and all else that is his together: one box could leave no
    watch to the others, nor to his editor.
    """
    for name, most in (("instances", b"16"), ("watches", b"1024")):
        file = os.open("/proc/sys/user/max_inotify_" + name, os.O_WRONLY)
        try:
            os.write(file, most)
        finally:
            os.close(file)


def set_forwarding(on: bool) -> None:
    """Makes a router of the host, or a plain host of the router; IPv4 and IPv6.

    ip_forward puts other settings back to what hosts or routers should have (RFC 1122, RFC 1812).
    """
    set_all({"ipv4/ip_forward": str(int(on)), "ipv6/conf/all/forwarding": str(int(on))})
    set_all({"ipv4/conf/all/accept_redirects": "0"})


def set_proxy_arp(on: bool) -> None:
    """Whether ARP is answered for whoever is reached by another interface (RFC 1027); at once."""
    set_all({"ipv4/conf/all/proxy_arp": str(int(on))})


def set_privileged_ports(below: int) -> None:
    """Ports below this one need CAP_NET_BIND_SERVICE (ip(7)), which no program of a box has."""
    set_all({"ipv4/ip_unprivileged_port_start": str(below)})


def settle() -> None:
    """A host's settings, written before its interfaces come: they take theirs from `default`."""
    for settings in (TIME, TEXTBOOK, FOR_LEARNERS):
        set_all(settings)
    for where in ("all", "default"):
        set_all({"ipv4/conf/%s/%s" % (where, name): each for name, each in PLAIN_HOST.items()})
    set_all({"ipv6/conf/default/" + name: value for name, value in QUIET_IPV6.items()})
