"""``python -m helpers`` in a process forked from the tests: everything is loaded already, so that a run starts with its work.

For tests of what a run does to a desk. What the start, the streams and the end of a Python process do is tested on real ones
(``tests/damages/test_process.py``).
"""

import asyncio
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping

from helpers.params import ROOT

_ASKED_TO_END = (signal.SIGINT, signal.SIGTERM)


class Forked:
    """A run at work; the methods and fields of ``subprocess.Popen`` that tests use."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        # Files take what is said: a pipe that nobody reads would stop the run.
        self._said = [tempfile.TemporaryFile() for _ in range(2)]  # noqa: SIM115 (closed when they have been read)
        self.args = ["helpers", *arguments]
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        load()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED_TO_END)
        self.pid = os.fork()
        if self.pid == 0:
            _become(self.args, environment, *(file.fileno() for file in self._said))
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def poll(self) -> int | None:
        return self._wait(os.WNOHANG)

    def wait(self) -> int | None:
        return self._wait(0)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def communicate(self, timeout: float = 300) -> tuple[str, str]:
        """Wait for the end; what it said on stdout and stderr."""
        until = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(self.args, timeout)
            time.sleep(0.005)
        texts = []
        for file in self._said:
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
            file.close()
        return texts[0], texts[1]

    def _wait(self, flags: int) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, flags)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def load() -> None:
    """Load what a command loads, once, before the first fork."""
    from helpers import action_sheets, charts, cli, forms, parts, sentences, tables  # noqa: F401
    from helpers.press import build, engine, execute, listing, locate, proof, workbook  # noqa: F401
    from helpers.services import audit, check, index, report  # noqa: F401


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """One command, to its end; in the folder of this project, or in that which ``PWD`` names."""
    made = Forked(*arguments, **environment)
    out, err = made.communicate()
    return subprocess.CompletedProcess(made.args, made.returncode, out, err)


class ForkedKernel:
    """What ``jupyter_client`` starts in place of ``python -m ipykernel_launcher``: the same program, on its own sockets, in a process
    that has its libraries. The methods and fields of ``subprocess.Popen`` that a manager of kernels uses.
    """

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], env: Mapping[str, str], cwd: str = ".", **_others) -> None:
        import ipykernel.kernelapp  # noqa: F401

        load()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _become_a_kernel(command, env, cwd)
        os.setpgid(self.pid, self.pid)

    def poll(self) -> int | None:
        return self._wait(os.WNOHANG)

    def wait(self) -> int | None:
        return self._wait(0)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    _wait = Forked._wait


def _become_a_kernel(command: list[str], env: Mapping[str, str], cwd: str) -> None:
    """What the process of a kernel does; it never returns."""
    try:
        os.setpgid(0, 0)
        for sign in _ASKED_TO_END:
            signal.signal(sign, signal.SIG_DFL)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        asyncio.events._set_running_loop(None)  # that of the manager
        asyncio.set_event_loop(asyncio.new_event_loop())
        from ipykernel import kernelapp

        kernelapp.launch_new_instance(argv=command[command.index("ipykernel_launcher") + 1 :])
    except BaseException:  # noqa: BLE001 (as Python would: told, and the status is 1)
        traceback.print_exc()
    finally:
        os._exit(1)


def _become(arguments: list[str], environment: Mapping[str, str], out: int, err: int) -> None:
    """What the forked process does; it never returns."""
    status = 1
    try:
        for sign in _ASKED_TO_END:  # as in a process that has just begun
            signal.signal(sign, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ASKED_TO_END)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout, sys.stderr = (open(n, "w", 1, encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115
        os.environ.update(environment)
        tempfile.tempdir = None  # TMPDIR is asked again
        os.chdir(environment.get("PWD", ROOT))
        sys.argv = arguments
        runpy.run_module("helpers", run_name="__main__")
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
    except BaseException:  # noqa: BLE001 (as Python would: told, and the status is 1)
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)
