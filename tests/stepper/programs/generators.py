"""Generators: suspended frames, send(), throw(), close() and a delegating one."""


def countdown(n):
    try:
        while n:
            received = yield n
            if received:
                n = received
            n -= 1
    except ValueError as error:
        yield f"caught {error}"
    finally:
        print("generator ends")


def both():
    yield from countdown(2)
    yield from (n * n for n in range(3))


print(list(both()))
numbers = countdown(5)
print(next(numbers), numbers.send(3), numbers.throw(ValueError("stop")))
numbers.close()
print(sum(n for n in countdown(4)))
