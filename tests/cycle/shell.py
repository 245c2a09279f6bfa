"""As much of bash, curl and jq as a page of documentation uses; anything else is an error of the page."""

import json
import re
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from srm.accounts.models import User
from srm.accounts.services import issue_token
from tests.api_client import Program
from tests.factors import code_of

ANYTHING = "…"
COMMAND = re.compile(
    r"^(?:(?P<name>\w+)=\$\()?"
    r"(?:srm (?P<made>token|code) (?P<email>\S+?)|(?P<verb>join)"
    r"|(?P<call>get|post|patch|upload|save) \$(?P<who>\w+) (?P<path>\S+)"
    r"(?: (?P<file>[\w.-]+))?(?P<fields>(?: -F \w+=\w+)*))"
    r"(?P<heredoc> <<JSON)?(?: \| jq -r (?P<jq>[^\s)]+))?(?P<end>\)?)$"
)
WRITE = re.compile(r"^cat > (?P<file>[\w.-]+) <<(?P<end>[A-Z]+)$")
FUNCTION = re.compile(r"^\w+\(\) +\{.*\}$")


class Shell:
    """Runs the blocks of a page: variables are kept, files lie in `directory`, `reply` is the last answer."""

    def __init__(self, directory: Path, **variables: Any) -> None:
        self.directory, self.variables = directory, variables
        self.reply: Any = None

    def run(self, block: str) -> None:
        """Carry out a block of commands."""
        lines = iter(block.splitlines())
        for line in lines:
            if not line.strip() or FUNCTION.match(line):
                continue
            if write := WRITE.match(line):
                self._path(write["file"]).write_text(self._filled(_until(lines, write["end"])), encoding="utf-8")
            else:
                self._do(line, lines)

    def expect(self, block: str) -> None:
        """Compare a shortened reply with the last one: what it leaves out is free, and so is `…`."""
        wrong = list(differences(json.loads(self._filled(block)), self.reply))
        assert not wrong, "\n".join(wrong)

    def _do(self, line: str, lines: Any) -> None:
        command = COMMAND.match(line)
        assert command, f"not understood: {line}"
        body = _until(lines, "JSON") if command["heredoc"] else ""
        if command["heredoc"] and command["name"]:
            assert next(lines) == ")"
        value = self._value(command, self._filled(body))
        if command["name"]:
            self.variables[command["name"]] = value

    def _value(self, command: re.Match, body: str) -> Any:
        if command["email"]:
            user = User.objects.get(email=command["email"])
            return code_of(user) if command["made"] == "code" else issue_token(user=user, by=user)[1]
        answer = self._ask(command, body)
        assert answer.status_code < 300, (command[0], body, answer.content.decode())
        if command["call"] == "save":
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            self._path(command["file"]).write_bytes(content)
            return None
        self.reply = answer.json()
        return picked(self.reply, command["jq"]) if command["jq"] else None

    def _ask(self, command: re.Match, body: str) -> Any:
        client = Program()
        if command["verb"] == "join":
            return client.post("/api/v1/portal/join/", json.loads(body))
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.variables[command['who']]}")
        path = f"/api/v1/{self._filled(command['path'])}"
        if command["call"] in ("get", "save"):
            return client.get(path)
        if command["call"] == "upload":
            return client.post(path, self._form(command), format="multipart")
        return getattr(client, command["call"])(path, json.loads(body))

    def _form(self, command: re.Match) -> dict[str, Any]:
        file = SimpleUploadedFile(command["file"], self._path(command["file"]).read_bytes())
        return {"file": file, **dict(re.findall(r"-F (\w+)=(\w+)", command["fields"]))}

    def _path(self, name: str) -> Path:
        return self.directory / name

    def _filled(self, text: str) -> str:
        return re.sub(r"\$(\w+)", lambda match: str(self.variables[match[1]]), text)


def picked(value: Any, path: str) -> Any:
    """Return what `jq -r` with a plain path would: `.results[0].public_id`."""
    for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        value = value[key] if key else value[int(index)]
    assert value is not None, path
    return value


def differences(shown: Any, real: Any, at: str = "") -> Any:
    """Yield where a shortened reply is not so in the real one. A list that ends with `…` may go on."""
    if shown == ANYTHING:
        return
    if isinstance(shown, dict) and isinstance(real, dict):
        for key, value in shown.items():
            if key in real:
                yield from differences(value, real[key], f"{at}.{key}")
            else:
                yield f"{at}.{key}: not in the reply"
    elif isinstance(shown, list) and isinstance(real, list):
        yield from _of_lists(shown, real, at)
    elif shown != real:
        yield f"{at}: {shown!r} on the page, {real!r} in truth"


def _of_lists(shown: list, real: list, at: str) -> Any:
    listed = [row for row in shown if row != ANYTHING]
    if ANYTHING not in shown and len(shown) != len(real):
        yield f"{at}: {len(shown)} on the page, {len(real)} in truth"
    elif ANYTHING in shown and listed and isinstance(listed[0], dict):
        for row in listed:  # the page names those that matter, in any place
            if all(list(differences(row, other)) for other in real):
                yield f"{at}: {row} is not among {real}"
    else:
        for number, (row, other) in enumerate(zip(listed, real, strict=False)):
            yield from differences(row, other, f"{at}[{number}]")


def _until(lines: Any, end: str) -> str:
    return "\n".join(iter(lambda: next(lines), end)) + "\n"
