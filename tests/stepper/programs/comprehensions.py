"""Comprehensions, at top level and in a function, nested, with a walrus and a closure."""


def table(size):
    rows = [[column * row for column in range(size)] for row in range(size)]
    adders = [lambda value, step=step: value + step for step in range(3)]
    return rows, [add(10) for add in adders], {n: n**2 for n in range(size)}


print(table(3))
squares = {n * n for n in (1, 2, 3)}
print(sorted(squares), [half for n in range(6) if (half := n // 2) > 0], half)
print("".join(letter.upper() for letter in "sockscope"))
