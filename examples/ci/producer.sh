#!/usr/bin/env bash
# Runs the jobs of jobs.txt on this repository, tells of each as it goes, and begins again with each commit, or after a while.
# All it needs is bash and curl: names and numbers make the JSON, and whatever else there is goes as plain text.
set -u
cd "$(dirname "$0")/../.."
url=${LIVEFEED_URL:-http://localhost:5080}
pause=${PAUSE:-30} # seconds between rounds in which nothing was committed

# curl tries again when the service is away, full (503) or wants less (429), and waits as long as Retry-After says.
post() { # TOPIC EVENT TYPE, the data at the standard input
  curl --silent --show-error --fail --output /dev/null --retry 8 --retry-connrefused --max-time 60 \
    ${LIVEFEED_KEY:+-H "X-API-Key: $LIVEFEED_KEY"} -H "Content-Type: $3" \
    --data-binary @- "$url/topics/$1?event=$2&key=$1${4:+&id=$4}"
}
state() { printf '{"value":"%s","seconds":%s,"round":%d}' "$2" "$3" "$round" | post "ci/jobs/$1" job application/json; }
figure() { printf '{"value":%s,"unit":"%s"}' "$2" "$3" | post "ci/$1" metric application/json; }

# The last commits, oldest first. The id keeps those that are there already from coming twice.
tell_commits() {
  git log --reverse -n 10 --format=%H | while read -r commit; do
    git show --no-patch --format='%h %an: %s' "$commit" | tr -d '\n' | post ci/commits commit text/plain "commit-$commit"
  done
}

run_job() { # NAME COMMAND
  local from=$EPOCHREALTIME output result=passed
  state "$1" running 0
  output=$(bash -c "$2" 2>&1 </dev/null) || result=failed
  local seconds
  seconds=$(awk -v from="$from" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.2f", to - from }')
  state "$1" "$result" "$seconds"
  figure "seconds/$1" "$seconds" s
  [[ $result == passed ]] && passed=$((passed + 1)) && return
  failed=$((failed + 1))
  printf '%s failed after %s s\n%s' "$1" "$seconds" "${output: -2000}" | post ci/failures failure text/plain
}

round=0
while true; do
  round=$((round + 1)) passed=0 failed=0 began=$SECONDS head=$(git rev-parse HEAD)
  tell_commits
  while IFS=$'\t' read -r name command; do run_job "$name" "$command"; done <examples/ci/jobs.txt
  figure passed "$passed" count
  figure failed "$failed" count
  figure round "$((SECONDS - began))" s
  for ((waited = 0; waited < pause; waited++)); do
    [[ $(git rev-parse HEAD) == "$head" ]] || break
    sleep 1
  done
done
