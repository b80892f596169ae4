#!/usr/bin/env bash
# Says in one line each what is missing to build LiveFeed.
set -u
missing=0
lack() { echo "LiveFeed needs $1" >&2; missing=1; }

dotnet --list-sdks 2>/dev/null | grep -q '^10\.' || lack ".NET SDK 10 (dotnet): https://dotnet.microsoft.com/download/dotnet/10.0"
# What vite takes: 20.19 or a later one of 20, 22.12 or anything later.
node=$(node --version 2>/dev/null)
[[ $node =~ ^v([0-9]+)\.([0-9]+)\. ]] || BASH_REMATCH=("" 0 0)
major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
((major == 20 && minor >= 19 || major == 22 && minor >= 12 || major > 22)) ||
  lack "Node.js 20.19, or 22.12 or newer (node${node:+ is $node}): https://nodejs.org/"
command -v npm >/dev/null || lack "npm, which comes with Node.js"
exit $missing
