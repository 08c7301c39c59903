"""Runs Lighthouse, as for a phone, over the largest page of eight kinds of a built site.

    PYTHONPATH=tests python .ci/lighthouse.py _site

It asks for 100 in accessibility, best practices and SEO, and 99 in performance. A busy machine
makes a fast page look slow: where performance is short of that, the median of three runs counts.
`.ci/audit` calls it. Lighthouse and all that it needs are those of package-lock.json, by their
digests; npm fetches them once, into .cache, and runs nothing of theirs. To take another version,
name it in package.json, let Lighthouse have the Node.js that Debian has, and remake the lock:

    cd .ci && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

then take the `funding` out of it, which is addresses alone. `overrides` gives a version to what
Lighthouse's own parts want as "latest", which no lock can hold.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from browsing import find_browser
from kinds import pages_of_kinds
from served import serve

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".cache"
FILES = ("package.json", "package-lock.json")
KINDS = ("front", "day", "paper", "topic", "archive", "search", "saved", "map")
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
NODE = (18, 16)  # what this Lighthouse asks for at least
RUNS = 3  # until the median counts
LONG = 180  # seconds that no run needs

Report = dict[str, Any]


class AuditError(Exception):
    """Lighthouse cannot be run; the sentence says why, and what to do."""


def main(site: Path) -> int:
    """Judge the pages; return the exit code."""
    try:
        browser = find_browser() or lack("Chromium", "chromium")
        return judge(site, find_lighthouse(), browser)
    except AuditError as error:
        sys.stderr.write(f"audit: {error}\n")
        return 1


def lack(what: str, package: str) -> NoReturn:
    """Say what this machine lacks."""
    message = f"{what} is needed for Lighthouse; install it"
    raise AuditError(message + f" (on Debian and Ubuntu: apt-get install {package}).")


def find_lighthouse() -> Path:
    """Return the program of Lighthouse, fetched if it is not here in the version of the lock."""
    digest = sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()
    folder = CACHE / f"lighthouse-{digest[:12]}"
    _check_node()
    if not folder.is_dir():
        _fetch(folder)
    return folder / "node_modules/lighthouse/cli/index.js"


def _check_node() -> None:
    """Raise an AuditError if there is no Node.js, or one that is too old."""
    node = shutil.which("node")
    told = subprocess.check_output([node, "--version"], text=True) if node else "v0.0"
    version = tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2])
    if version < NODE:
        lack(f"Node.js {'.'.join(map(str, NODE))} or newer", "nodejs npm")


def _fetch(folder: Path) -> None:
    """Fetch Lighthouse into a folder, which gets its name once all of it is good."""
    npm = shutil.which("npm") or lack("npm", "npm")
    print("audit: fetching Lighthouse, 190 MB, once", flush=True)
    new, log = folder.with_suffix(".new"), folder.with_suffix(".log")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for name in FILES:
        shutil.copy(HERE / name, new)
    words = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries", "1")
    environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}
    done = subprocess.run(
        [npm, *words], cwd=new, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        is_other = "EINTEGRITY" in done.stderr
        message = (
            "a package of Lighthouse's is not the file it was when .ci/package-lock.json was made"
            if is_other
            else "npm could not fetch Lighthouse; is there a network?"
        )
        raise AuditError(message + f" ({log.relative_to(HERE.parent)} says more.)")
    new.rename(folder)


def judge(site: Path, program: Path, browser: str) -> int:
    """Run Lighthouse over the pages of a site, and tell what is short of the mark."""
    pages, code = pages_of_kinds(site), 0
    with serve(site) as address:
        for kind in KINDS:
            if kind not in pages:
                print(f"audit: there is no page of the kind {kind}, so Lighthouse skips it")
                continue
            report = measure(address + pages[kind], site / pages[kind], program, browser)
            scores = scores_of(report)
            told = ", ".join(f"{name} {score}" for name, score in scores.items())
            print(f"audit: Lighthouse, {pages[kind]}: {told}", flush=True)
            for name, least in LEAST.items():
                if scores[name] < least:
                    code = 1
                    tell_faults(pages[kind], name, least, report)
    return code


def measure(url: str, page: Path, program: Path, browser: str) -> Report:
    """Return the report of a page: the first if it is fast enough, else the median of three."""
    is_hidden = b'name="robots" content="noindex"' in page.read_bytes()
    reports: list[Report] = []
    while len(reports) < RUNS:
        reports.append(_run(url, program, browser, is_hidden=is_hidden))
        if scores_of(reports[0])["performance"] >= LEAST["performance"]:
            return reports[0]
    return sorted(reports, key=lambda report: scores_of(report)["performance"])[RUNS // 2]


def _run(url: str, program: Path, browser: str, *, is_hidden: bool) -> Report:
    """Run Lighthouse once; a page that search engines are not to show may say so."""
    flags = "--headless=new --no-sandbox --disable-background-networking --disable-sync"
    words = ["--quiet", "--output=json", f"--chrome-flags={flags}"]
    words += ["--skip-audits=is-crawlable"] if is_hidden else []
    done = subprocess.run(
        ["node", program, url, *words],  # noqa: S607 - whichever Node.js the system has
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    if done.returncode:
        last = " ".join(done.stderr.split())[-400:]
        message = f"Lighthouse could not judge {url}: {last}"
        raise AuditError(message)
    report: Report = json.loads(done.stdout)
    return report


def scores_of(report: Report) -> dict[str, int]:
    """Return the scores of a report, of 100."""
    found = report["categories"]
    return {name: round(100 * (found[name]["score"] or 0)) for name in LEAST}


def tell_faults(path: str, name: str, least: int, report: Report) -> None:
    """Say what keeps a page from its score in a category."""
    sys.stderr.write(f"audit: {path} must have {least} in {name}; mend what follows:\n")
    for reference in report["categories"][name]["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
            nodes = [item.get("node", {}) for item in audit.get("details", {}).get("items", ())]
            places = "; ".join(node["snippet"] for node in nodes[:3] if "snippet" in node)
            said = " ".join((audit["title"], audit.get("displayValue", ""), places)).strip()
            sys.stderr.write(f"  {reference['id']}: {said}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
