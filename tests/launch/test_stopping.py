"""However the launcher ends, nothing that it started lives on."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launch import processes
from tests.launch.conftest import DRIVER, Launch

pytestmark = pytest.mark.launcher


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGHUP, 128 + signal.SIGHUP), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_a_signal_to_the_launcher_leaves_nothing_behind(launch: Launch, number: signal.Signals, code: int) -> None:
    launched = launch()
    launched.wait_until_ready()
    assert len(launched.left_behind()) > 4, "the test must see the processes whose end it asserts"

    launched.process.send_signal(number)

    assert launched.wait() == code
    if number is not signal.SIGKILL:
        assert not launched.left_behind(), "the launcher waits for its guard"
        assert launched.said().rstrip().endswith("Stopped.")
    processes.eventually("everything has stopped", lambda: not launched.left_behind())
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", launched.port), timeout=1)


def test_killing_make_stops_the_launcher(launch: Launch, tmp_path: Path) -> None:
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@exec {sys.executable} {DRIVER} $(ROOT)\n")
    wrapper = ["sh", "-c", f'exec make -f {makefile} run ROOT="$0"']
    launched = launch(program=wrapper)
    launched.wait_until_ready()

    launched.process.send_signal(signal.SIGKILL)

    launched.wait()
    processes.eventually("everything has stopped", lambda: not launched.left_behind())


def test_a_process_that_dies_is_named_with_its_last_words_and_the_rest_stops(launch: Launch) -> None:
    launched = launch("crash")

    assert launched.wait() == 1
    assert "worker ended by itself (exit code 3)" in launched.said()
    assert "the worker fell over" in launched.said()
    assert not launched.left_behind()


def test_a_start_after_sigkill_waits_for_the_guard_and_recovers(launch: Launch) -> None:
    killed = launch()
    killed.wait_until_ready()
    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait()

    again = launch(port=killed.port)

    again.wait_until_ready()


def test_stale_files_of_a_power_cut_do_not_hinder_the_next_start(launch: Launch) -> None:
    first = launch()
    first.wait_until_ready()
    data = next(path for path in _data_folders(first.clone.root, first.clone.system_folder) if path.is_dir())
    left = (data / "postmaster.pid").read_text()
    first.process.send_signal(signal.SIGTERM)
    first.wait()
    # A number that is in use by now, but by something that is no database of ours.
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (data / "postmaster.pid").write_text(left.replace(left.split()[0], str(stranger.pid), 1))

        launch().wait_until_ready()

        assert stranger.poll() is None, "a stranger's process was stopped"
        stranger.kill()


def _data_folders(root: Path, system_folder: Path) -> list[Path]:
    return [root / ".local/dev/postgres/data", system_folder / "dev/data"]
