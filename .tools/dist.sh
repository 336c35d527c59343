#!/bin/sh
# Builds the optimised app into dist/, unless dist/ was built from these very sources.
set -eu
cd "$(dirname "$0")/.."
. .tools/env.sh

sources() {
  { find src style public locales -type f
    ls .cargo/config.toml Cargo.toml Cargo.lock build.rs Trunk.toml index.html package-lock.json .tools/*.mjs .tools/dist.sh; } \
    | LC_ALL=C sort | xargs -d '\n' sha256sum
  rustc --version
  # With a browser the program is split by what its start uses there.
  browser=${LASKU_CHROMIUM:-/usr/bin/chromium}
  if [ -x "$browser" ]; then "$browser" --version; else echo whole; fi
}
now=$(sources | sha256sum)
if [ -f dist/lasku-sw.js ] && [ "$(cat "$STAMPS/dist" 2>/dev/null)" = "$now" ]; then
  echo "dist/ is up to date"
  exit 0
fi
rm -f "$STAMPS/dist"
headline "Building the optimised app"
trunk build
echo "$now" > "$STAMPS/dist"
