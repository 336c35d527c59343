#!/bin/sh
# The official rules (XSD, Schematron, PDF/A) on every e-invoice and PDF that the tests wrote. Installs them once, from PyPI.
set -eu
cd "$(dirname "$0")/.."
. .tools/env.sh

known=$(cat tests/validators/* | sha256sum | cut -c1-16)
place="$LASKU_TOOLS/rules-$known"
if [ ! -f "$place/ready" ]; then
  headline "Installing the official rules of e-invoices"
  rm -rf "$LASKU_TOOLS"/rules-*
  sh tests/validators/setup.sh "$place"
  touch "$place/ready"
fi
written="${CARGO_TARGET_DIR:-target}/tmp/documents"
check() {
  "$place/venv/bin/python" "$place/rules/validate.py" -q "$@" > "$STAMPS/official.log" || { cat "$STAMPS/official.log"; return 1; }
  # A file that no rule was found for would look like one without a fault.
  [ "$(grep -c ': VALID' "$STAMPS/official.log")" -ge "$#" ] || { cat "$STAMPS/official.log"; return 1; }
  echo "$# files hold to the rules"
}
check "$written"/einvoice/*.xml
check "$written"/finvoice/*.xml
check "$written"/pdf/*.pdf
for file in "$written"/pdf/*.pdf; do qpdf --check "$file" > /dev/null || fail "qpdf finds a fault in $file"; done
