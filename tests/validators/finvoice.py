"""Checks every Finvoice file of a folder against the schema.

    finvoice.py Finvoice3.0.xsd FOLDER

Needs lxml. The schema is Finance Finland's; PyPI's odoo-addon-account-edi-finvoice carries it as
static/schema/Finvoice3.0.xsd. It checks no reference numbers, accounts or sums: the tests of the engine do.
Exits with 1 on any fault, and where there is no file to check.
"""

import sys
from pathlib import Path

from lxml import etree


def main(schema_file: str, folder: str) -> int:
    schema = etree.XMLSchema(etree.parse(schema_file))
    files = sorted(Path(folder).glob("*.xml"))
    faults = 0
    for file in files:
        try:
            document = etree.parse(str(file))
        except etree.XMLSyntaxError as error:
            print(f"{file.name}: {error}")
            faults += 1
            continue
        if not schema.validate(document):
            faults += 1
            for error in schema.error_log:
                print(f"{file.name}:{error.line}: {error.message}")
    print(f"{len(files)} files, {len(files) - faults} valid, {faults} with faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
