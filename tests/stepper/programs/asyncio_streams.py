"""asyncio: a stream server and clients, a datagram endpoint, time-outs, cancelling."""

import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def ask(address, words):
    reader, writer = await asyncio.open_connection(*address)
    answers = []
    for word in words:
        writer.write(word + b"\n")
        answers.append(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return answers


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, arrived):
        self.arrived = arrived

    def datagram_received(self, data, addr):
        self.arrived.set_result(data)


async def datagrams():
    loop = asyncio.get_running_loop()
    arrived = loop.create_future()
    receiver, _ = await loop.create_datagram_endpoint(
        lambda: Datagrams(arrived), local_addr=("127.0.0.1", 0)
    )
    sender, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=receiver.get_extra_info("sockname")
    )
    sender.sendto(b"packet")
    print(await arrived)
    sender.close()
    receiver.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    print(await asyncio.gather(ask(address, [b"a", b"b"]), ask(address, [b"c"])))
    server.close()
    await datagrams()
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)
    except asyncio.TimeoutError as error:
        print(type(error).__name__)
    try:
        await asyncio.open_connection("127.0.0.1", 1)
    except OSError as error:
        print(type(error).__name__)


asyncio.run(main())
