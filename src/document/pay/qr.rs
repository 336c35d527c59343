//! A payload as a QR code: a square of dark and light modules.
//!
//! Only error correction level M is made, which both the EPC guideline and the Swiss QR-bill ask for. The quiet zone
//! (four light modules on each side by ISO/IEC 18004; five millimetres around a Swiss code) is left to the drawer, and so
//! is the Swiss cross in the middle.

use fast_qr::{ECL, Mode, QRBuilder};
use std::fmt;

/// The modules of a QR code, row by row from the top left.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matrix {
    size: usize,
    modules: Vec<bool>,
}

/// The payload is longer than the largest QR code holds at level M: 2331 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLong {
    /// How many bytes there are.
    pub bytes: usize,
}

impl Matrix {
    /// Encodes the payload byte for byte at level M, in the smallest version that holds it.
    ///
    /// Bytes are told as UTF-8 by the payloads themselves; no ECI is written, because the EPC guideline and the Swiss
    /// specification don't provide for one and old readers stumble over it.
    pub fn of(payload: &str) -> Result<Matrix, TooLong> {
        let code = QRBuilder::new(payload)
            .ecl(ECL::M)
            .mode(Mode::Byte)
            .build()
            .map_err(|_| TooLong {
                bytes: payload.len(),
            })?;
        let size = code.size;
        let modules = code
            .data
            .iter()
            .take(size * size)
            .map(|module| module.value())
            .collect();
        Ok(Matrix { size, modules })
    }

    /// Modules along one side: 21 for version 1, four more for each version.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The QR version, 1 to 40.
    pub fn version(&self) -> usize {
        self.size.saturating_sub(17) / 4
    }

    /// Whether the module is dark; everything outside the code is light.
    pub fn is_dark(&self, row: usize, column: usize) -> bool {
        let inside = row < self.size && column < self.size;
        inside
            && self
                .modules
                .get(row * self.size + column)
                .copied()
                .unwrap_or(false)
    }

    /// The rows from the top; `true` is dark.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.modules.chunks(self.size.max(1))
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes are more than a QR code holds", self.bytes)
    }
}

impl std::error::Error for TooLong {}
