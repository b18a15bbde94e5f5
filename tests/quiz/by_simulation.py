"""Answers the questions about streams by doing, byte by byte and trip by trip, what they tell."""

import ast
import heapq
import json
import sys


def frame(question):
    """Reads the stream through a buffered reader, as a program would."""
    pieces = [
        ast.literal_eval(line.split("→")[1].strip()) for line in question["given"][0]["lines"]
    ]
    held, whole = b"", []
    for piece in pieces:
        held += piece
        while True:
            if question["ask"]["key"] == "frame.ask.newline":
                message, end, rest = held.partition(b"\n")
                if not end:
                    break
            else:
                if not held or len(held) <= held[0]:
                    break
                message, rest = held[1 : held[0] + 1], held[held[0] + 1 :]
            whole.append(message)
            held = rest
    return {"messages": ", ".join(as_literal(each) for each in whole) or "–"}


def as_literal(message):
    return "b'" + repr(message)[2:-1] + "'"


def seq(question):
    """Marks every number that has arrived, and looks for the first that has not."""
    arrived = {int(question["ask"]["values"]["initial"])}
    for item in question["given"][0]["items"]:
        values = item["values"]
        first = int(values["seq"])
        if item["key"] == "seq.data":
            arrived.update(range(first, first + int(values["bytes"])))
        elif item["key"] in ("seq.syn", "seq.fin"):
            arrived.add(first)
    expected = min(arrived)
    while expected in arrived:
        expected += 1
    return {"ack": str(expected)}


def trip(question):
    """Hands packets over in the order in which they arrive."""
    values = question["ask"]["values"]
    delay, requests = int(values["delay"]), int(values["requests"])
    kind = question["ask"]["key"].rpartition(".")[2]
    arrivals, answered = [], []

    def send(now, what, number):
        heapq.heappush(arrivals, (now + delay, what, number))

    def ask(now, number, is_open):
        send(now, "request" if is_open or kind == "udp" else "syn", number)

    ask(0, 1, False)
    while arrivals:
        now, what, number = heapq.heappop(arrivals)
        if what == "syn":
            send(now, "syn-ack", number)
        elif what == "syn-ack":
            send(now, "ack", number)
            send(now, "request", number)
        elif what == "request":
            send(now, "answer", number)
        elif what == "answer":
            answered.append(now)
            if number < requests:
                ask(now, number + 1, kind == "tcp")
    return {"first": str(answered[0]), "finish": str(answered[-1])}


ORACLES = {"frame": frame, "seq": seq, "trip": trip}

json.dump([ORACLES[each["generator"]](each) for each in json.load(sys.stdin)], sys.stdout)
