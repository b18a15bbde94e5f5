"""Coroutines: gather, queues, async generators and contexts, threads, errors of tasks."""

import asyncio
import contextlib
import socket
import traceback


async def count(limit):
    for number in range(limit):
        yield number
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def opened():
    print("opened")
    try:
        yield socket.socketpair()
    finally:
        print("closed")


def blocking(left, right):
    left.sendall(b"from a thread")
    return right.recv(100)


async def fail():
    raise ValueError("lost")


async def main():
    print([number async for number in count(4)])
    jobs = asyncio.Queue()
    for number in range(3):
        jobs.put_nowait(number)
    print([await jobs.get() for _ in range(3)])
    async with opened() as (left, right):
        print(await asyncio.get_running_loop().run_in_executor(None, blocking, left, right))
        left.close()
        right.close()
    task = asyncio.create_task(asyncio.sleep(99))
    await asyncio.sleep(0)
    task.cancel()
    print(await asyncio.gather(task, fail(), return_exceptions=True))
    try:
        await fail()
    except ValueError:
        traceback.print_exc()


asyncio.run(main())
