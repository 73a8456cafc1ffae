"""A Word document's bytes -> the same as .docx, by LibreOffice in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from corpus.errors import ReadError

PROGRAMS = ("soffice", "libreoffice")
TIMEOUT = 60.0  # one page takes 1.5 s, 140,000 characters take 3.5 s
# Documents that come at once wait: 140,000 characters take 208 MB of memory.
_one_at_a_time = threading.Lock()
# Kilobytes of memory, and half kilobytes that may be written.
LIMITS = 'ulimit -v 6000000; ulimit -f 524288; exec "$@"'
# The profile that it starts with: no macros, and nothing fetched that a document links to. It asks
# for linked pictures all the same, so web addresses go to a proxy that is not there.
SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
ITEM = '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
PROFILE = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(ITEM.format(*setting) for setting in SETTINGS)
    + "</oor:items>"
)


def to_docx(data: bytes, timeout: float = TIMEOUT) -> bytes:
    """The converted document; ReadError when there is no LibreOffice, or it cannot open this."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise ReadError(
            "the old Word format needs LibreOffice, which is not installed; install it"
            " (apt install libreoffice-writer-nogui) or save the file as .docx"
        )
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="gongwen-office-") as name:
        folder = Path(name)
        source, profile = folder / "notice.doc", folder / "profile"
        source.write_bytes(data)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--nologo", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"),
            str(source),
        ]  # fmt: skip
        _run(command, folder, timeout)
        try:
            return (folder / "out" / "notice.docx").read_bytes()
        except OSError:
            raise ReadError(
                "LibreOffice cannot open it, is it damaged? open it in Word and save it as .docx"
            ) from None


def _run(command: list[str], folder: Path, timeout: float) -> None:
    """Run it with limits, as a group of processes that is ended as a whole."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", LIMITS, "sh", *command],
        cwd=folder,
        # Nothing of this program's environment: it holds keys.
        env={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"LibreOffice took more than {timeout:.0f} s; open it in Word and save it as .docx"
        ) from None
    finally:
        # Also after its end: what it started may still run and write into the folder.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
