# dissect.py: what stands in a frame?
import socket
import struct


def dissect(frame):
    """The addresses, ports and payload of an Ethernet frame, as a dict."""
    kind, = struct.unpack('!H', frame[12:14])
    return {
        'mac_destination': frame[0:6].hex(':'),
        'mac_source': frame[6:12].hex(':'),
        'type': kind,
    }
