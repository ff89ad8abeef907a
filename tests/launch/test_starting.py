"""Starting: the services accept connections, and whatever stands in the way is said in one sentence."""

import ast
import json
import shutil
import socket
import stat
import threading
from pathlib import Path

import psycopg
import pytest
import redis

from compass.launch import __main__ as door
from compass.launch import cleaning, ports, reach, say
from compass.launch.clone import Clone
from compass.launch.instance import hold
from tests.launch.conftest import Launch

pytestmark = pytest.mark.launcher


def test_the_services_accept_only_their_passwords_and_only_here(launch: Launch, empty_clone: Clone) -> None:
    launched = launch()
    launched.wait_until_ready()
    remembered = empty_clone.instance("dev").services_file
    urls = json.loads(remembered.read_text())["urls"]

    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('TimeZone'), datlocprovider::text, datlocale,"
            " current_setting('listen_addresses'), current_setting('password_encryption'), current_database()::text"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("UTF8", "UTC", "b", "C.UTF-8", "127.0.0.1", "scram-sha-256", "compass")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(urls["DATABASE_URL"], password="wrong")
    with redis.Redis.from_url(urls["REDIS_URL"]) as client:
        assert client.ping()
        assert client.config_get("bind")["bind"].split() == ["127.0.0.1"]
    with pytest.raises(redis.AuthenticationError), redis.Redis(port=_port(urls["REDIS_URL"])) as stranger:
        stranger.ping()
    for private in (remembered, *empty_clone.local.rglob("password"), *empty_clone.local.rglob("redis.conf")):
        assert stat.S_IMODE(private.stat().st_mode) == 0o600, private


def test_a_second_start_is_refused_with_the_address_of_the_first(launch: Launch) -> None:
    first = launch()
    first.wait_until_ready()

    second = launch()

    assert second.wait() == 1
    assert f"already running from this clone, at http://127.0.0.1:{first.port}/" in second.said()
    socket.create_connection(("127.0.0.1", first.port), timeout=5).close()


def test_a_running_clone_is_not_cleaned_and_a_stopped_one_wholly(launch: Launch, clone: Clone) -> None:
    launched = launch()
    launched.wait_until_ready()
    with pytest.raises(say.Refusal, match="Nothing was removed"):
        cleaning.clean(clone)
    launched.process.terminate()
    launched.wait()

    assert cleaning.clean(clone) == 0

    assert not clone.local.exists()
    assert not clone.system_folder.exists()


def test_a_taken_port_is_refused_before_anything_starts(launch: Launch, empty_clone: Clone) -> None:
    with socket.socket() as other:
        other.bind((ports.HOST, 0))
        other.listen()
        launched = launch(port=other.getsockname()[1])

        assert launched.wait() == 1
    assert f"try `make run PORT={launched.port + 1}`" in launched.said()
    assert len(launched.said().strip().splitlines()) == 1
    assert not (empty_clone.local / "dev").exists()


@pytest.mark.parametrize("port", ["0", "65536", "http", "80.5"])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(say.Refusal, match="PORT must be a number"):
        ports.wanted_port()


@pytest.mark.parametrize(
    ("variable", "url"),
    [("DATABASE_URL", "postgresql://compass:hunter2@127.0.0.1:{}/x"), ("REDIS_URL", "redis://:hunter2@127.0.0.1:{}/0")],
)
def test_a_given_service_that_is_not_there_is_named_without_its_password(
    launch: Launch, empty_clone: Clone, variable: str, url: str
) -> None:
    port = ports.free_port()

    launched = launch(**{variable: url.format(port)})

    assert launched.wait() == 1
    assert f"{variable} names 127.0.0.1 port {port}, which cannot be reached" in launched.said()
    assert "hunter2" not in launched.said()
    assert not (empty_clone.local / "dev").exists()


def test_a_given_database_that_refuses_us_is_named_without_its_password(launch: Launch) -> None:
    launched = launch()
    launched.wait_until_ready()
    url = json.loads(launched.clone.instance("dev").services_file.read_text())["urls"]["DATABASE_URL"]
    wrong = f"postgresql://compass:hunter2@{url.partition('@')[2]}"

    with pytest.raises(say.Refusal, match="password authentication failed") as refusal:
        reach.Given("DATABASE_URL", wrong).refuse_closed_door(launched.clone)

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("url", ["mysql://127.0.0.1/x", "postgresql://[::1/x", "postgresql://host:port/x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(say.Refusal, match="DATABASE_URL"):
        reach.Given("DATABASE_URL", url).endpoint()


def test_data_of_another_major_version_is_left_alone_with_a_sentence(launch: Launch, clone: Clone) -> None:
    first = launch()
    first.wait_until_ready()
    first.process.terminate()
    first.wait()
    folders = (clone.local / "dev/postgres/data", clone.system_folder / "dev/data")
    version = next(folder for folder in folders if folder.is_dir()) / "PG_VERSION"
    version.write_text("13\n")

    second = launch()

    assert second.wait() == 1
    assert "was made by PostgreSQL 13 and cannot be read by PostgreSQL 18" in second.said()
    assert version.read_text() == "13\n"


def test_what_a_deleted_clone_left_does_not_hinder_the_next_one_at_its_path(launch: Launch, clone: Clone) -> None:
    """As root the data lies outside of the clone and outlives it; its password does not."""
    first = launch()
    first.wait_until_ready()
    first.process.terminate()
    first.wait()
    shutil.rmtree(clone.local / "dev")

    second = launch()

    second.wait_until_ready()
    url = json.loads(clone.instance("dev").services_file.read_text())["urls"]["DATABASE_URL"]
    reach.Given("DATABASE_URL", url).refuse_closed_door(clone)


def test_an_instance_in_use_is_refused_or_waited_for(empty_clone: Clone) -> None:
    instance = empty_clone.instance("test")
    entered = threading.Event()

    def wait() -> None:
        with hold(instance, "check", wait=True):
            entered.set()

    waiting = threading.Thread(target=wait, daemon=True)
    with hold(instance, "test"):
        with pytest.raises(say.Refusal, match="`make test`"), hold(instance, "manage"):
            pass
        waiting.start()
        assert not entered.wait(0.3)
    assert entered.wait(10)
    waiting.join()


def test_an_old_python_gets_a_sentence() -> None:
    assert door.too_old((3, 11)) is None
    assert door.too_old((3, 14)) is None
    for version in ((2, 7), (3, 6), (3, 10)):
        assert f"this is Python {version[0]}.{version[1]}" in str(door.too_old(version))


def test_an_old_python_can_read_the_door() -> None:
    ast.parse(Path(door.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))


def _port(url: str) -> int:
    return int(url.rpartition(":")[2].partition("/")[0])
