#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes templates/sRGB.icc, the profile that says what the colours of a PDF/A mean; run
once, by hand. The numbers are those of IEC 61966-2-1, adapted to D50 as ICC.1:2001-04
asks of a display profile."""

import struct

D50 = (0.9642, 1.0, 0.8249)
PRIMARIES = {"r": (0.43607, 0.22249, 0.01392), "g": (0.38515, 0.71687, 0.09708),
             "b": (0.14307, 0.06061, 0.71410)}
N_POINTS = 1024


def fixed(values):
    return b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def xyz(values):
    return b"XYZ \0\0\0\0" + fixed(values)


def linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def curve():
    points = [round(65535 * linear(i / (N_POINTS - 1))) for i in range(N_POINTS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{N_POINTS}H", N_POINTS, *points)


def description(text):
    ascii_text = text.encode() + b"\0"
    return (b"desc\0\0\0\0" + struct.pack(">I", len(ascii_text)) + ascii_text + bytes(8) +
            bytes(3) + bytes(67))


def main():
    tags = {b"desc": description("sRGB IEC61966-2.1"),
            b"cprt": b"text\0\0\0\0" + b"Public domain\0", b"wtpt": xyz(D50)}
    for name, values in PRIMARIES.items():
        tags[name.encode() + b"XYZ"] = xyz(values)
        tags[name.encode() + b"TRC"] = curve()
    data, places, offset = b"", {}, 128 + 4 + 12 * len(tags)
    for body in tags.values():
        if body not in places:
            places[body] = (offset + len(data), len(body))
            data += body + bytes(-len(body) % 4)
    table = struct.pack(">I", len(tags))
    for name, body in tags.items():
        table += name + struct.pack(">II", *places[body])
    header = struct.pack(">I4xI4s4s4s6H4s40x", offset + len(data), 0x02100000, b"mntr", b"RGB ",
                         b"XYZ ", 2024, 1, 1, 0, 0, 0, b"acsp")
    header = header[:68] + fixed(D50) + bytes(48)
    with open("templates/sRGB.icc", "wb") as file:
        file.write(header + table + data)
    print("templates/sRGB.icc", len(header + table + data), "bytes")


if __name__ == "__main__":
    main()
