#!/usr/bin/env bash
# Says in one line each what is missing to build LiveFeed.
set -u
missing=0
lack() { echo "LiveFeed needs $1" >&2; missing=1; }

dotnet --list-sdks 2>/dev/null | grep -q '^10\.' || lack ".NET SDK 10 (dotnet): https://dotnet.microsoft.com/download/dotnet/10.0"
node_major=$(node --version 2>/dev/null | sed -E 's/^v([0-9]+).*/\1/')
[[ ${node_major:-0} -ge 20 ]] || lack "Node.js 20 or newer (node): https://nodejs.org/"
command -v npm >/dev/null || lack "npm, which comes with Node.js"
exit $missing
