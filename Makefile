# Thin on purpose: every command is compass/launch, which needs nothing but a Python.
# `exec` puts the launcher in the place of the shell, so that signals reach it.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
export PORT N ONLY

COMPASS := exec $(PYTHON) compass/launch/__main__.py

.DEFAULT_GOAL := help
.PHONY: help run test faults screenshots check bench manage assets lock clean

help:
	@$(COMPASS) help

run faults screenshots check bench assets clean:
	@$(COMPASS) $@

test manage lock:
	@$(COMPASS) $@ $(ARGS)
