"""Closures, nonlocal, global, default and star arguments, decorators, del."""

import functools

total = 0


def counted(function):
    calls = 0

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        nonlocal calls
        calls += 1
        return function(*args, calls=calls, **kwargs)

    return wrapper


@counted
def add(*numbers, calls=0, **options):
    global total
    for number in numbers:
        total += number
    del numbers
    return calls, sorted(options), sorted(locals())


print(add(1, 2), add(3, a=1), total)
print(sorted([3, 1, 2], key=lambda value: -value))
