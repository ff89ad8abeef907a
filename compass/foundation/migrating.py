"""Operations of a migration in one transaction, inside a migration that has none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations, transaction


class Together(migrations.SeparateDatabaseAndState):
    """All of these or none: what is replaced is never missing, and the rest of the migration locks nothing with it."""

    def __init__(self, operations: Sequence[Any]) -> None:
        super().__init__(operations, operations)

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, [self.database_operations], {}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        with transaction.atomic(using=schema_editor.connection.alias):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        with transaction.atomic(using=schema_editor.connection.alias):
            super().database_backwards(app_label, schema_editor, from_state, to_state)
