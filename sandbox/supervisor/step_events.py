"""Checks what a stepper says. It rides inside the learner's program, so nothing it says is trusted.

The result holds exactly the fields of src/protocol/events.ts, with long texts cut.
"""

from __future__ import annotations

LONGEST_TEXT = 200
MOST_LOCALS = 64
MOST_ARGUMENTS = 32
LARGEST = 2**53 - 1  # what a JSON number holds exactly
LARGEST_COUNT = 1 << 22  # more threads and process ids than Linux ever has (PID_MAX_LIMIT)
HOWS = ("line", "call", "run")
MOST_BREAKPOINTS = 100  # MAX_BREAKPOINTS of src/protocol/messages.ts


def _text(value) -> str:
    if not isinstance(value, str):
        raise ValueError("expected a text")
    return value[:LONGEST_TEXT]


def _number(value) -> int:
    if type(value) is not int or abs(value) > LARGEST:
        raise ValueError("expected an integer")
    return value


def _count(value) -> int:
    if not 0 < _number(value) <= LARGEST_COUNT:
        raise ValueError("expected a count")
    return value


def _size(value) -> int:
    if _number(value) < 0:
        raise ValueError("expected a size")
    return value


def _optional(check):
    return lambda value: None if value is None else check(value)


def _how(value) -> str:
    if value not in HOWS:
        raise ValueError("expected line, call or run")
    return value


def _locals(value) -> dict:
    if not isinstance(value, dict):
        raise ValueError("expected an object")
    return {_text(name): _text(value[name]) for name in list(value)[:MOST_LOCALS]}


def _arguments(value) -> list:
    if not isinstance(value, list):
        raise ValueError("expected a list")
    return [_text(each) for each in value[:MOST_ARGUMENTS]]


def _lines(value) -> list:
    if not isinstance(value, list) or len(value) > MOST_BREAKPOINTS:
        raise ValueError("expected a short list")
    return [_count(each) for each in value]


FIELDS = {
    "hello": {"version": _number, "thread": _count, "native": _count, "name": _text},
    "unseen": {},
    "bye": {},
    "line": {
        "at": _number, "file": _text, "line": _number, "function": _text, "locals": _locals,
    },
    "resumed": {"at": _number, "how": _how},
    "breakpoints": {"at": _number, "lines": _lines, "nowhere": _lines},
    "call": {
        "at": _number, "id": _number, "call": _text, "args": _arguments,
        "fd": _optional(_number), "line": _optional(_number),
    },
    "return": {
        "at": _number, "id": _number, "call": _text, "fd": _optional(_number),
        "value": _optional(_text), "errno": _optional(_number), "error": _optional(_text),
        "line": _optional(_number),
    },
}  # fmt: skip
# What may be left out: it is not known of every call, and not true of every task.
OPTIONAL = {
    "hello": {"forked": _number}, "call": {"socket": _size},
    "return": {"socket": _size, "moved": _size},
}  # fmt: skip


def checked(event) -> tuple:
    """(type, its fields); ValueError for anything that no stepper of ours would say."""
    kind = event.get("type") if isinstance(event, dict) else None
    if not isinstance(kind, str) or kind not in FIELDS:
        raise ValueError("unknown event")
    fields = FIELDS[kind]
    try:
        known = {name: check(event[name]) for name, check in fields.items()}
    except KeyError as missing:
        raise ValueError("without %s" % missing) from missing
    for name, check in OPTIONAL.get(kind, {}).items():
        if name in event:
            known[name] = check(event[name])
    return kind, known
