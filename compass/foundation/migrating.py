"""An operation for migrations: many tables at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """The tables of many models with their indexes, constraints and triggers, in one operation.

    With each `CreateModel` Django makes the classes of all models that are linked with the new one again, and they all
    are: for 163 models that takes three quarters of the time. Here they are made once. Models may name one another in
    any order: foreign keys are added when all tables are there. Triggers stand in the `options` of their model
    (pgtrigger creates them with the table); how they differ from the code later is found as for any other.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[migrations.CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # the classes: made again, all at once, when somebody asks for them
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"
