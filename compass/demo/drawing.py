"""Drawings of invented technologies as SVG: plain shapes, one tint each, no words. Pure; the same on every run."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from compass.demo.chance import between, pick

FILE = Path(__file__).parent / "reference" / "pictures.toml"
WIDTH, HEIGHT = 640, 480
_TINTS = ("#005eb8", "#00703c", "#7c2855", "#006747", "#330072", "#9a6700")


@cache
def pictures() -> Mapping[str, tuple[str, str]]:
    """By name of the technology: which motif is drawn, and what is to be seen on it."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["picture"]
    return {name: (motif, words) for name, (motif, words) in found.items()}


def svg(name: str) -> str:
    """The drawing of a technology of `pictures`."""
    motif, _ = pictures()[name]
    tint = pick(_TINTS, name, "tint")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#f0f4f5"/>'
        f'<ellipse cx="320" cy="428" rx="200" ry="16" fill="#d8dde0"/>{MOTIFS[motif](name, tint)}</svg>'
    )


def _box(place: tuple[int, int, int, int], fill: str, round_by: int = 12) -> str:
    """A box at x and y, of a width and height."""
    x, y, width, height = place
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_by}" fill="{fill}"/>'


def _curve(name: str, x: int, y: int, width: int, tint: str) -> str:
    step = width // 8
    points = " ".join(f"{x + step * n},{y - between(0, 60, name, 'curve', n)}" for n in range(9))
    return f'<polyline points="{points}" fill="none" stroke="{tint}" stroke-width="8" stroke-linejoin="round"/>'


def _screen(name: str, tint: str) -> str:
    tiles = "".join(
        _box((170 + 76 * n, 120, 64, 52), tint if n == between(0, 3, name) else "#aeb7bd", 6) for n in range(4)
    )
    frame = _box((130, 80, 380, 260), "#212b32", 16) + _box((146, 96, 348, 228), "#ffffff", 6)
    return (
        frame
        + tiles
        + _curve(name, 170, 290, 300, tint)
        + _box((296, 340, 48, 56), "#4c6272", 0)
        + _box((230, 392, 180, 20), "#4c6272")
    )


def _phone(name: str, tint: str) -> str:
    bars = "".join(
        _box((254 + 20 * n, 270 - tall, 14, tall), tint if n == between(0, 6, name) else "#aeb7bd", 4)
        for n, tall in enumerate(between(30, 130, name, "bar", n) for n in range(7))
    )
    frame = _box((226, 60, 188, 360), "#212b32", 28) + _box((240, 90, 160, 290), "#ffffff", 8)
    return f'{frame}{bars}<circle cx="320" cy="328" r="30" fill="{tint}"/>'


def _meter(name: str, tint: str) -> str:
    figure = "".join(_box((274 + 34 * n, 150, 24, between(30, 64, name, n)), tint, 4) for n in range(3))
    body = _box((230, 70, 180, 280), "#ffffff", 40) + _box((254, 110, 132, 120), "#d8dde0", 10)
    strip = _box((302, 350, 36, 70), "#ffffff", 4) + _box((312, 392, 16, 20), tint, 4)
    return f'{body}{figure}<circle cx="320" cy="290" r="28" fill="{tint}"/>{strip}'


def _patch(name: str, tint: str) -> str:
    oval = '<ellipse cx="320" cy="240" rx="210" ry="120" fill="#ffffff" stroke="#aeb7bd" stroke-width="6"/>'
    sensor = f'<circle cx="320" cy="240" r="62" fill="{tint}"/>'
    beat = '<path d="M270 240h28l14-34 22 68 14-34h24" fill="none" stroke="#ffffff" stroke-width="9"/>'
    return oval + sensor + (beat if between(0, 1, name) else '<circle cx="320" cy="240" r="24" fill="#ffffff"/>')


def _band(name: str, tint: str) -> str:
    wide = between(44, 64, name)
    ring = f'<ellipse cx="320" cy="240" rx="190" ry="130" fill="none" stroke="{tint}" stroke-width="{wide}"/>'
    return (
        f'{ring}<circle cx="320" cy="368" r="52" fill="#ffffff" stroke="#212b32" stroke-width="8"/>'
        f'<circle cx="320" cy="368" r="18" fill="{tint}"/>'
    )


def _camera(name: str, tint: str) -> str:
    tilt = between(-8, 8, name)
    body = _box((180, 120, 280, 190), "#ffffff", 30) + _box((290, 310, 60, 110), "#4c6272", 20)
    lens = f'<circle cx="320" cy="215" r="78" fill="#212b32"/><circle cx="320" cy="215" r="46" fill="{tint}"/>'
    return f'<g transform="rotate({tilt} 320 240)">{body}{lens}<circle cx="302" cy="197" r="12" fill="#ffffff"/></g>'


MOTIFS: Mapping[str, Callable[[str, str], str]] = {
    "screen": _screen,
    "phone": _phone,
    "meter": _meter,
    "patch": _patch,
    "band": _band,
    "camera": _camera,
}
