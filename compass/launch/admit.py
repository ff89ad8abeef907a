"""Between fork and exec of every child: registers with the guard, drops privileges, becomes the program.

Registering from inside the child leaves no moment in which the launcher could be killed and a child be forgotten: until
the child has written its line it holds the guard's pipe open, and afterwards the guard knows it.
"""

import json
import os
import signal
import sys


def main(arguments: list[str]) -> None:
    """Arguments: the pipe's descriptor, the registration as JSON, the user as JSON, and the program with its own."""
    pipe = int(arguments[0])
    ward = json.loads(arguments[1])
    user = json.loads(arguments[2])
    program = arguments[3:]
    os.write(pipe, json.dumps(ward | {"pid": os.getpid()}).encode() + b"\n")
    os.close(pipe)
    # A shell starts background jobs with SIGINT ignored; a child that inherited that could not be asked to stop.
    for reset in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(reset, signal.SIG_DFL)
    if user is not None:
        os.initgroups(user["name"], user["gid"])
        os.setgid(user["gid"])
        os.setuid(user["uid"])
    try:
        os.execvp(program[0], program)  # noqa: S606  # no shell is wanted
    except OSError as error:
        sys.exit(f"{program[0]} could not be started: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
