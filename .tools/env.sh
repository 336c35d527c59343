# Sourced by the other scripts, from the project's folder: where the tools are, and short helpers.

LASKU_TOOLS="${LASKU_TOOLS:-$HOME/.cache/lasku/tools}"
export LASKU_TOOLS
# Before everything else: Debian's own wasm-opt accepts the app and breaks it without a word.
PATH="$PWD/node_modules/.bin:$LASKU_TOOLS/bin:$HOME/.cargo/bin:$PATH"
export PATH

# What was done for which state of its sources.
STAMPS="$PWD/target/stamps"
mkdir -p "$STAMPS"

headline() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
fail() { printf '\n\033[1;31m%s\033[0m\n' "$*" >&2; exit 1; }

# The toolchain: what is there if it is new enough, otherwise the version the project is built with.
RUST_MINOR=95
command -v rustup >/dev/null || fail "rustup is missing: see https://rustup.rs"
minor=$(rustc --version 2>/dev/null | sed -n 's/^rustc 1\.\([0-9]*\)\..*/\1/p')
if [ "${minor:-0}" -lt "$RUST_MINOR" ]; then
  RUSTUP_TOOLCHAIN="1.$RUST_MINOR.0"
  export RUSTUP_TOOLCHAIN
fi
