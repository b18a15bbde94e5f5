"""What TCP itself keeps of one connection: the struct tcp_info of <linux/tcp.h>."""

from __future__ import annotations

import struct

# The struct up to tcpi_total_retrans, which every kernel since 2.6 has; the padding is what we
# leave out. The two window scales share a byte: the sender's in its lower half on little-endian
# machines, which are the only ones with a seccomp filter of ours.
_LAYOUT = struct.Struct("=xxBxxBBx I4xI4xI 40xI4xII 16xI")
TCPI_OPT_WSCALE = 4
TCP_INFINITE_SSTHRESH = 0x7FFFFFFF  # <net/tcp.h>: no loss has set it yet


def tcp_info(raw: bytes) -> dict | None:
    """The fields of TcpInfo in src/protocol/events.ts; None of an answer that is too short."""
    if len(raw) < _LAYOUT.size:
        return None
    (
        retransmits, options, scales, rto, mss, unacked, rtt, ssthresh, cwnd, total
    ) = _LAYOUT.unpack_from(raw)  # fmt: skip
    scaled = options & TCPI_OPT_WSCALE
    return {
        "cwnd": cwnd,
        "ssthresh": None if ssthresh >= TCP_INFINITE_SSTHRESH else ssthresh,
        "rttUs": rtt or None,
        "rtoMs": rto // 1000,
        "retransmits": retransmits,
        "totalRetransmits": total,
        "unacked": unacked,
        "mss": mss,
        "sndWscale": scales & 0xF if scaled else None,
        "rcvWscale": scales >> 4 if scaled else None,
    }
