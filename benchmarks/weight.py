"""What a first visit to a page brings over the line, compressed, and that all of it comes from us."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from benchmarks.servers import Server

MOST_BYTES = 120_000
# What a browser fetches by itself: the attribute that names it, by tag.
_FETCHED = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src", "object": "data"}
_IN_STYLES = re.compile(r"url\((?!['\"]?data:)['\"]?([^'\")]+)")


class _Fetched(HTMLParser):
    """The addresses that a browser asks for because of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        names = [_FETCHED[tag]] if tag in _FETCHED else []
        # Our script loads the design system's from there.
        names += ["data-frontend"] if tag == "script" else []
        self.found += [given[name] for name in names if given.get(name) and not given[name].startswith("data:")]


def weight_of(server: Server, path: str) -> tuple[int, list[str]]:
    """Bytes of a page with all that it brings, and the addresses among that which are not ours."""
    page, _ = _get(server, path)
    parser = _Fetched()
    parser.feed(page.decode())
    bytes_, foreign, seen = len(gzip.compress(page, 6)), [], set[str]()
    waiting = [urljoin(path, address) for address in parser.found]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if urlsplit(address).netloc:
            foreign.append(address)
            continue
        body, sent = _get(server, address)
        bytes_ += sent
        if urlsplit(address).path.endswith(".css"):
            waiting += [urljoin(address, inner) for inner in _IN_STYLES.findall(body.decode())]
    return bytes_, foreign


def _get(server: Server, path: str) -> tuple[bytes, int]:
    """The body as it is read, and how many bytes of it were sent."""
    connection = server.connect()
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        sent = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return gzip.decompress(sent) if response.headers["Content-Encoding"] == "gzip" else sent, len(sent)
    finally:
        connection.close()
