"""Imported by guarded.py; runs by itself too."""


def backwards(word):
    letters = list(word)
    letters.reverse()
    return "".join(letters)


if __name__ == "__main__":
    print(backwards("stepper"))
