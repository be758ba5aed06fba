"""Serve a packet, or one section, on the loopback address; what is saved is built again, and the page reloads itself."""

import html
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from helpers import params
from helpers.console import say
from helpers.errors import DeskError
from helpers.params import desk
from helpers.services import report, section

_LOAD = (
    "from helpers import action_sheets, charts, parts, sentences, tables\n"
    "from helpers.press import build, engine\n"
    "from helpers.services import report, section, watch\n"
    "build.load()"
)
_PAUSE = 0.1  # seconds between two looks at the files
_SCRIPT = """<script>
const shown = "VERSION";
setInterval(async () => {
  try { if ((await (await fetch("/version")).text()) !== shown) location.reload(); } catch {}
}, 200);
addEventListener("beforeunload", () => sessionStorage.setItem("at", scrollY));
scrollTo(0, sessionStorage.getItem("at") ?? 0);
</script>"""
_ERROR = (
    '<pre role="alert" style="position: sticky; top: 0; z-index: 9; margin: 0 0 1rem; padding: 1rem; white-space: pre-wrap; '
    'border: 3px solid; background: #fff; font: inherit"><strong>エラー</strong>\n{}</pre>'
)


def run(city: str, meeting: str, notebook: str, port: int) -> None:
    """Build, serve, and build again at each save, until Ctrl-C."""
    day = params.choose_meeting(city, meeting)
    again = ["watch", city, "--meeting", day, "--section", notebook, "--port"]
    trouble = ""  # what is wrong with the program as it is saved now
    with Served(port) as served:
        say(f"{served.address} を開いてください。保存すると作り直します。終わるには Ctrl-C。")
        while True:
            seen = state()
            page, error = _built(city, day, notebook, served.page)
            served.show(page, trouble or error)
            while any(name.startswith("helpers/") for name in _next(seen)):
                seen = state()
                trouble = _trouble()
                if not trouble:  # the program begins anew, at the same address
                    served.close()
                    os.execv(sys.executable, [sys.executable, "-m", "helpers", *again, str(served.port)])
                say(f"エラー: {trouble}")
                served.show(served.page, trouble)


def _next(seen: Mapping[str, tuple]) -> list[str]:
    """Wait for a save, and tell of it. Returns what has changed since ``seen``."""
    while not (changed := differing(seen, state())):
        time.sleep(_PAUSE)
    say(f"変更: {'、'.join(changed[:3])}")
    return changed


def _trouble() -> str:
    """What Python says of the program as it is saved now; "" if it can be loaded."""
    done = subprocess.run(
        [sys.executable, "-c", _LOAD], cwd=params.ROOT, capture_output=True, encoding="utf-8", errors="replace"
    )
    if not done.returncode:
        return ""
    said = "\n".join(done.stderr.strip().splitlines()[-4:]).replace(f"{params.ROOT}{os.sep}", "")
    return f"プログラム(helpers/)を読み込めません。直して保存すると続けます。\n{said}"


def _built(city: str, day: str, notebook: str, before: str) -> tuple[str, str]:
    """The page and what is wrong; with an error the page is the one ``before``."""
    started = time.monotonic()
    try:
        page = page_of(city, day, notebook)
    except DeskError as error:
        say(f"エラー: {error}")
        return before, str(error)
    except Exception as error:  # noqa: BLE001 (of the program, which is being worked on: told, until it is mended)
        said = "".join(traceback.format_exception(error)[-2:]).replace(f"{params.ROOT}{os.sep}", "")
        say(f"エラー: 予期しない誤りが起きました。\n{said}")
        return before, f"予期しない誤りが起きました。\n{said}"
    say(f"作り直しました({time.monotonic() - started:.1f} 秒)")
    return page, ""


def page_of(city: str, day: str, notebook: str = "") -> str:
    """The HTML of a packet, or of one section, from what is saved now."""
    with report.copy_of_inputs() as inputs:
        packet = report.open_packet(city, day, inputs)
        if notebook:
            packet = section.alone(packet, notebook)
        from helpers.press import build as press

        files = report.inputs_of(city, day, packet.meeting, inputs)
        document = section.document_of(packet) if notebook else report.document_of(packet)
        return press.page(document, inputs, desk(), report.cache_of(files, inputs), _notices)


def _notices(text: str) -> None:
    if text.startswith("注意"):
        say(text)


def state() -> dict[str, tuple[int, int]]:
    """When each file that a packet is made from was last saved, and its size."""
    from helpers.press import scratch

    files = scratch.files(desk()) | {
        path.relative_to(params.ROOT).as_posix(): path for path in (params.ROOT / "helpers").rglob("*.*")
    }
    found = {}
    for name, path in files.items():
        if "__pycache__" not in name:
            try:
                found[name] = (path.stat().st_mtime_ns, path.stat().st_size)
            except OSError:
                continue  # just being replaced
    return found


def differing(before: Mapping[str, tuple], after: Mapping[str, tuple]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


class Served:
    """A page on the loopback address, served by a process of its own: sections are forked from one without threads."""

    def __init__(self, port: int = 0) -> None:
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        except OSError:
            raise DeskError("usage", f"ポート {port} は使われています。ほかの番号を PORT= に書いてください。") from None
        self.port = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}/"
        self.page = ""

    def __enter__(self) -> "Served":
        from helpers.press.scratch import scratch

        self._scratch = scratch()
        self._file = self._scratch.__enter__() / "page.html"
        self.show("<!doctype html><title>…</title><p>作っています…</p>", "")
        self.page = ""
        self._server.file = self._file
        self._process = multiprocessing.get_context("fork").Process(target=_serve, args=(self._server,), daemon=True)
        self._process.start()
        self._server.socket.close()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def show(self, page: str, error: str) -> None:
        """Serve ``page``, with ``error`` above it if there is one."""
        self.page = page
        told = _ERROR.format(html.escape(error)) if error else ""
        body = page or "<!doctype html><html lang=ja><title>エラー</title><body></body></html>"
        at = body.find(">", body.find("<body")) + 1 if "<body" in body else len(body)
        fresh = self._file.with_suffix(".new")
        version = str(time.monotonic_ns())
        fresh.write_text(body[:at] + told + body[at:] + _SCRIPT.replace("VERSION", version), encoding="utf-8")
        fresh.with_suffix(".version").write_text(version)
        fresh.replace(self._file)
        fresh.with_suffix(".version").replace(self._file.with_suffix(".version"))

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._scratch.__exit__(None, None, None)


def _serve(server: ThreadingHTTPServer) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and ends us
    server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    """``/`` is the page, ``/version`` tells whether it is still the one that is shown."""

    def do_GET(self) -> None:
        if self.headers.get("Host", "").partition(":")[0] not in ("127.0.0.1", "localhost"):
            self.send_error(403)  # a page from elsewhere that would read ours under a name of its own
            return
        kinds = {"/": ("page.html", "text/html; charset=utf-8"), "/version": ("page.version", "text/plain")}
        if self.path not in kinds:
            self.send_error(404)
            return
        name, kind = kinds[self.path]
        content = self.server.file.with_name(name).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass
