#!/bin/sh
# Prints the figures: all, or those named, as in `.tools/bench.sh start search`.
set -eu
cd "$(dirname "$0")/.."
. .tools/env.sh
exec node tests/bench/run.mjs "$@"
