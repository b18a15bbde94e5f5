"""What tracing leaves behind in older Pythons, and what is done about it."""

import sys

# Until Python 3.9 a frame with a trace function has the line number of its last trace event, so
# an untraced frame must have none (PyFrame_GetLineNumber in frameobject.c).
STALE_LINES = sys.version_info < (3, 10)

# Until Python 3.12 tracing leaves a copy of a function's locals in its frame (PEP 667).
COPIES_LOCALS = sys.version_info < (3, 13)

# Since Python 3.12 a comprehension runs in the frame around it (PEP 709).
INLINES_COMPREHENSIONS = sys.version_info >= (3, 12)

# In Python 3.12 alone, both together make tracing warn about a comprehension's variable.
_WARNS_OF_UNBOUND = INLINES_COMPREHENSIONS and COPIES_LOCALS


class _UnboundLocal:
    """Stands for a compiled pattern in warnings.filters: `re` itself would have to be imported."""

    def match(self, text):
        return text.startswith("assigning None to unbound local ")


def silence():
    """Ignores the one warning that tracing causes (PyFrame_LocalsToFast in frameobject.c)."""
    if _WARNS_OF_UNBOUND:
        import _warnings

        ignored = ("ignore", _UnboundLocal(), RuntimeWarning, None, 0)
        _warnings.filters.insert(0, ignored)  # pyright: ignore[reportArgumentType]
        _warnings._filters_mutated()  # pyright: ignore[reportAttributeAccessIssue]
