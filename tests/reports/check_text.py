#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Text of every script in the PDFs: shown as it is, or named, never wrong or lost.

    check_text.py RENDER SOURCE_DIR"""

import json
import os
import struct
import sys

import check_reports
from check_reports import expect, run

LETTERS = "Škoda Ünïcödé Łódź Ελλάδα Ώρα Привет Ёж ǖ ﬁ".replace("ﬁ", "")


def font_with(source, code_point):
    """Arimo, with the picture of U+FFFD under another code point."""
    with open(os.path.join(source, "templates/fonts/Arimo-Regular.ttf"), "rb") as file:
        font = bytearray(file.read())
    tables = {bytes(font[i:i + 4]): struct.unpack(">II", font[i + 8:i + 16])
              for i in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16)}
    cmap = tables[b"cmap"][0]
    for i in range(struct.unpack(">H", font[cmap + 2:cmap + 4])[0]):
        platform, _, offset = struct.unpack(">HHI", font[cmap + 4 + 8 * i:cmap + 12 + 8 * i])
        at = cmap + offset
        if platform == 3 and struct.unpack(">H", font[at:at + 2])[0] == 4:
            break
    n = struct.unpack(">H", font[at + 6:at + 8])[0] // 2
    end = at + 14 + 2 * (n - 2)  # the last segment before the one that ends the table
    start, delta = end + 2 * n + 2, end + 4 * n + 2
    assert struct.unpack(">H", font[end:end + 2])[0] == 0xFFFD
    old = struct.unpack(">H", font[delta:delta + 2])[0]
    font[start:start + 2] = font[end:end + 2] = struct.pack(">H", code_point)
    font[delta:delta + 2] = struct.pack(">H", (old + 0xFFFD - code_point) & 0xFFFF)
    return bytes(font)


class Named:
    """Renders the finops report of an organisation with a given name."""

    def __init__(self, work):
        self.work = work
        with open(work.result("plain"), encoding="utf-8") as file:
            self.tree = json.load(file)

    def pdf(self, name, font=""):
        self.tree["organization"] = name
        result, out = self.work.path("named", "result"), self.work.path("named.pdf")
        with open(result, "w", encoding="utf-8") as file:
            json.dump(self.tree, file)
        return out, run(self.work.render, "finops", "pdf", result, out, "A4", font)

    def text(self, name, font=""):
        out, done = self.pdf(name, font)
        expect(done.returncode == 0, "finops for", name, done.stderr)
        return run("pdftotext", "-l", "1", out, "-").stdout.decode()


def check_scripts(work):
    named = Named(work)
    expect(LETTERS in named.text(LETTERS), "Latin, Greek or Cyrillic letters are lost")
    expect("Škoda" in named.text("S\u030ckoda"), "letter and accent are not put together")
    expect("[U+0634][U+0628] [U+4E2D]" in named.text("\u0634\u0628 \u4e2d"), "a script is lost")
    expect("fire [U+1F525]" in named.text("fire \U0001f525"), "an emoji is lost")
    expect("q[U+0329]" in named.text("q\u0329"), "a mark without a letter of its own is lost")


def check_fallback(work):
    named, font = Named(work), work.path("fallback.ttf")
    source = os.path.dirname(os.path.dirname(os.path.dirname(work.sample)))
    for code_point, shown in ((0x4E2D, "co \u4e2d org"), (0x0634, "co [U+0634] org")):
        with open(font, "wb") as file:
            file.write(font_with(source, code_point))
        text = named.text(f"co {chr(code_point)} org", font)
        expect(shown in text, "with a font for it", hex(code_point), "is shown as", text[:200])
    expect("[U+4E2E]" in named.text("\u4e2e", font), "what no font has is lost")
    with open(font, "wb") as file:
        file.write(font_with(source, 0x4E2D))
    out, _ = named.pdf("\u4e2d", font)
    fonts = run("pdffonts", out).stdout.decode()
    expect("DRLAAD+" in fonts, "the fallback font is not embedded:", fonts)
    expect(run("qpdf", "--check", out).returncode == 0, "qpdf rejects a report with a fallback font")


def check_bad_fonts(work):
    """What libharu would trust is refused before, and the message says why."""
    named, font = Named(work), work.path("bad.ttf")
    source = os.path.dirname(os.path.dirname(os.path.dirname(work.sample)))
    good = font_with(source, 0x4E2D)
    directory = {good[i:i + 4]: i for i in range(12, 12 + 16 * 20, 16)}
    offset = {tag: struct.unpack(">I", good[i + 8:i + 12])[0] for tag, i in directory.items()}

    def patched(at, data):
        return good[:at] + data + good[at + len(data):]

    bad = {"is no TrueType font": b"%PDF-1.4",
           "PostScript outlines": b"OTTO" + good[4:],
           "is a collection": b"ttcf" + good[4:],
           "missing or cut": good[:4000],
           "contradict each other": patched(offset[b"maxp"] + 4, b"\xff\xff"),
           "does not allow to be embedded": patched(offset[b"OS/2"] + 8, b"\x00\x02")}
    for says, data in bad.items():
        with open(font, "wb") as file:
            file.write(data)
        _, done = named.pdf("x", font)
        expect(done.returncode == 1 and says in done.stderr.decode(), says, "is not said:", done.stderr)
    _, done = named.pdf("x", work.path("absent.ttf"))
    expect(b"cannot be opened" in done.stderr, "an absent font:", done.stderr)
    for at in range(0, len(good), 2477):  # any damage is refused or does no harm
        with open(font, "wb") as file:
            file.write(patched(at, bytes(b ^ 0xFF for b in good[at:at + 3])))
        _, done = named.pdf("\u4e2d", font)
        expect(done.returncode in (0, 1), "a damaged font at", at, "ends with", done.returncode)


if __name__ == "__main__":
    sys.exit(check_reports.main([(check_scripts, ("pdftotext",)),
                                 (check_fallback, ("pdftotext", "pdffonts", "qpdf")),
                                 (check_bad_fonts, ())]))
