#!/usr/bin/env bash
# Installs packages of Debian, where that may be done: tests/install.sh redis-server nginx. Their daemons are neither started now nor
# at the next boot: the tests start their own, on their own ports.
set -u
[[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || exit 1
printf '\n== Installing %s\n' "$*"

policy=/usr/sbin/policy-rc.d # asked by Debian before a package starts its daemon
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
fi
apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null || exit 1
for package in "$@"; do
  case $package in redis-server | nginx) systemctl disable "$package" >/dev/null 2>&1 ;; esac
done
exit 0
