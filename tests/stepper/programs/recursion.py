"""Recursion: many frames of one function."""


def hanoi(disks, source, target, spare):
    if disks == 0:
        return 0
    moves = hanoi(disks - 1, source, spare, target)
    moves += 1
    return moves + hanoi(disks - 1, spare, target, source)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(hanoi(5, "a", "b", "c"))
print(depth(300))
