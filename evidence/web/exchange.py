"""Taking a whole pack out as a file, and bringing one in: what would change is shown before anything is written."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from compass.foundation.clock import now
from compass.foundation.errors import Refused
from compass.foundation.received_json import UnreadableError, read_json
from compass.foundation.web.views import Download
from evidence import presenters
from evidence.operations.exchange import export_pack, import_pack, preview_import
from evidence.operations.exchange_parts import InvalidPackError
from evidence.queries.standards import asked_of
from evidence.web.packs import PackForm, PackMixin

BYTES_MAX = 2 * 1024 * 1024
_TOO_LONG = "The pack is larger than 2 MB. Divide it into files with some of the answers each"


class ExportPack(PackMixin, Download):
    """The pack as a JSON file in the published form."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pack = self.load_pack()
        form, sealed = export_pack(pack)
        response = HttpResponse(json.dumps(form, ensure_ascii=False, indent=2), content_type="application/json")
        name = f"evidence-pack-{pack.innovation.slug}-{slugify(pack.product_version.replace('.', '-'))}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["ETag"] = f'"{sealed}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cache-Control"] = "private, no-store"
        return response


class ImportForm(forms.Form):
    """A file, or its text. `seen` is the pack's hash when what would change was shown; empty before that."""

    upload = forms.FileField(
        label="JSON file",
        help_text="Up to 2 MB.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        max_length=200,
        error_messages={"empty": "The file is empty. Choose it again"},
    )
    text = forms.CharField(
        label="Or paste its text",
        required=False,
        strip=False,
        max_length=BYTES_MAX,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        error_messages={"max_length": _TOO_LONG},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "upload" in self.files:
            self._keep_text(self.files["upload"])

    def _keep_text(self, upload: Any) -> None:
        """From here on the file's text stands in the field, so that it need not be chosen again."""
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["seen"] = ""
        if upload.size <= BYTES_MAX:
            typed["text"] = upload.read().decode("utf-8-sig", "replace").replace("\x00", "\ufffd")

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload and upload.size > BYTES_MAX:
            raise forms.ValidationError(_TOO_LONG)
        return upload

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if self.errors:
            return given
        if not given["text"].strip():
            self.add_error("upload", "Choose a file, or paste its text below")
            return given
        try:
            given["pack"] = read_json(given["text"])
        except UnreadableError as error:
            self.add_error("text", str(error))
        return given


class ImportPack(PackForm):
    """Bring in a pack: first what would change, or every problem; then the same again, written."""

    template_name = "evidence/import_pack.jinja"
    form_class = ImportForm
    heading = "Bring in answers from a file"
    button = "See what would change"
    multipart = True
    done = "The answers from the file are in the pack."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"pack": self.pack} | kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        try:
            self.count_attempt()
            found = preview_import(pack=self.pack, given=given["pack"], by=self.person, now=now())
        except InvalidPackError as refusal:
            form.add_error("text", refusal.sentence)
            asked = {one.question: one for one in asked_of(self.pack)}
            problems = presenters.exchange_problems(self.pack, refusal.problems, asked)
            return self.render_to_response(self.get_context_data(form=form, problems=problems), status=refusal.status)
        except Refused as refusal:
            form.add_error(None, refusal.whole)
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)
        if given["seen"] and given["seen"] == found.before:
            return super().form_valid(form)
        form.data = form.data.copy()
        form.data["seen"] = found.before
        shown = presenters.exchange_counts(found)
        changed_since = bool(given["seen"])
        context = self.get_context_data(
            form=form, found=found, shown=shown, changed_since=changed_since, button="Bring these answers in"
        )
        return self.render_to_response(context)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        import_pack(pack=self.pack, given=given["pack"], seen=given["seen"], by=self.person, now=now())
        return self.back()
