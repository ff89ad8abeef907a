"""What celery beat starts, and when (London time)."""

from celery.schedules import crontab

# A tick that nobody took for so many seconds is dropped: each does all there is to do, so a worker that was away
# need not work through every one that it missed.
_FRESH = {"expires": 60}
SCHEDULE = {
    # The day turns at midnight; the other runs find nothing due, and make up for a worker that was down at midnight.
    "recompute-verdicts": {"task": "compass.watch.tasks.recompute_verdicts", "schedule": crontab(minute="*/15")},
    # Every stored verdict against the rule, in a quiet hour that both clock changes leave alone.
    "recount-verdicts": {"task": "compass.watch.tasks.recount_verdicts", "schedule": crontab(hour=4, minute=20)},
    # In the morning of the day: an e-mail at midnight is read late. A worker that was down makes up for it.
    "remind-innovators": {"task": "compass.watch.tasks.remind_innovators", "schedule": crontab(minute=10, hour="7-19")},
    "scan-documents": {"task": "compass.watch.tasks.scan_documents", "schedule": 10.0, "options": _FRESH},
    # After midnight, when the day's last transactions have ended. Later runs make up for a worker that was down.
    "seal-log": {"task": "compass.watch.tasks.seal_log", "schedule": crontab(minute=20)},
    "rescan-documents": {"task": "compass.watch.tasks.rescan_documents", "schedule": crontab(minute="*/10")},
    # The day turns at midnight. The search is right without it, and slower.
    "write-search-entries": {"task": "compass.watch.tasks.write_search_entries", "schedule": crontab(minute="5,35")},
    "clear-sessions": {"task": "compass.watch.tasks.clear_sessions", "schedule": crontab(hour=3, minute=40)},
    "sweep-files": {"task": "compass.watch.tasks.sweep_stored_files", "schedule": crontab(hour=3, minute=30)},
    "fetch-safety-notices": {"task": "compass.watch.tasks.fetch_safety_notices", "schedule": crontab(minute=20)},
    # A number added under a stored notice suspends at once; one statement while there is none.
    "match-numbers": {"task": "compass.watch.tasks.match_numbers_of_notices", "schedule": 10.0, "options": _FRESH},
    "match-by-name": {"task": "compass.watch.tasks.match_notices_by_name", "schedule": crontab(minute=35, hour=2)},
    # For what changes without a row of its own in the log. The runs every ten seconds tell all else (publish-notices).
    "recheck-searches": {"task": "compass.watch.tasks.recheck_saved_searches", "schedule": crontab(hour=5, minute=5)},
    "publish-notices": {"task": "compass.watch.tasks.publish_notices", "schedule": 10.0, "options": _FRESH},
    # One a day for each person; the later runs make up for a worker that was down in the morning.
    "send-digests": {"task": "compass.watch.tasks.send_digests", "schedule": crontab(minute=0, hour="7-19")},
}
