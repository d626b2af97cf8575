"""A sentence that somebody typed, their address and their browser: nowhere, whatever went wrong."""

from __future__ import annotations

import base64
import json
import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import altcha
import httpx
import pyotp

from tests.support.process import Program, running_program
from tests.support.service import new_token
from tests.support.snoop import found_in

CANARY = "Wiebelientje zag Hadewych bij de Kwakelbrug"
ALSO = "Zevenaar antwoordt Kwispelaar"
PASSWORD = "drie fietsen op het dak"
BROWSER = "Snuffelbrowser/7.3 (Fluitketel)"
REPORTERS_ADDRESS = "127.0.7.71"
COUNSELLORS_ADDRESS = "127.0.9.93"
TRACES = (
    "Wiebelientje", "Hadewych", "Kwakelbrug", "Zevenaar", "Kwispelaar",
    "Snuffelbrowser", "Fluitketel", REPORTERS_ADDRESS, COUNSELLORS_ADDRESS,
)  # fmt: skip


def browser(program: Program, address: str) -> httpx.Client:
    """Somebody at an address of their own."""
    return httpx.Client(
        base_url=f"http://localhost:{program.port}",
        transport=httpx.HTTPTransport(local_address=address),
        headers={"user-agent": BROWSER, "x-forwarded-for": address},
        timeout=30,
        trust_env=False,
    )


class Reporter:
    """A tab."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.token = new_token()
        self.headers = {"authorization": f"Bearer {self.token}", "x-language": "nl"}

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.client.post(f"/chat/{path}", json=body, headers=self.headers)

    def say(self, text: str, **more: Any) -> httpx.Response:
        body = {"message_id": uuid4().hex, "text": text, "language": "nl", **more}
        return self.post("messages", body)

    def begin(self, text: str) -> httpx.Response:
        made = self.post("challenge", {}).json()
        solution = altcha.solve_challenge(altcha.Challenge.from_dict(made))
        assert solution is not None
        solved = json.dumps({"challenge": made, "solution": solution.to_dict()}).encode()
        return self.say(text, first=True, proof=base64.b64encode(solved).decode())

    def until(self, said: str) -> list[str]:
        """Read the live news until something was said. Everything that the page shows so far."""
        shown: list[str] = []
        with self.client.stream("GET", "/chat/stream", headers=self.headers) as response:
            assert response.status_code == 200
            for line in response.iter_lines():
                if line.startswith("data: "):
                    shown += [turn["text"] for turn in json.loads(line[6:]).get("turns", ())]
                if any(said in text for text in shown):
                    return shown
        raise AssertionError(f"never said, only {len(shown)} turns")


class Counsellor:
    """A browser at the console."""

    def __init__(self, program: Program, client: httpx.Client) -> None:
        made = program.command("staff", "add", "Samira", typed=f"{PASSWORD}\n")
        assert made.returncode == 0, made.stderr
        (uri,) = re.findall(r"otpauth://\S+", made.stdout)
        self.totp = pyotp.parse_uri(uri)
        assert isinstance(self.totp, pyotp.TOTP)
        self.client = client
        self.client.headers["sec-fetch-site"] = "same-origin"

    def post(self, path: str, **form: str) -> httpx.Response:
        return self.client.post(f"/console{path}", data=form)

    def log_in(self) -> None:
        assert isinstance(self.totp, pyotp.TOTP)
        self.post("/login", name=CANARY, password=CANARY, code=ALSO)
        entered = self.post("/login", name="Samira", password=PASSWORD, code=self.totp.now())
        assert entered.status_code == 303, entered.status_code
        cookie, _, _ = entered.headers["set-cookie"].partition(";")
        self.client.headers["cookie"] = cookie

    def read(self) -> tuple[str, str]:
        """The first conversation in the queue: its address, and the forms' token."""
        queue = self.client.get("/console/").text
        path = re.findall(r"/console(/c/[0-9a-f-]{36})", queue)[0]
        page = self.client.get(f"/console{path}").text
        return path, re.findall(r'name="csrf" value="([^"]+)"', page)[0]


def whole_talk(program: Program) -> None:
    """Reporter, bot, code, handover, counsellor; and at every step something goes wrong."""
    with (
        browser(program, REPORTERS_ADDRESS) as near,
        browser(program, COUNSELLORS_ADDRESS) as far,
    ):
        reporter = Reporter(near)
        wrong_tries(near, reporter)
        assert reporter.begin(CANARY).status_code == 200
        assert any(CANARY in text for text in reporter.until("Je zei"))
        for failure in ("[error]", "[nonsense]", "[shape]"):
            assert reporter.say(f"{CANARY} {failure}").status_code == 200
        reporter.say(f"{CANARY} [death]")
        reporter.until("[death]")
        locked_file(program, reporter)
        assert len(reporter.post("code", {}).json()["words"]) == 6
        counsellor = Counsellor(program, far)
        assert reporter.post("handover", {"action": "ask"}).status_code == 200
        answered_by_hand(counsellor, reporter)
        without_script(near)


def wrong_tries(client: httpx.Client, reporter: Reporter) -> None:
    """What no page of ours sends, with the sentence in every place that there is."""
    reporter.say(CANARY)
    reporter.say(CANARY, first=True, proof=base64.b64encode(CANARY.encode()).decode())
    reporter.say(CANARY * 1000, first=True)
    reporter.say(f"{CANARY}\x00\u202e", message_id=CANARY, language=CANARY, button=CANARY)
    reporter.say(CANARY, button={"turn": 10**30, "place": CANARY})
    for body in ([CANARY], CANARY, {"text": {"text": CANARY}}, None):
        reporter.post("messages", body)
    client.post("/chat/messages", content=CANARY.encode(), headers=reporter.headers)
    client.post("/chat/messages", content=b"{" + CANARY.encode() * 20_000, headers=reporter.headers)
    client.post("/chat/messages", json={"text": CANARY}, headers={"authorization": CANARY})
    reporter.post("return", {"words": CANARY})
    reporter.post("code/confirm", {"typed": CANARY})
    reporter.post("handover", {"action": CANARY})
    client.get(f"/{CANARY}", params={"q": ALSO})
    client.get("/chat/view", params={"after": CANARY}, headers=reporter.headers)
    client.request("BREW", "/chat/messages", content=CANARY.encode())


def locked_file(program: Program, reporter: Reporter) -> None:
    with closing(sqlite3.connect(program.data_dir / "vertelmaar.db", isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        refused = reporter.say(f"{CANARY}, ik wil dood")
        assert refused.status_code == 503
        assert refused.json()["cards"]
        lock.execute("ROLLBACK")


def answered_by_hand(counsellor: Counsellor, reporter: Reporter) -> None:
    counsellor.log_in()
    path, csrf = counsellor.read()
    counsellor.post(f"{path}/say", csrf=CANARY, text=ALSO, message_id=CANARY)
    counsellor.post(f"{path}/say", csrf=csrf, text=ALSO * 1000, message_id=uuid4().hex)
    said = counsellor.post(f"{path}/say", csrf=csrf, text=ALSO, message_id=uuid4().hex)
    assert said.status_code == 303
    assert any(ALSO in text for text in reporter.until(ALSO))
    passed_on_in_a_file(counsellor, reporter, path, csrf)
    counsellor.post(f"{path}/close", csrf=csrf, outcome=CANARY)
    assert reporter.say(CANARY).status_code == 200
    counsellor.client.headers["sec-fetch-site"] = "cross-site"
    counsellor.post(f"{path}/say", csrf=csrf, text=CANARY)


def passed_on_in_a_file(counsellor: Counsellor, reporter: Reporter, path: str, csrf: str) -> None:
    """Consent, and a file that is made in memory; words and keys that cannot be, too."""
    counsellor.post(f"{path}/propose", csrf=csrf, team=CANARY, why=ALSO * 1000)
    assert counsellor.post(f"{path}/propose", csrf=csrf, team="file", why=ALSO).status_code == 303
    form = {"token": reporter.token, "language": "nl", "pass_note": CANARY, "pass_turn": "1"}
    shown = reporter.client.post("/gesprek", data={**form, "action": "pass"}).text
    (mark,) = re.findall(r'name="mark" value="([^"]+)"', shown)
    for wrong in ({"mark": CANARY}, {"mark": mark, "pass_note": CANARY * 1000}):
        refused = reporter.client.post("/gesprek", data={**form, "action": "pass-yes", **wrong})
        assert refused.status_code == 422
    agreed = reporter.client.post("/gesprek", data={**form, "action": "pass-yes", "mark": mark})
    assert agreed.status_code == 200
    counsellor.post(f"{path}/file", csrf=csrf, recipient=CANARY)
    made = counsellor.post(f"{path}/file", csrf=csrf, passphrase=PASSWORD)
    assert made.content.startswith(b"age-encryption.org/v1")


def without_script(client: httpx.Client) -> None:
    form = {"action": "say", "text": CANARY, "token": "", "language": "nl"}
    assert client.post("/gesprek", data=form).status_code == 200
    client.post("/gesprek", data={**form, "token": CANARY})
    client.post("/gesprek", data={**form, "press": f"{'9' * 5000}.0.{CANARY}"})


def test_canary_when_everything_went_wrong_then_it_is_in_no_file_and_no_output(
    tmp_path: Path,
) -> None:
    with running_program(tmp_path) as program:
        program.until("engine: ready")
        whole_talk(program)
        assert_no_trace(program)
        assert program.data_dir.stat().st_mode & 0o077 == 0, "others may read the data"
    assert program.process.returncode in (0, -signal.SIGTERM)
    assert_no_trace(program)


def assert_no_trace(program: Program) -> None:
    files = [path for path in program.data_dir.parent.rglob("*") if path.is_file()]
    assert program.data_dir / "vertelmaar.db" in files
    assert program.output in files
    left = {
        str(path.relative_to(program.data_dir.parent)): traces
        for path in files
        if (traces := found_in(path.read_bytes(), TRACES))
    }
    assert left == {}
    assert "Traceback" not in program.output.read_text()
