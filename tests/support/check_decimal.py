#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks Python's decimal the same questions as support/decimal.c: check_decimal.py PROGRAM"""
import random
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

LIMIT = Decimal(2**255 - 1).scaleb(-40)
random.seed(20240930)


def amount():
    whole = random.choice([0, 0, 1, 9, 999, 10**9, 10**14, 10**30]) * random.randint(0, 9)
    digits = random.randint(0, 20)
    fraction = random.choice([0, 5 * 10 ** max(digits - 1, 0), random.randint(0, 10**digits - 1)])
    value = Decimal(whole) + Decimal(fraction).scaleb(-digits)
    return random.choice([1, -1]) * value


def expected(op, a, b, places):
    step = Decimal(1).scaleb(-places)
    if op == "add":
        value = a + b
    elif op == "sub":
        value = a - b
    elif op == "mul":
        value = (a * b).quantize(Decimal(1).scaleb(-40), ROUND_HALF_EVEN)
    elif op == "div":
        if b == 0:
            return None
        value = (a / b).quantize(step, ROUND_HALF_EVEN)
    else:
        value = a.quantize(step, ROUND_HALF_EVEN)
    return value if abs(value) <= LIMIT else None


with localcontext() as context:
    context.prec = 200
    cases = [(random.choice(["add", "sub", "mul", "div", "round"]), amount(), amount(), random.randint(0, 20))
             for _ in range(20000)]
    lines = "".join(f"{op} {a:f} {b:f} {places}\n" for op, a, b, places in cases)
    answers = subprocess.run([sys.argv[1]], input=lines, capture_output=True, text=True, check=True).stdout.split()
    assert len(answers) == len(cases), (len(answers), len(cases))
    for (op, a, b, places), answer in zip(cases, answers):
        want = expected(op, a, b, places)
        got = None if answer == "range" else Decimal(answer)
        assert got == want, f"{op} {a:f} {b:f} {places}: {answer}, Python says {want}"
print(f"ok: {len(cases)} operations agree")
