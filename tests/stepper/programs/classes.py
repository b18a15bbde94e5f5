"""Classes that watch how they are looked at: any repr, comparison or attribute read prints."""


class Watchful(type):
    def __eq__(cls, other):
        print("metaclass compared")
        return True

    __hash__ = type.__hash__


class Loud(metaclass=Watchful):
    """Prints whenever anybody looks at it."""

    def __repr__(self):
        print("repr called")
        return "<loud>"

    __str__ = __repr__

    def __eq__(self, other):
        print("compared")
        return False

    def __hash__(self):
        print("hashed")
        return 1

    def __bool__(self):
        print("truth asked")
        return True

    def __len__(self):
        print("length asked")
        return 2

    @property
    def __class__(self):
        print("class asked")
        return int

    def __getattr__(self, name):
        print("attribute asked", name)
        raise AttributeError(name)


class LoudText(str):
    def __repr__(self):
        print("text repr called")
        return "loud"


class Account:
    rate = 2

    def __init__(self, owner):
        self.owner = owner
        self._balance = 0

    @property
    def balance(self):
        return self._balance

    def pay(self, amount):
        self._balance += amount * self.rate


class Savings(Account):
    def pay(self, amount):
        super().pay(amount + 1)


loud = Loud()
text = LoudText("abc")
kept = [loud, {"key": loud}, (text,)]
account = Savings("ann")
account.pay(5)
print(account.balance, account.owner)
del loud
