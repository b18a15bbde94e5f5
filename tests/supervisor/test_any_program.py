"""Programs beside Python's: the kernel tells as much of them as of one that is stepped."""

import base64
import os
import shutil
import subprocess
import tempfile
import unittest

from box_client import PAIR, Box
from wire_client import Seen, line_of

ECHO_IN_C = """
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(3333)};
  char data[100];
  int s = socket(AF_INET, SOCK_STREAM, 0);
  bind(s, (void *)&here, sizeof here);
  listen(s, 5);
  int c = accept(s, 0, 0);
  long n = read(c, data, sizeof data);
  printf("%ld bytes\\n", n);
  fflush(stdout);
  write(c, data, n);
  read(c, data, sizeof data);
}
"""
ECHO_IN_NODE = """
require('net').createServer(c => { console.log('6 bytes'); c.pipe(c); }).listen(3333, '10.0.0.2');
"""
ECHO_IN_PERL = """
use Socket;
socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(3333, INADDR_ANY)); listen(S, 5);
accept(C, S); sysread(C, $data, 100); $| = 1; print length($data), " bytes\\n";
syswrite(C, $data); sysread(C, $data, 100);
"""
CLIENT = "exec 3<>/dev/tcp/10.0.0.2/3333; echo hello >&3; read line <&3; echo $line; read line <&3"


def compiled(source):
    """A C program as base64, which is text."""
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "program")
        command = ["cc", "-x", "c", "-o", program, "-"]
        subprocess.run(command, input=source.encode(), check=True, stderr=subprocess.DEVNULL)
        with open(program, "rb") as file:
            return base64.b64encode(file.read()).decode()


class AnyProgram(unittest.TestCase):
    def converse(self, argv, waits_in, text=""):
        """An echo server in whatever language, and a client in bash."""
        with Box(PAIR, files=[("server", "echo", text)]) as box:
            server = box.start("server", argv, "server")
            box.wait_row("server", state="LISTEN")
            waiting = box.wait_event("blocked", program="server", syscall=waits_in[0])
            self.assertEqual(waiting["fd"], waits_in[1])
            client = box.start("client", ["bash", "-c", CLIENT], "client")
            self.assertEqual(line_of(server), b"6 bytes\n")
            self.assertEqual(line_of(client), b"hello\n")
            box.wait_event("blocked", program="client", syscall="read", fd=0)
            near = box.wait_row("client", owners=lambda owners: len(owners) == 2)
            held = [(each["program"], each["fd"]) for each in near["owners"]]
            self.assertEqual(held, [("client", 0), ("client", 3)])
            far = [row for row in box.table("server") if row["state"] == "ESTABLISHED"]
            self.assertEqual([each["program"] for each in far[0]["owners"]], ["server"])
            said = [frame.payload for frame in Seen(box).of("client", payload=lambda data: data)]
            self.assertEqual(set(said), {b"hello\n"})  # a slow machine may say it twice

    def test_what_a_shell_starts_is_a_task_of_it_while_it_waits(self):
        with Box(PAIR) as box:
            shell = box.start("server", ["bash"], "shell")
            box.wait_event("blocked", syscall="read", fd=0)
            shell.stdin.write(b"true; cat < /dev/null; sleep 99 | cat\n")
            shell.stdin.flush()
            waits = {}

            def both_wait(line):
                if line["type"] == "blocked" and "task" in line and line["syscall"]:
                    waits[line["task"]] = line["syscall"], line["fd"]
                return len(waits) == 2

            box.wait_for(both_wait)
            begun = {each["task"]: each for each in box.events("task-started")}
            self.assertEqual(
                {begun[task]["name"]: waits[task] for task in waits},
                {"sleep": ("clock_nanosleep", None), "cat": ("read", 0)},
            )
            box.wait_event("blocked", syscall="wait4")
            for task, each in begun.items():
                self.assertEqual(task, "child-%d" % each["pid"])
            before = len(box.lines)
            box.run("server", ["pkill", "sleep"])
            for task in waits:
                box.wait_event("task-ended", task=task)
            box.wait_event("blocked", before, syscall="read", fd=0)

    def test_a_select_of_nothing_but_the_first_descriptor_names_it(self):
        with Box(PAIR) as box:
            for program, given in (("reads", "[0], [], []"), ("sleeps", "[], [], [], 99")):
                box.start("server", "import select; select.select(%s)" % given, program)
            self.assertEqual(box.wait_event("blocked", program="reads")["fd"], 0)
            self.assertEqual(box.wait_event("blocked", program="sleeps")["fd"], None)

    @unittest.skipUnless(shutil.which("cc"), "no C compiler")
    def test_a_c_program(self):
        run = "base64 -d echo > program; chmod +x program; exec ./program"
        self.converse(["bash", "-c", run], ("accept", 3), compiled(ECHO_IN_C))

    @unittest.skipUnless(os.path.exists("/usr/bin/node"), "no Node in the hosts")
    def test_a_node_program(self):
        self.converse(["node", "echo"], ("epoll_pwait", None), ECHO_IN_NODE)

    @unittest.skipUnless(os.path.exists("/usr/bin/perl"), "no Perl in the hosts")
    def test_a_perl_program(self):
        with Box(PAIR) as box:
            _, output = box.run("server", ["perl", "-MSocket", "-e", "print 1"])
        if output != "1":
            self.skipTest("this Perl has no Socket")
        self.converse(["perl", "echo"], ("accept4", 3), ECHO_IN_PERL)


if __name__ == "__main__":
    unittest.main()
