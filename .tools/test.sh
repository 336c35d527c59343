#!/bin/sh
# Every check, the quick ones first; stops at the first that fails.
set -eu
cd "$(dirname "$0")/.."
. .tools/env.sh

CHROMEDRIVER="${LASKU_CHROMEDRIVER:-/usr/bin/chromedriver}"
WASM_BINDGEN_TEST_WEBDRIVER_JSON="$PWD/.tools/webdriver.json"
WASM_BINDGEN_TEST_TIMEOUT=120
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
export CHROMEDRIVER WASM_BINDGEN_TEST_WEBDRIVER_JSON WASM_BINDGEN_TEST_TIMEOUT CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER
wasm=wasm32-unknown-unknown

step() {
  title=$1
  shift
  headline "$title"
  started=$(date +%s)
  "$@" || fail "FAILED: $title"
  printf '   %s: %s s\n' "$title" "$(($(date +%s) - started))"
}

# The optimised app takes longest and uses one core most of the time: it is built beside the checks, from the beginning.
beside="$STAMPS/dist.log"
.tools/dist.sh > "$beside" 2>&1 &
dist=$!
kill_tree() {
  for child in $(pgrep -P "$1"); do kill_tree "$child"; done
  kill "$1" 2>/dev/null || true
}
trap 'kill_tree "$dist"' EXIT
trap 'exit 130' INT TERM
optimised_app() {
  wait "$dist" && status=0 || status=$?
  trap - EXIT
  cat "$beside"
  return "$status"
}

step "Format" cargo fmt --check
# Natively there is no page, and what it is built with takes longest to compile.
engine="--locked --no-default-features --features document"
step "Clippy, native" cargo clippy $engine --all-targets -- -D warnings
# The engine tests are native: their libraries (proptest, insta) are not built for the browser. Nor are those of documents, whose
# code was looked at natively. One lint reads the file anew for each item: with the generated texts that takes minutes.
step "Clippy, browser" cargo clippy --locked --target $wasm --no-default-features --features app,bench --lib --bins --test browser -- -D warnings \
  -A clippy::four_forward_slashes
step "Engine tests" cargo test $engine --lib --test engine --test document
step "Documents by the official rules" .tools/official.sh
step "Browser tests" cargo test --locked --target $wasm --no-default-features --test browser
step "Optimised app (what is left of it)" optimised_app
# A journey mostly waits for its browser: two at a time use both cores.
step "Journeys" node --test --test-concurrency=2 --test-reporter=spec tests/journeys/*.test.mjs
headline "All good"
