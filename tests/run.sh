#!/usr/bin/env bash
# Runs every test and ends with what failed and why, then the line "N passed, N failed". Exits non-zero when a test failed or
# something did not build.
set -u
cd "$(dirname "$0")/.."
results=artifacts/test-results
rm -rf "$results" && mkdir -p "$results"
failures="$results/failures.txt" # what is repeated at the end
passed=0 failed=0 broken=0

step() { printf '\n== %s\n' "$*"; }
count() { passed=$((passed + $1)); failed=$((failed + $2)); }
breaks() { broken=1; echo "broken: $*" >>"$failures"; } # for what fails without a test that says so

# A browser for the tests of the page, Redis and nginx for those of several nodes, and a clock that can be set for the fault suite: what
# is installed, or Debian's packages where they may be installed. Without the clock that fault is skipped.
PATH=$PATH:/usr/sbin # where Debian has nginx
command -v chromium-headless-shell >/dev/null || tests/install.sh chromium-headless-shell ||
  tests/find-chromium.sh >/dev/null 2>&1 || tests/install.sh chromium
packages=()
for program in redis-server nginx faketime; do
  command -v "$program" >/dev/null || packages+=("$program")
done
[[ ${#packages[@]} == 0 ]] || tests/install.sh "${packages[@]}"
LIVEFEED_CHROMIUM=$(tests/find-chromium.sh) || breaks "LiveFeed's tests need Chromium: apt-get install chromium"
export LIVEFEED_CHROMIUM
for program in redis-server nginx; do
  command -v "$program" >/dev/null || breaks "LiveFeed's tests need $program: apt-get install $program"
done

# Tests, and the services that they start, last for seconds. So no method is compiled again by what it was seen to do, which was a fifth of
# all that the tests took; none is compiled again before a quiet spell of 100 ms (0x64), and code is written where it runs (no W^X). The last
# two are a third of what a service needs to start.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountingDelayMs=64 DOTNET_EnableWriteXorExecute=0

# Builds beside the tests of the page, which leave a processor idle.
dotnet build LiveFeed.sln -c Release -v quiet --nologo >"$results/build.txt" 2>&1 &
build=$!

step "Format and lint of the page and the browser library"
npm --prefix dashboards/app run --silent check || breaks "the format or lint of dashboards/: make format mends what it can"

step "Page and browser library"
npm --prefix dashboards/app test -- --reporter=default --reporter=json --outputFile="$PWD/$results/page.json" ||
  breaks "the tests of the page and the browser library"
if [[ -s $results/page.json ]]; then
  count $(node -e 'const r = require(process.argv[1]); console.log(r.numPassedTests, r.numFailedTests)' "$PWD/$results/page.json")
  node tests/page-failures.mjs "$results/page.json" >>"$failures"
fi

# What is published to npm: its files, types, sizes, and that it loads.
step "Package of the browser library"
npm --prefix dashboards/client ci --no-fund --no-audit --loglevel=error || breaks "the installation of what checks the package"
npm --prefix dashboards/client run --silent check >"$results/package.tap"
if grep -q '^# pass' "$results/package.tap"; then
  count $(sed -nE 's/^# (pass|fail) ([0-9]+)$/\2/p' "$results/package.tap")
else
  breaks "the checks of the package"
fi
grep -vE '^(TAP|#|1\.\.)' "$results/package.tap" | awk '/^ *(not )?ok/ { failed = /not ok/ } failed' >>"$failures"
sed -nE 's/^ *((not )?ok .*)/\1/p' "$results/package.tap"

# What SpectralTests start.
step "Installing Spectral"
npm --prefix tests/openapi ci --no-fund --no-audit --loglevel=error || breaks "the installation of Spectral, which checks the OpenAPI document"
npm --prefix tests/clients ci --no-fund --no-audit --loglevel=error || breaks "the installation of the clients that are not ours"

step "Building"
wait "$build" || { cat "$results/build.txt"; breaks "the build"; }

# White space and imports: the build has looked at all else.
step "Formatting"
dotnet format whitespace LiveFeed.sln --verify-no-changes --no-restore || breaks "the format: run make format"

# A failed test's lines in the output of dotnet test: its name at the left edge, its message and its stack indented below.
failed_tests() { awk '/^[^ ]/ { within = /^failed / } within' "$1" | grep -vE '^ +(from /|at (System|Microsoft|Xunit)\.)'; }

dotnet_tests() { # PROJECT THREADS
  step "$1"
  local output="$results/$1.txt"
  # The long tests are for make interop.
  dotnet test --project "tests/$1" -c Release --no-build --timeout 14m --max-threads ${2} \
    --filter-not-trait length=long 2>&1 | tee "$output"
  local status=${PIPESTATUS[0]}
  local succeeded unsuccessful
  succeeded=$(sed -nE 's/^ *succeeded: ([0-9]+).*/\1/p' "$output" | tail -n 1)
  unsuccessful=$(sed -nE 's/^ *failed: ([0-9]+).*/\1/p' "$output" | tail -n 1)
  count "${succeeded:-0}" "${unsuccessful:-0}"
  [[ $status == 0 && ${succeeded:-0} -gt 0 ]] && return
  breaks "$1"
  failed_tests "$output" >>"$failures" || tail -n 20 "$output" >>"$failures"
}
if [[ $broken == 0 || -f artifacts/bin/LiveFeed.Tests/release/LiveFeed.Tests.dll ]]; then
  dotnet_tests LiveFeed.Tests 2x # many of them wait
  dotnet_tests LiveFeed.Browser 1x
fi

if [[ -s $failures ]]; then
  step "What failed"
  cat "$failures"
fi

# A build, a format check or a run that broke counts as a failure even when no test says so.
[[ $broken == 1 && $failed == 0 ]] && failed=1
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[[ $failed == 0 ]]
