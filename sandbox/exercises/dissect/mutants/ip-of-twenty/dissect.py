# dissect.py: what stands in a frame?
import socket
import struct

IPV4 = 0x0800
TCP, UDP = 6, 17


def dissect(frame):
    """The addresses, ports and payload of an Ethernet frame, as a dict."""
    kind, = struct.unpack('!H', part(frame, 12, 2))
    found = {
        'mac_destination': part(frame, 0, 6).hex(':'),
        'mac_source': part(frame, 6, 6).hex(':'),
        'type': kind,
    }
    if kind == IPV4:
        ip = frame[14:]
        total, = struct.unpack('!H', part(ip, 2, 2))
        found |= dissect_ip(part(ip, 0, total))
    return found


def dissect_ip(ip):
    """Of one packet, to its last byte; what fills up a short frame is no part of it."""
    found = {
        'protocol': part(ip, 9, 1)[0],
        'ip_source': socket.inet_ntoa(part(ip, 12, 4)),
        'ip_destination': socket.inet_ntoa(part(ip, 16, 4)),
    }
    inner = ip[20:]
    if found['protocol'] in (TCP, UDP):
        found['port_source'], found['port_destination'] = struct.unpack('!HH', part(inner, 0, 4))
        length = (part(inner, 12, 1)[0] >> 4) * 4 if found['protocol'] == TCP else 8
        part(inner, 0, length)
        found['payload'] = inner[length:]
    return found


def part(data, start, length):
    """So many bytes; a ValueError where they are not all there."""
    if start + length > len(data):
        raise ValueError('the frame is cut short')
    return data[start:start + length]
