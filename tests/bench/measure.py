# SPDX-License-Identifier: Apache-2.0
"""measure.py NAME ROWS COMMAND...: runs a command, prints one line: its time and peak memory."""

import re
import subprocess
import sys
import time

name, rows, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
start = time.monotonic()
process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
peak = 0
# VmHWM only rises; what getrusage says of a child begins with the parent's own peak.
while process.poll() is None:
    try:
        with open(f"/proc/{process.pid}/status") as status:
            found = re.search(r"VmHWM:\s+(\d+) kB", status.read())
            peak = int(found.group(1)) / 1024 if found else peak
    except FileNotFoundError:
        pass
    time.sleep(0.002)
seconds = time.monotonic() - start
if process.returncode:
    sys.exit(f"{command[0]} ended with {process.returncode}")
print(f"{name:<24} {rows:>9} rows {seconds:>7.2f} s {rows / seconds:>11,.0f} rows/s {peak:>7.1f} MiB")
