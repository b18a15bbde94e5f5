"""What the wire must know of a frame to match it: protocol, ports, flags, sequence numbers.

Only so far parsed; fields for the reader are src/trace's matter. Never raises, whatever the bytes:
what does not hold together stays a frame without ports or protocol.
"""

from __future__ import annotations

import struct

# <linux/if_ether.h>, <linux/in.h>
ETHERNET = 14
ARP = b"\x08\x06"
IPV4 = b"\x08\x00"
IPV6 = b"\x86\xdd"
ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
PROTOCOLS = {ICMP: "icmp", TCP: "tcp", UDP: "udp", ICMPV6: "icmpv6"}
HEADERS = {ICMP: 8, TCP: 20, UDP: 8, ICMPV6: 4}
CHECKSUMS = {ICMP: 2, TCP: 16, UDP: 6, ICMPV6: 2}  # offset in the header

# RFC 8200, section 4: hop-by-hop, routing, destination options; fragment; RFC 4302: authentication
IPV6_OPTIONS = (0, 43, 60)
IPV6_FRAGMENT = 44
IPV6_AUTHENTICATION = 51

# Multicast listener discovery (RFC 2710, RFC 3810) and neighbour discovery (RFC 4861)
RESOLVING = frozenset((130, 131, 132, 133, 134, 135, 136, 137, 143))

FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10
FLAGS = {"SYN": SYN, "ACK": ACK, "FIN": FIN, "RST": RST}
DECIDING_FLAGS = FIN | SYN | RST | ACK
SEQUENCE_SPACE = 1 << 32  # RFC 9293, section 3.4

_tcp_start = struct.Struct("!HHI")


class Segment:
    """One frame's meaning to the wire. Offsets count from the frame's first byte."""

    # Defaults of the class: a frame sets few of them, and there are many frames.
    protocol: str | None = None
    resolves = False  # address resolution: ARP, neighbour and listener discovery
    fragment = False
    source_port: int | None = None
    destination_port: int | None = None
    flags = 0  # of TCP
    sequence = 0
    span = 0  # sequence numbers it takes up: its bytes, one for SYN, one for FIN
    flow: tuple | None = None  # of a whole TCP segment: addresses and ports
    checksum: int | None = None  # where that of the transport header stands
    payload = ETHERNET  # what lies behind the innermost header that was understood
    payload_end = ETHERNET

    def has_data(self) -> bool:
        """Whether it carries bytes of a TCP stream or of a UDP datagram."""
        return self.protocol in ("tcp", "udp") and self.payload_end > self.payload


def parse(frame: bytes) -> Segment:
    """Reads a frame as far as it holds together."""
    segment = Segment()
    segment.payload_end = max(len(frame), ETHERNET)
    kind = frame[12:14]
    if kind == IPV4:
        _read_ipv4(segment, frame)
    elif kind == IPV6:
        _read_ipv6(segment, frame)
    elif kind == ARP:
        segment.protocol = "arp"
        segment.resolves = True
    return segment


def may_open(frame: bytes) -> bool:
    """Whether a frame could be a SYN; wrong only in saying yes. For frames that nobody parses."""
    if len(frame) < 54:
        return False
    if frame[23] == TCP and frame[12] == 8:
        return frame[14] != 0x45 or frame[47] & SYN != 0
    if frame[12] != 0x86 or frame[20] == UDP:
        return False
    return frame[20] != TCP or len(frame) < 68 or frame[67] & SYN != 0


def _read_ipv4(segment: Segment, frame: bytes) -> None:
    """RFC 791, section 3.1."""
    if len(frame) < ETHERNET + 20:
        return
    header = (frame[14] & 15) * 4
    at = ETHERNET + header
    # An Ethernet frame may be padded: the header's length counts.
    end = min(len(frame), ETHERNET + (frame[16] << 8 | frame[17]))
    if header < 20 or at > end:
        return
    fragment = frame[20] << 8 | frame[21]
    segment.fragment = fragment & 0x3FFF != 0  # an offset, or more to come
    segment.payload, segment.payload_end = at, end
    _read_transport(segment, frame, frame[23], fragment & 0x1FFF == 0, (frame[26:30], frame[30:34]))


def _read_ipv6(segment: Segment, frame: bytes) -> None:
    """RFC 8200, sections 3 and 4."""
    at = ETHERNET + 40
    if len(frame) < at:
        return
    end = min(len(frame), at + (frame[18] << 8 | frame[19]))
    number = frame[20]
    first = True
    while at + 8 <= end:
        if number in IPV6_OPTIONS:
            length = frame[at + 1] * 8 + 8
        elif number == IPV6_AUTHENTICATION:
            length = frame[at + 1] * 4 + 8
        elif number == IPV6_FRAGMENT:
            length = 8
            fragment = frame[at + 2] << 8 | frame[at + 3]
            segment.fragment = fragment & 0xFFF9 != 0
            first = fragment & 0xFFF8 == 0
        else:
            break
        number = frame[at]
        at += length
        if not first:
            break
    if at > end:
        return
    segment.payload, segment.payload_end = at, end
    _read_transport(segment, frame, number, first, (frame[22:38], frame[38:54]))


def _read_transport(
    segment: Segment, frame: bytes, number: int, first: bool, addresses: tuple
) -> None:
    segment.protocol = PROTOCOLS.get(number)
    at = segment.payload
    # A later fragment carries bytes of the datagram, but no header.
    if segment.protocol is None or not first or at + HEADERS[number] > segment.payload_end:
        return
    if number == TCP:
        header = (frame[at + 12] >> 4) * 4
        if header < 20 or at + header > segment.payload_end:
            return
        _read_tcp(segment, frame, at, header, addresses)
    else:
        header = HEADERS[number]
        if number == UDP:
            segment.source_port = frame[at] << 8 | frame[at + 1]
            segment.destination_port = frame[at + 2] << 8 | frame[at + 3]
        elif number == ICMPV6:
            segment.resolves = frame[at] in RESOLVING
    segment.checksum = at + CHECKSUMS[number]
    segment.payload = at + header


def _read_tcp(segment: Segment, frame: bytes, at: int, header: int, addresses: tuple) -> None:
    """RFC 9293, section 3.1."""
    ports = source, destination, sequence = _tcp_start.unpack_from(frame, at)
    flags = frame[at + 13]
    segment.source_port = source
    segment.destination_port = destination
    segment.sequence = sequence
    segment.flags = flags
    if not segment.fragment:
        segment.flow = (*addresses, *ports[:2])
        length = segment.payload_end - at - header
        segment.span = length + (flags & SYN != 0) + (flags & FIN != 0)
