//! Distributions: the tails and quantiles that the other figures are read from.
//!
//! A small probability always comes from its own tail, never as one less the other tail: `1 - cdf` says 0 where the truth is
//! 2e-28. What is not a number stays not a number here; whoever takes figures from users refuses it before.

use std::f64::consts::{FRAC_1_SQRT_2, LN_2, SQRT_2};

/// Half the width of a 95 % interval in standard errors: the 97.5 % quantile of the normal distribution.
pub const Z95: f64 = 1.959963984540054;

/// Degrees of freedom from which Student's tail is read from the normal one by Hill's expansion; the continued fraction of the
/// incomplete beta function converges too slowly there.
const MANY_DEGREES: f64 = 2000.0;

/// A range of values that a figure may have.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// The interval so far on both sides of a value.
    pub fn around(middle: f64, half_width: f64) -> Self {
        Interval {
            low: middle - half_width,
            high: middle + half_width,
        }
    }

    /// Whether a value lies in it; its ends do.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// What both hold; none if they don't meet.
    pub fn intersection(&self, other: &Interval) -> Option<Interval> {
        let low = self.low.max(other.low);
        let high = self.high.min(other.high);
        (low <= high).then_some(Interval { low, high })
    }

    /// The same, with both ends brought into a range of possible values.
    pub fn within(&self, range: Interval) -> Interval {
        let inside = |value: f64| value.max(range.low).min(range.high);
        Interval {
            low: inside(self.low),
            high: inside(self.high),
        }
    }
}

/// The probability that a standard normal value is at most `z`.
///
/// By the complementary error function of libm, whose relative error is 1e-14 in both tails.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// The probability that a standard normal value is above `z`.
pub fn normal_sf(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// The probability that a standard normal value is at least so far from 0 as `z`: the two-sided p.
pub fn normal_two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() * FRAC_1_SQRT_2)
}

/// The density of the standard normal distribution.
pub fn normal_density(z: f64) -> f64 {
    const FRAC_1_SQRT_2_PI: f64 = 0.398_942_280_401_432_7;
    FRAC_1_SQRT_2_PI * (-0.5 * z * z).exp()
}

/// The value below which a standard normal value lies with probability `p`; infinite for a `p` that is not between 0 and 1.
pub fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() {
        f64::NAN
    } else if p <= 0.0 {
        f64::NEG_INFINITY
    } else if p >= 1.0 {
        f64::INFINITY
    } else {
        // Added, because a negative 0 would be shown with its sign.
        0.0 - SQRT_2 * statrs::function::erf::erfc_inv(2.0 * p)
    }
}

/// The probability that a chi-square value of so many degrees of freedom is above `x`.
///
/// Not a number without a positive number of degrees.
pub fn chi_square_sf(x: f64, degrees: f64) -> f64 {
    let is_defined = degrees > 0.0 && degrees.is_finite() && !x.is_nan();
    if !is_defined {
        f64::NAN
    } else if x <= 0.0 {
        1.0
    } else if x == f64::INFINITY {
        0.0
    } else if degrees == 1.0 {
        libm::erfc((0.5 * x).sqrt())
    } else if degrees == 2.0 {
        (-0.5 * x).exp()
    } else {
        statrs::function::gamma::checked_gamma_ur(0.5 * degrees, 0.5 * x).unwrap_or(f64::NAN)
    }
}

/// The probability that a value of Student's distribution of so many degrees of freedom is above `t`.
///
/// Not a number without a positive number of degrees.
pub fn student_sf(t: f64, degrees: f64) -> f64 {
    if t.is_nan() || degrees.is_nan() || degrees <= 0.0 {
        return f64::NAN;
    }
    if degrees > MANY_DEGREES {
        return normal_sf(student_as_normal(t, degrees));
    }
    let square = t * t;
    // Near 0 the ratio of the second rounds to 1; far from 0 the first is lost in its difference from 1.
    let beyond = if square < 1.0 {
        1.0 - incomplete_beta(0.5, 0.5 * degrees, square / (degrees + square))
    } else {
        incomplete_beta(0.5 * degrees, 0.5, degrees / (degrees + square))
    };
    if t >= 0.0 {
        0.5 * beyond
    } else {
        1.0 - 0.5 * beyond
    }
}

/// The normal value with the same tail as `t`: G. W. Hill, Algorithm 395, Communications of the ACM 13 (1970).
fn student_as_normal(t: f64, degrees: f64) -> f64 {
    if t.is_infinite() || degrees.is_infinite() {
        return t;
    }
    let less = degrees - 0.5;
    let b = 48.0 * less * less;
    let y = less * (t * t / degrees).ln_1p();
    let third = (((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b);
    let z = ((third + y + 3.0) / b + 1.0) * y.sqrt();
    z.copysign(t)
}

/// The natural logarithm of the gamma function.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The natural logarithm of `n!`.
pub fn ln_factorial(n: u64) -> f64 {
    match n {
        0 | 1 => 0.0,
        2 => LN_2,
        _ => ln_gamma(n as f64 + 1.0),
    }
}

/// The regularised incomplete beta function: the probability that a beta value of parameters `a` and `b` is at most `x`.
///
/// Not a number unless both parameters are positive and `x` is between 0 and 1.
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    let is_defined = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite();
    if !is_defined || !(0.0..=1.0).contains(&x) {
        return f64::NAN;
    }
    statrs::function::beta::checked_beta_reg(a, b, x).unwrap_or(f64::NAN)
}

/// The place between two where a condition begins to hold, as closely as binary numbers tell: it doesn't hold at `low`, holds
/// at `high`, and changes once.
pub(crate) fn turning_point(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = low + 0.5 * (high - low);
        if middle <= low || middle >= high || middle.is_nan() {
            return high;
        }
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
}
