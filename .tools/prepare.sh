#!/bin/sh
# Installs what is missing, and nothing that is there: prepare.sh build | test
set -eu
cd "$(dirname "$0")/.."
. .tools/env.sh

TRUNK_VERSION=0.21.14
BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
debian() {
  command -v apt-get >/dev/null || fail "please install: $*"
  headline "Installing $*"
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@"
}

# The tools run for seconds: compiling them quickly matters more than how fast they are. $4 is how much they are optimised.
cargo_tool() {
  headline "Installing $1 $2 (once; this takes some minutes)"
  CARGO_TARGET_DIR="$LASKU_TOOLS/build" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL="$4" CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install "$1" --version "$2" --root "$LASKU_TOOLS" --force $3
}

node=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
[ "${node:-0}" -ge 20 ] || fail "Node 20 or newer is missing: see https://nodejs.org"

command -v cc >/dev/null || debian gcc libc6-dev

if [ -n "${RUSTUP_TOOLCHAIN:-}" ] && ! rustc --version >/dev/null 2>&1; then
  headline "Installing Rust $RUSTUP_TOOLCHAIN"
  rustup toolchain install "$RUSTUP_TOOLCHAIN" --profile minimal --component rustfmt,clippy
fi
rustup target list --installed | grep -qx wasm32-unknown-unknown || {
  headline "Installing the wasm target"
  rustup target add wasm32-unknown-unknown
}

installed=
if [ "$(trunk --version 2>/dev/null)" != "trunk $TRUNK_VERSION" ]; then
  # It only copies files and starts the others.
  cargo_tool trunk "$TRUNK_VERSION" --locked 0
  installed=1
fi
# Not --locked: the lock file published with this version names a crate that was withdrawn.
if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $BINDGEN_VERSION" ]; then
  cargo_tool wasm-bindgen-cli "$BINDGEN_VERSION" "" 1
  installed=1
fi
if [ -n "$installed" ]; then rm -rf "$LASKU_TOOLS/build"; fi

packages=$(sha256sum package.json package-lock.json | sha256sum)
if [ "$(cat node_modules/.lasku 2>/dev/null)" != "$packages" ]; then
  headline "Installing the CSS and build tools"
  npm ci --ignore-scripts --no-audit --no-fund
  echo "$packages" > node_modules/.lasku
fi

[ "${1:-build}" = test ] || exit 0

cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
browser_is_there() { [ -x "${LASKU_CHROMIUM:-/usr/bin/chromium}" ] && [ -x "${LASKU_CHROMEDRIVER:-/usr/bin/chromedriver}" ]; }
advice="The tests need Chromium and its driver. Name yours: LASKU_CHROMIUM=… LASKU_CHROMEDRIVER=… make test"
if ! browser_is_there; then
  # A browser named by hand is not ours to install.
  [ -z "${LASKU_CHROMIUM:-}${LASKU_CHROMEDRIVER:-}" ] || fail "$advice"
  debian chromium chromium-driver || fail "$advice"
  browser_is_there || fail "$advice"
fi
# What reads documents back: pages into pictures, codes out of them, the file's own structure; and the official rules' language.
for tool in pdftotext=poppler-utils zbarimg=zbar-tools qpdf=qpdf; do
  command -v "${tool%=*}" >/dev/null || debian "${tool#*=}"
done
python3 -c 'import ensurepip, venv' 2>/dev/null || debian python3-venv
