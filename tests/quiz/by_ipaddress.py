"""Answers the questions about addresses with Python's ipaddress, from what a reader sees of them.

Of a plan (vlsm) it judges the one that is given as right.
"""

import json
import math
import sys
from ipaddress import IPv4Address, IPv4Network, ip_interface, ip_network

CLASSES = (
    ("0", "A", 8, 7),
    ("10", "B", 16, 14),
    ("110", "C", 24, 21),
    ("1110", "D", 0, 0),
    ("1111", "E", 0, 0),
)
DOCUMENTATION = [ip_network(each) for each in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]
PRIVATE = [ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]


def usable(network):
    """How many hosts a network has; hosts() lists both ends of a /31 and the one of a /32."""
    few = network.num_addresses <= 4
    return len(list(network.hosts())) if few else network.num_addresses - 2


def bin_(asks, values):
    if asks == "bin.ask.binary":
        return {"octet": format(int(values["octet"]), "08b")}
    return {"octet": str(int(values["octet"], 2))}


def mask(asks, values):
    if asks == "mask.ask.mask":
        return {"answer": str(ip_network("0.0.0.0/" + values["prefix"]).netmask)}
    return {"answer": str(ip_network("0.0.0.0/" + values["mask"]).prefixlen)}


def class_(_, values):
    bits = format(int(IPv4Address(values["address"])), "032b")
    _, name, prefix, networks = next(row for row in CLASSES if bits.startswith(row[0]))
    if prefix == 0:
        return {"class": name}
    block = IPv4Network((0, prefix))
    return {
        "class": name,
        "mask": str(block.netmask),
        "networks": str(1 << networks),
        "hosts": str(usable(block)),
    }


def and_(_, values):
    return {
        "network": str(
            ip_interface(values["address"] + "/" + values["mask"]).network.network_address
        )
    }


def net(_, values):
    network = ip_interface(values["address"]).network
    hosts = list(network.hosts()) if network.num_addresses <= 4 else [network[1], network[-2]]
    answer = {"first": str(hosts[0]), "hosts": str(usable(network))}
    if network.prefixlen < 32:
        answer["last"] = str(hosts[-1])
    if network.prefixlen < 31:
        answer["network"] = str(network.network_address)
        answer["broadcast"] = str(network.broadcast_address)
    return answer


def same(_, values):
    a, b = ip_interface(values["a"]), ip_interface(values["b"])
    return {
        "a": "local" if b.ip in a.network else "gateway",
        "b": "local" if a.ip in b.network else "gateway",
    }


def split(asks, values):
    base, amount = ip_network(values["base"]), int(values["amount"])
    bits = amount if asks == "split.ask.bits" else next(b for b in range(32) if 2**b >= amount)
    wanted = list(base.subnets(bits))[int(values["nth"]) - 1]
    return {
        "network": str(wanted.network_address),
        "mask": str(wanted.netmask),
        "hosts": str(usable(wanted)),
    }


def smallest_for(need):
    """The longest prefix up to /30, tried one after the other."""
    return next(
        p for p in range(30, 0, -1) if ip_network("0.0.0.0/%d" % p).num_addresses - 2 >= need
    )


def hosts(_, values):
    return {"prefix": str(smallest_for(int(values["need"])))}


def places(base, sizes):
    """Whether networks of these prefix lengths fit into a block: every free subnet is tried."""
    free = [base]
    for prefix in sorted(sizes):
        found = next((block for block in free if block.prefixlen <= prefix), None)
        if found is None:
            return False
        chosen = next(found.subnets(new_prefix=prefix))
        free.remove(found)
        free += [] if chosen == found else found.address_exclude(chosen)
        free.sort(key=lambda block: -block.prefixlen)
    return True


def vlsm(_, values, fields, right):
    base = IPv4Network(values["base"])
    needs = {
        each["id"]: int(each["label"]["values"]["need"])
        for each in fields
        if "need" in each["label"]["values"]
    }
    if not places(base, [smallest_for(need) for need in needs.values()]):
        return {"fits": "no"}
    plan = {field: IPv4Network(right[field]) for field in needs}
    blocks = list(plan.values())
    apart = all(not one.overlaps(other) for at, one in enumerate(blocks) for other in blocks[:at])
    inside = all(block.subnet_of(base) for block in blocks)
    sized = all(plan[field].prefixlen == smallest_for(need) for field, need in needs.items())
    if not (apart and inside and sized):
        return {"fits": "a wrong plan"}
    return {"fits": "yes", **{field: right[field] for field in needs}}


def priv(_, values):
    address = IPv4Address(values["address"])
    if any(address in network for network in DOCUMENTATION):
        return {"kind": "documentation"}
    if address.is_loopback:
        return {"kind": "loopback"}
    if address.is_link_local:
        return {"kind": "link-local"}
    if any(address in network for network in PRIVATE):
        return {"kind": "private"}
    return {"kind": "public" if address.is_global else "no idea"}


def lpm(_, values, given):
    to = IPv4Address(values["to"])
    best = ("none", -1, math.inf)
    for written, via, metric in given[0]["rows"]:
        network = ip_network("0.0.0.0/0" if written == "default" else written)
        if to in network and (network.prefixlen, -int(metric)) > (best[1], -best[2]):
            best = (via, network.prefixlen, int(metric))
    return {"route": best[0]}


PLAIN = {
    "bin": bin_,
    "mask": mask,
    "class": class_,
    "and": and_,
    "net": net,
    "same": same,
    "split": split,
    "hosts": hosts,
    "priv": priv,
}


def answer(question):
    asks, values = question["ask"]["key"], question["ask"]["values"]
    if question["generator"] == "vlsm":
        return vlsm(asks, values, question["fields"], question["right"])
    if question["generator"] == "lpm":
        return lpm(asks, values, question["given"])
    return PLAIN[question["generator"]](asks, values)


json.dump([answer(each) for each in json.load(sys.stdin)], sys.stdout)
