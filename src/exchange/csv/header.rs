//! Guessing which column is what, by its name.

use super::{Table, Target};
use std::collections::BTreeMap;

/// Names of columns, in small letters and digits only: English, Finnish, and those of programs that people come from.
const NAMES: &[(Target, &[&str])] = &[
    (
        Target::Number,
        &[
            "customernumber",
            "customerno",
            "customerid",
            "clientnumber",
            "clientid",
            "accountnumber",
            "accountno",
            "customerexternalid",
            "number",
            "id",
            "asiakasnumero",
            "asiakasnro",
            "asiakastunnus",
            "numero",
        ],
    ),
    (
        Target::Name,
        &[
            "name",
            "customername",
            "clientname",
            "companyname",
            "company",
            "organization",
            "organisation",
            "customer",
            "client",
            "displayname",
            "nimi",
            "asiakas",
            "asiakkaannimi",
            "yritys",
            "yrityksennimi",
        ],
    ),
    (
        Target::FirstName,
        &["firstname", "contactfirstname", "givenname", "etunimi"],
    ),
    (
        Target::LastName,
        &[
            "lastname",
            "contactlastname",
            "surname",
            "familyname",
            "sukunimi",
        ],
    ),
    (
        Target::Kind,
        &[
            "customertype",
            "kind",
            "type",
            "customersubtype",
            "asiakastyyppi",
            "tyyppi",
        ],
    ),
    (
        Target::BusinessId,
        &[
            "businessid",
            "companynumber",
            "registrationnumber",
            "companyregno",
            "idnumber",
            "clientidnumber",
            "ytunnus",
            "orgnumber",
            "organisationnumber",
        ],
    ),
    (
        Target::VatId,
        &[
            "vatid",
            "vatnumber",
            "vatno",
            "taxid",
            "taxnumber",
            "businessvatid",
            "customertaxidentificationnumber",
            "clientvatnumber",
            "companyvatno",
            "alvnumero",
            "alvtunniste",
            "arvonlisaverotunniste",
        ],
    ),
    (
        Target::EInvoice,
        &[
            "einvoiceaddress",
            "electronicaddress",
            "peppolid",
            "verkkolaskuosoite",
            "ovt",
            "ovttunnus",
        ],
    ),
    (
        Target::Contact,
        &[
            "contact",
            "contactname",
            "contactperson",
            "billingattention",
            "yhteyshenkilo",
        ],
    ),
    (
        Target::Email,
        &[
            "email",
            "emailaddress",
            "mail",
            "emailid",
            "customeremail",
            "clientemail",
            "invoiceemail",
            "contactemail",
            "sahkoposti",
            "sahkopostiosoite",
        ],
    ),
    (
        Target::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "mobile",
            "mobilephone",
            "billingphone",
            "contactphone",
            "clientphone",
            "puhelin",
            "puhelinnumero",
            "matkapuhelin",
        ],
    ),
    (
        Target::Street,
        &[
            "street",
            "address",
            "streetaddress",
            "addressline1",
            "address1",
            "clientaddress1",
            "billingaddress",
            "companyaddress",
            "katuosoite",
            "osoite",
            "lahiosoite",
        ],
    ),
    (
        Target::StreetMore,
        &[
            "addressline2",
            "address2",
            "clientaddress2",
            "billingstreet2",
            "street2",
            "osoite2",
        ],
    ),
    (
        Target::PostalCode,
        &[
            "postalcode",
            "postcode",
            "zip",
            "zipcode",
            "postalcodezipcode",
            "billingcode",
            "clientpostalcode",
            "companypostalcode",
            "postinumero",
        ],
    ),
    (
        Target::City,
        &[
            "city",
            "town",
            "billingcity",
            "clientcity",
            "companycity",
            "kaupunki",
            "postitoimipaikka",
            "paikkakunta",
        ],
    ),
    (
        Target::Country,
        &[
            "country",
            "countrycode",
            "billingcountry",
            "customercountry",
            "clientcountry",
            "companycountry",
            "maa",
            "maakoodi",
        ],
    ),
    (Target::Language, &["language", "locale", "kieli"]),
    (
        Target::Currency,
        &["currency", "currencycode", "customercurrency", "valuutta"],
    ),
    (
        Target::Terms,
        &[
            "paymentterms",
            "terms",
            "paymenttermslabel",
            "invoiceduedays",
            "duedays",
            "maksuehto",
            "maksuaika",
        ],
    ),
    (
        Target::Tags,
        &["tags", "labels", "groups", "tunnisteet", "ryhmat"],
    ),
    (
        Target::Notes,
        &[
            "notes",
            "note",
            "comment",
            "comments",
            "privatenotes",
            "clientprivatenotes",
            "muistiinpanot",
            "huomautukset",
            "lisatiedot",
        ],
    ),
    (
        Target::Since,
        &[
            "since",
            "customersince",
            "created",
            "createdtime",
            "createdutc",
            "asiakkuusalkoi",
        ],
    ),
    (
        Target::ContractNumber,
        &[
            "contractnumber",
            "contractno",
            "contractid",
            "subscriptionid",
            "subscriptionexternalid",
            "sopimusnumero",
            "sopimusnro",
        ],
    ),
    (
        Target::ProductCode,
        &[
            "productcode",
            "itemcode",
            "sku",
            "plan",
            "plancode",
            "subscriptionplancode",
            "tuotekoodi",
            "tuotenumero",
        ],
    ),
    (
        Target::Description,
        &[
            "description",
            "service",
            "product",
            "item",
            "itemname",
            "itemdescription",
            "planname",
            "kuvaus",
            "palvelu",
            "tuote",
            "selite",
        ],
    ),
    (
        Target::Price,
        &[
            "price",
            "unitprice",
            "monthlycharges",
            "monthlycharge",
            "monthlyprice",
            "monthlyfee",
            "amount",
            "fee",
            "rate",
            "itemprice",
            "charge",
            "hinta",
            "yksikkohinta",
            "kuukausimaksu",
            "kuukausihinta",
            "maksu",
        ],
    ),
    (
        Target::Quantity,
        &[
            "quantity",
            "qty",
            "units",
            "count",
            "seats",
            "maara",
            "kpl",
            "lukumaara",
        ],
    ),
    (Target::Unit, &["unit", "usageunit", "yksikko"]),
    (
        Target::Vat,
        &[
            "vat",
            "vatrate",
            "tax",
            "taxrate",
            "taxpercent",
            "vatpercent",
            "alv",
            "alvkanta",
            "alvprosentti",
            "verokanta",
        ],
    ),
    (
        Target::Discount,
        &[
            "discount",
            "discountpercent",
            "discountpercentage",
            "alennus",
            "alennusprosentti",
            "ale",
        ],
    ),
    (
        Target::Cycle,
        &[
            "billingcycle",
            "cycle",
            "interval",
            "frequency",
            "billingperiod",
            "billinginterval",
            "laskutusvali",
            "laskutusjakso",
        ],
    ),
    (
        Target::Mode,
        &["billingmode", "inadvance", "paidinadvance", "laskutustapa"],
    ),
    (
        Target::Starts,
        &[
            "starts",
            "start",
            "startdate",
            "startdateutc",
            "contractstart",
            "begins",
            "from",
            "alkaa",
            "alkupaiva",
            "alkupvm",
            "sopimusalkaa",
        ],
    ),
    (
        Target::Ends,
        &[
            "ends",
            "end",
            "enddate",
            "endedat",
            "endedatutc",
            "contractend",
            "until",
            "loppuu",
            "paattyy",
            "loppupaiva",
            "paattymispaiva",
            "loppupvm",
        ],
    ),
    (
        Target::BilledUntil,
        &[
            "billeduntil",
            "paiduntil",
            "paidthrough",
            "currentperiodend",
            "currentperiodendutc",
            "laskutettuasti",
            "laskutettu",
        ],
    ),
    (
        Target::Tenure,
        &["tenuremonths", "monthsascustomer", "asiakkuuskuukausia"],
    ),
    (
        Target::OrderReference,
        &[
            "orderreference",
            "ordernumber",
            "purchaseorder",
            "purchaseordernumber",
            "po",
            "ponumber",
            "tilausnumero",
            "tilausviite",
        ],
    ),
];

/// Names of a column that says whether a customer has left.
const LEFT: &[&str] = &[
    "churn",
    "churned",
    "left",
    "ended",
    "cancelled",
    "canceled",
    "terminated",
    "status",
    "state",
    "lopetettu",
    "paattynyt",
    "irtisanottu",
    "tila",
];

/// Words in such a column that say yes.
const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "1",
    "x",
    "churned",
    "left",
    "ended",
    "cancelled",
    "canceled",
    "inactive",
    "terminated",
    "expired",
    "kylla",
    "k",
    "tosi",
    "paattynyt",
    "lopetettu",
    "irtisanottu",
];

/// Which column fills which field, by the names of the columns. Each field takes the name it is best known by, and each
/// column fills one field.
pub fn guess(table: &Table) -> BTreeMap<Target, usize> {
    let header: Vec<String> = table.header.iter().map(|name| fold(name)).collect();
    let mut found: BTreeMap<Target, usize> = BTreeMap::new();
    let mut used = vec![false; header.len()];
    // The nth name of every field before the next of any: a better name wins the column.
    let longest = NAMES
        .iter()
        .map(|(_, names)| names.len())
        .max()
        .unwrap_or(0);
    for rank in 0..longest {
        for (target, names) in NAMES {
            let Some(name) = names.get(rank).filter(|_| !found.contains_key(target)) else {
                continue;
            };
            let column = header
                .iter()
                .zip(&used)
                .position(|(each, used)| each == name && !used);
            if let Some(column) = column {
                used[column] = true;
                found.insert(*target, column);
            }
        }
    }
    found
}

/// The column that says whether a customer has left, and the word that says yes.
pub(super) fn guess_left(table: &Table) -> Option<(usize, String)> {
    let column = table
        .header
        .iter()
        .position(|name| LEFT.contains(&fold(name).as_str()))?;
    let yes = table
        .column(column)
        .find(|cell| YES.contains(&fold(cell).as_str()))?;
    Some((column, yes.to_owned()))
}

/// Small letters and digits only, without dots over them.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|character| match character {
            'ä' | 'å' | 'á' | 'à' => Some('a'),
            'ö' | 'ó' | 'ò' | 'õ' => Some('o'),
            'ü' | 'ú' => Some('u'),
            'é' | 'è' | 'ê' => Some('e'),
            other => other.is_alphanumeric().then_some(other),
        })
        .collect()
}
