//! Documents that can be written in every form.

use lasku::billing::account::Address;
use lasku::billing::identifier::{Bic, BusinessId, CountryCode, EInvoiceAddress, Iban, VatId};
use lasku::store::record::Record;

/// A document with all that a form asks of its parties, so that every form can be written.
pub fn complete(record: Record) -> Record {
    let Record::Document(mut invoice) = record else {
        return record;
    };
    let id = BusinessId::parse("0112038-9").expect("a business");
    let address = |street: &str, postal_code: &str, city: &str| Address {
        lines: vec![street.into()],
        postal_code: postal_code.into(),
        city: city.into(),
        country: CountryCode::FI,
    };
    let seller = &mut invoice.seller;
    seller.name = "Koivu & Kaarna Oy".into();
    seller.address = address("Hämeentie 15 B", "00500", "Helsinki");
    seller.vat_id = Some(id.vat_id());
    seller.business_id = Some(id);
    seller.email = "laskutus@koivukaarna.example".into();
    seller.phone = "+358 9 123 4567".into();
    seller.iban = Iban::parse("FI2112345600000785").ok();
    seller.bic = Bic::parse("NDEAFIHH").ok();
    seller.late_payment = "Viivästyskorko korkolain mukaan".into();
    let buyer = &mut invoice.buyer;
    buyer.address = address("Kauppakatu 3 A 12", "33200", "Tampere");
    buyer.vat_id = VatId::parse("FI02012566").ok();
    buyer.e_invoice = EInvoiceAddress::new("003702012566", Some("DABAFIHH")).ok();
    buyer.reference = "OSTO-7".into();
    Record::Document(invoice)
}
