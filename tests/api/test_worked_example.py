"""The worked example of docs/pack-exchange.md, sent request by request as it stands there."""

from __future__ import annotations

import base64
import json
import re
import shlex
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from compass.foundation.clock import now as real_now
from evidence.operations.exchange import export_pack
from evidence.operations.machines import give_access
from tests.api.test_packs import read
from tests.story import PDF, Story
from trusts.models import Assessment

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "pack-exchange.md"
STEP = re.compile(r"(?:(\w+)=\$\()?(curl .*?)(?: \| jq -r (\S+)\))?")
CURL = ArgumentParser(exit_on_error=False)
CURL.add_argument("-s", action="store_true")
CURL.add_argument("-X", dest="method")
CURL.add_argument("-H", dest="header", action="append", default=[])
CURL.add_argument("-F", dest="form", action="append", default=[])
CURL.add_argument("-u", dest="user")
CURL.add_argument("-d", "--data-binary", dest="data")
CURL.add_argument("-o", dest="output")
CURL.add_argument("address")


class Shell:
    """Understands as much of a shell, curl and jq as the example uses; anything else is an error."""

    def __init__(self, files: dict[str, bytes], **variables: str):
        self.files, self.variables, self.sent = files, variables, []

    def run(self, line: str) -> None:
        if given := re.fullmatch(r"(\w+)=(\S+)", line):
            self.variables[given[1]] = given[2]
            return
        name, command, path = STEP.fullmatch(line).groups()
        filled = re.sub(r"\$(\w+)", lambda found: self.variables[found[1]], command)
        content = self.curl(shlex.split(filled)[1:])
        if name:
            self.variables[name] = str(self.pick(json.loads(content), path))

    def pick(self, found, path):
        for name, place in re.findall(r"\.(\w+)(?:\[(\d+)\])?", path):
            found = found[name][int(place)] if place else found[name]
        return found

    def curl(self, words: list[str]) -> bytes:
        given = CURL.parse_args(words)
        assert given.address.startswith("https://compass.example/"), given.address
        address = given.address.removeprefix("https://compass.example")
        headers = dict(one.split(": ", 1) for one in given.header)
        if given.user:
            headers["Authorization"] = "Basic " + base64.b64encode(given.user.encode()).decode()
        data = given.data or ""
        method = given.method or ("POST" if data or given.form else "GET")
        client = Client(enforce_csrf_checks=True)
        if given.form:
            form = dict(one.split("=", 1) for one in given.form)
            answer = client.post(address, {name: self.part(value) for name, value in form.items()}, headers=headers)
        else:
            kind = headers.pop("Content-Type", "application/x-www-form-urlencoded" if data else "")
            content = self.files[data[1:]] if data.startswith("@") else data
            answer = client.generic(method, address, content, content_type=kind, headers=headers)
        content = read(answer)
        assert answer.status_code in {200, 201}, (method, address, content)
        self.sent.append((method, address))
        if given.output:
            self.files[given.output] = content
        return content

    def part(self, value: str) -> SimpleUploadedFile | str:
        return SimpleUploadedFile(value[1:], self.files[value[1:]]) if value.startswith("@") else value


def test_the_worked_example_works(db):
    other = Story(now=real_now(), name="Filled before")
    form, _ = export_pack(other.fill())
    pack = {name: part for name, part in form.items() if name != "technology"}
    story = Story(now=real_now())
    story.panel  # noqa: B018
    story.seats  # noqa: B018
    client, secret = give_access(
        innovator=story.innovator, name="Example", scopes=["packs:read", "packs:write"], by=story.maker, now=story.now
    )
    example = re.search(r"```sh\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)[1]
    lines = example.replace("\\\n", "").splitlines()
    shell = Shell(
        {"report.pdf": PDF, "pack.json": json.dumps(pack).encode()},
        CLIENT=client.client_id, SECRET=secret, TECHNOLOGY=story.innovation.slug,
    )  # fmt: skip
    for line in lines:
        if line and not line.startswith("#"):
            shell.run(re.sub(r" {2,}", " ", line))
    made = story.innovation.packs.get()
    assert (made.state, made.frozen_by) == ("FROZEN", story.maker)
    assert made.answers.get(question="workflow-test").value == {"text": "Tried on two wards for six weeks."}
    assert Assessment.objects.get(pack=made).panel == story.panel
    assert shell.files["clinical.pdf"].startswith(b"%PDF")
    assert len(shell.sent) == 11
