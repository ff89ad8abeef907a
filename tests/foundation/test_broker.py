"""A connection to the broker that is lost while tasks run: putting back and acknowledging fail as a lost connection."""

from __future__ import annotations

import logging
from uuid import uuid4

import pytest
from kombu import Queue

from compass.celery import app


@pytest.fixture
def taken():
    """A connection, and a message that came through it and is not acknowledged yet."""
    name = f"test-{uuid4()}"
    with app.connection_for_read() as connection, connection.SimpleQueue(Queue(name, routing_key=name)) as queue:
        queue.put({})
        yield connection, queue.get(timeout=5)
    with app.connection_for_read() as connection:
        connection.default_channel.queue_delete(name)


def test_a_message_whose_connection_was_closed_cannot_be_acknowledged_and_ends_no_worker(taken, caplog):
    connection, message = taken
    connection.close()
    with caplog.at_level(logging.CRITICAL):
        message.ack_log_error(logging.getLogger("broker"), connection.connection_errors)
    assert "Couldn't ack" in caplog.text
    assert not message.acknowledged


def test_over_a_connection_that_stands_it_is_acknowledged(taken):
    connection, message = taken
    message.ack_log_error(logging.getLogger("broker"), connection.connection_errors)
    assert message.acknowledged


def test_a_connection_given_up_half_way_closes_without_a_mistake(taken):
    """As a worker does: it collects the connection first, which may fail, and closes it then."""
    connection, _ = taken
    connection.transport.client = None
    connection.close()
