"""What may be uploaded is told by its content, and every refusal says why and what to do next."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from evidence.inspection.chamber import Chamber
from evidence.inspection.verdicts import UnacceptableError
from tests.evidence.files import CSV, HOSTILE, SOUND, bomb

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def chamber():
    chamber = Chamber()
    yield chamber
    chamber.close()


def inspect(chamber, folder, content):
    path = folder / "upload"
    path.write_bytes(content)
    return chamber.inspect(path)


@pytest.mark.parametrize("name", SOUND)
def test_sound_files_are_taken_for_what_they_are(chamber, tmp_path, name):
    content, kind = SOUND[name]
    assert inspect(chamber, tmp_path, content).content_type == kind


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_reason_and_next_step(chamber, tmp_path, name):
    content, reason = HOSTILE[name]
    with pytest.raises(UnacceptableError, match=reason) as refusal:
        inspect(chamber, tmp_path, content)
    assert refusal.value.next_step


def test_formulas_in_a_table_are_kept_and_noted(chamber, tmp_path):
    assert inspect(chamber, tmp_path, CSV + b"=1+1,-5\n").notes == ["1 cells begin like a formula"]
    assert inspect(chamber, tmp_path, CSV).notes == []


def test_a_bomb_is_refused_and_what_barely_fits_is_read(chamber, tmp_path):
    with pytest.raises(UnacceptableError, match="expands"):
        inspect(chamber, tmp_path, bomb(2))
    assert inspect(chamber, tmp_path, bomb(0)).content_type


def test_when_the_inspecting_process_was_killed_the_next_file_starts_another(chamber, tmp_path):
    inspect(chamber, tmp_path, CSV)
    killed = chamber._process
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert inspect(chamber, tmp_path, CSV).content_type == "text/csv"
    assert chamber._process.pid != killed.pid


def test_a_process_with_more_than_a_thousand_open_files_is_answered_too(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    held = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    busy = Chamber()
    try:
        assert inspect(busy, tmp_path, CSV).content_type == "text/csv"
    finally:
        busy.close()
        for one in held:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_inspecting_process_knows_no_secret_of_ours_and_ends_with_its_asker(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "not for parsers")
    chamber = Chamber()
    inspect(chamber, tmp_path, CSV)
    process = chamber._process
    assert b"not for parsers" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    process.stdin.close()
    assert process.wait(timeout=5) == 0
    process.stdout.close()
    assert isinstance(process, subprocess.Popen)
