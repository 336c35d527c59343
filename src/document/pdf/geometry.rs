//! The sheet: A4 in points, and where the parts of a document stand on it.
//!
//! The address stands where DIN 5008 form B and the Finnish windows of C5 and E65 have it: 20 mm from the left, from 45 mm down.

/// Points of so many millimetres.
pub const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// Width of A4.
pub const WIDTH: f32 = mm(210.0);
/// Height of A4.
pub const HEIGHT: f32 = mm(297.0);
/// Where text begins.
pub const LEFT: f32 = mm(20.0);
/// Where text ends.
pub const RIGHT: f32 = mm(190.0);
/// Width of the text.
pub const MEASURE: f32 = RIGHT - LEFT;
/// Where the head of the first page begins.
pub const HEAD_TOP: f32 = mm(14.0);
/// Where the head of the first page must have ended, so that nothing of it shows in the window.
pub const HEAD_BOTTOM: f32 = mm(42.0);
/// The sender's line in the window.
pub const WINDOW_TOP: f32 = mm(45.5);
/// The first line of the address.
pub const ADDRESS_TOP: f32 = mm(51.0);
/// Width of the address.
pub const ADDRESS_WIDTH: f32 = mm(80.0);
/// Where the window ends; the body is never higher.
pub const WINDOW_BOTTOM: f32 = mm(88.0);
/// Where the column beside the address begins.
pub const SIDE: f32 = mm(115.0);
/// Where the head of following pages begins.
pub const FOLLOWING_TOP: f32 = mm(14.0);
/// Where the page number stands.
pub const PAGE_NUMBER: f32 = mm(286.5);
/// The lowest place of the foot.
pub const FOOT_BOTTOM: f32 = mm(285.0);
/// Between the body and the foot.
pub const FOOT_GAP: f32 = mm(4.0);
