#!/usr/bin/env bash
# Prints the path of Chromium: LIVEFEED_CHROMIUM, or what is installed. Whoever needs Chromium asks here.
if [[ -n ${LIVEFEED_CHROMIUM:-} ]]; then
  echo "$LIVEFEED_CHROMIUM"
  exit
fi
# Debian's headless shell is the same browser without windows: pages open in half the time.
for name in chromium-headless-shell chromium chromium-browser google-chrome; do command -v "$name" && exit; done
echo "This needs Chromium (apt-get install chromium), or LIVEFEED_CHROMIUM with its path." >&2
exit 1
