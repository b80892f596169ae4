#!/usr/bin/env bash
# Two LiveFeed nodes with a Redis of their own and nginx in front, on this machine, until Ctrl+C. Run it by `make cluster`.
# PORT: where nginx listens, by default 5080; the nodes and Redis have the next three. DATA: its folder.
set -u
cd "${0%/*}/.."
PATH=$PATH:/usr/sbin:/sbin
service=$PWD/artifacts/bin/LiveFeed/release/LiveFeed.dll
data=${DATA:-$PWD/data/cluster}
front=${PORT:-5080}
[[ $front =~ ^[1-9][0-9]{3,4}$ && $front -le 65532 ]] || { echo "PORT is '$front', but must be 1000 to 65532." >&2; exit 1; }
nodes=($((front + 1)) $((front + 2))) redis=$((front + 3))

fail() { echo "$*" >&2; exit 1; }

for program in redis-server nginx setsid; do
  command -v "$program" >/dev/null || fail "make cluster needs $program: apt-get install redis-server nginx util-linux"
done
[[ -f $service ]] || fail "There is no $service: make build"
for port in $front "${nodes[@]}" $redis; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    fail "Port $port is taken: make cluster needs $front to $redis on 127.0.0.1. PORT=6080 takes others."
  fi
done

mkdir -p "$data"/{redis,nginx,"node-${nodes[0]}","node-${nodes[1]}"}

declare -A pids
start() { # NAME COMMAND…: in a session of its own, so that Ctrl+C reaches this script alone
  local name=$1
  shift
  setsid "$@" >"$data/$name.log" 2>&1 </dev/null &
  pids[$name]=$!
}
end() { # NAME…
  local name
  for name in "$@"; do [[ -n ${pids[$name]:-} ]] && kill "${pids[$name]}" 2>/dev/null; done
  for name in "$@"; do [[ -n ${pids[$name]:-} ]] && wait "${pids[$name]}" 2>/dev/null; done
}
# Redis last: the nodes write until their end.
end_all() {
  trap - EXIT INT TERM
  echo "Stopping…"
  end nginx
  end "${nodes[@]/#/node-}"
  end redis
  exit "${1:-0}"
}
trap 'end_all 1' EXIT
trap end_all INT TERM

answers() { # PORT: something listens there
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
until_true() { # NAME COMMAND…: or the end of the program, whose last lines then say why
  local name=$1 tries
  shift
  for ((tries = 0; tries < 120; tries++)); do
    "$@" && return
    kill -0 "${pids[$name]}" 2>/dev/null || break
    sleep 0.25
  done
  tail -n 3 "$data/$name.log" >&2
  fail "$name did not start; $data/$name.log has all that it said."
}

start redis redis-server --port $redis --bind 127.0.0.1 --dir "$data/redis" --save "" \
  --appendonly yes --appendfsync everysec --maxmemory-policy noeviction
until_true redis answers $redis

for port in "${nodes[@]}"; do
  (
    cd "$data/node-$port" || exit 1
    exec setsid dotnet "$service" "--Urls=http://127.0.0.1:$port" --LiveFeed:Proxies:0=127.0.0.1 --LiveFeed:Log:Provider=redis \
      "--LiveFeed:Log:Redis:Configuration=127.0.0.1:$redis" --LiveFeed:Delivery:Drain=00:00:03 "--LiveFeed:Metrics:Node=node-$port"
  ) >"$data/node-$port.log" 2>&1 </dev/null &
  pids[node-$port]=$!
done
for port in "${nodes[@]}"; do
  until_true "node-$port" answers "$port"
done

# The file for production, without TLS and with paths of this folder.
sed -E -e '/^user /d; /^ *ssl_/d; /listen \[::\]/d' \
  -e "s|listen 443 ssl http2;.*|listen 127.0.0.1:$front;|" \
  -e "s|127.0.0.1:5081|127.0.0.1:${nodes[0]}|; s|127.0.0.1:5082|127.0.0.1:${nodes[1]}|" \
  -e 's|^worker_processes .*|worker_processes 2;|; s|^worker_rlimit_nofile .*||; s|worker_connections .*|worker_connections 4096;|' \
  -e "s|^pid .*|pid $data/nginx/pid;|; s|error_log /var/log/nginx/error.log|error_log stderr|" \
  -e "s|^http \{|http {\n$(for name in client_body proxy fastcgi uwsgi scgi; do
    printf '    %s_temp_path %s/nginx/%s;\\n' "$name" "$data" "$name"
  done)|" \
  deploy/nginx.conf >"$data/nginx/nginx.conf"
start nginx nginx -p "$data/nginx" -c "$data/nginx/nginx.conf" -e stderr -g "daemon off;"
until_true nginx answers $front

cat <<TEXT

  http://localhost:$front    nginx, process ${pids[nginx]}, which shares the clients between
  http://localhost:${nodes[0]}    node-${nodes[0]}, process ${pids[node-${nodes[0]}]}
  http://localhost:${nodes[1]}    node-${nodes[1]}, process ${pids[node-${nodes[1]}]}
  127.0.0.1:$redis           redis-server, process ${pids[redis]}: redis-cli -p $redis
  $data   what they say (*.log), and the data

Post at one node and follow at the other:
  curl -N 'http://localhost:${nodes[0]}/events?topic=demo/**'
  curl -d 21.5 http://localhost:${nodes[1]}/topics/demo/temperature
Or end a node (kill ${pids[node-${nodes[1]}]}, kill -9 ${pids[node-${nodes[1]}]}) while a page of http://localhost:$front is open. Ctrl+C stops all.

TEXT

while :; do
  wait -n
  for name in "${!pids[@]}"; do
    kill -0 "${pids[$name]}" 2>/dev/null && continue
    echo "$name has ended; $data/$name.log says why."
    unset "pids[$name]"
    [[ $name == node-* ]] || fail "Nothing works without $name."
  done
  [[ -n ${pids[node-${nodes[0]}]:-}${pids[node-${nodes[1]}]:-} ]] || fail "No node is left."
done
