#!/usr/bin/env bash
# Shows an example on a running service until Ctrl+C: installs what it needs, puts its board among the boards, starts its producer.
#   examples/run.sh machine
# LIVEFEED_URL is where the service listens (http://localhost:5080), LIVEFEED_KEY an API key where it wants one, and
# LIVEFEED_BOARDS its folder of boards (dashboards).
set -eu
cd "$(dirname "$0")/.."
name=${1:-}
example=examples/$name
if [[ -z $name || ! -f $example/board.json ]]; then
  echo "Which example? make example NAME=… with one of: $(cd examples && ls -d */board.json | xargs -n 1 dirname | paste -sd ' ')" >&2
  exit 2
fi
export LIVEFEED_URL=${LIVEFEED_URL:-http://localhost:5080}
board=${LIVEFEED_BOARDS:-dashboards}/$name.json

if ! curl --silent --fail --output /dev/null "$LIVEFEED_URL/healthz/live"; then
  echo "No service answers at $LIVEFEED_URL. Start one in another terminal: make run" >&2
  exit 1
fi
if [[ -f $example/producer.mjs && ! -d examples/node_modules/@livefeed/client ]]; then
  npm --prefix examples ci --ignore-scripts --no-fund --no-audit --loglevel=error
fi

# A board of that name that somebody has changed is theirs: it is neither replaced nor taken away.
is_ours() { cmp --silent "$example/board.json" "$board"; }
[[ -e $board ]] || cp "$example/board.json" "$board"
producer=
finish() {
  [[ -z $producer ]] || kill "$producer" 2>/dev/null || true
  ! is_ours || rm -f "$board"
}
trap finish EXIT
trap 'exit 0' INT TERM

echo "$name: $LIVEFEED_URL/boards/$name (Ctrl+C ends it)"
if [[ -f $example/producer.sh ]]; then bash "$example/producer.sh" & else node "$example/producer.mjs" & fi
producer=$!
wait "$producer"
