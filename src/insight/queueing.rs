//! Waiting by model: how long callers wait with so many agents, how many agents or call-backs a promise takes, and what one
//! person alone can promise.
//!
//! Times are minutes, rates are per hour. Calls come by chance at a constant rate (Poisson), and handling them takes
//! exponentially distributed times; [`Dispersion`] shows whether the first is so. What was measured is in
//! [`care::waiting`](crate::care::waiting); a model is for hours that haven't come yet.

use super::distribution::{chi_square_sf, turning_point};

/// An hour of the week is modelled from at least so many observed calls; below, the observed figures say more.
pub const FEWEST_CALLS: u64 = 20;

/// More agents than this are not looked for; the app is for small firms.
pub const MOST_AGENTS: u32 = 10_000;

/// Minutes that a time of a model may have, from far below a second to far above a year: within, no figure overflows.
const TIMES: std::ops::RangeInclusive<f64> = 1e-9..=1e12;

/// Calls per hour that a load may have.
const CALLS: std::ops::RangeInclusive<f64> = 0.0..=1e12;

/// Why there is no model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QueueError {
    /// Calls per hour are negative, not finite, or more than 1e12.
    Calls,
    /// The handling time is not positive and finite, or not between 1e-9 and 1e12 minutes; so for the other times.
    Handling,
    /// There is no agent, or more than [`MOST_AGENTS`].
    Agents,
    /// The patience is not positive and finite; who never gives up waits as in [`ErlangC`].
    Patience,
    /// The limit of a promise is not positive and finite.
    Limit,
}

/// The work that comes in.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Load {
    calls_per_hour: f64,
    handling_minutes: f64,
}

impl Load {
    /// So many calls per hour, each keeping an agent busy for so many minutes on average, with the work after it.
    pub fn of(calls_per_hour: f64, handling_minutes: f64) -> Result<Self, QueueError> {
        if !CALLS.contains(&calls_per_hour) {
            Err(QueueError::Calls)
        } else if !TIMES.contains(&handling_minutes) {
            Err(QueueError::Handling)
        } else {
            Ok(Load {
                calls_per_hour,
                handling_minutes,
            })
        }
    }

    /// Calls per hour.
    pub fn calls_per_hour(&self) -> f64 {
        self.calls_per_hour
    }

    /// Minutes that a call keeps an agent busy.
    pub fn handling_minutes(&self) -> f64 {
        self.handling_minutes
    }

    /// How many agents it would keep busy without a pause, in Erlang.
    pub fn erlangs(&self) -> f64 {
        self.calls_per_hour / 60.0 * self.handling_minutes
    }

    fn calls_per_minute(&self) -> f64 {
        self.calls_per_hour / 60.0
    }
}

/// A promise to callers: such a share is answered within so many minutes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Target {
    /// The share of callers, between 0 and 1.
    pub share: f64,
    /// Minutes.
    pub minutes: f64,
}

/// The probability that a call finds all agents busy and is lost (Erlang B). None for no load; 1 without agents.
pub fn erlang_b(erlangs: f64, agents: u32) -> Option<f64> {
    let is_load = erlangs >= 0.0 && erlangs.is_finite() && agents <= MOST_AGENTS;
    is_load.then(|| {
        (1..=agents).fold(1.0, |blocking, agent| {
            next_blocking(erlangs, blocking, agent)
        })
    })
}

/// Erlang B with one agent more: `A B / (n + A B)`.
fn next_blocking(erlangs: f64, blocking: f64, agent: u32) -> f64 {
    let offered = erlangs * blocking;
    offered / (f64::from(agent) + offered)
}

/// Callers who wait until they are answered.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ErlangC {
    load: Load,
    agents: u32,
    /// The probability that a caller waits at all; 1 if the queue grows without end.
    pub wait_probability: f64,
}

impl ErlangC {
    /// A load with so many agents.
    pub fn of(load: Load, agents: u32) -> Result<Self, QueueError> {
        check_agents(agents)?;
        let blocking = erlang_b(load.erlangs(), agents).ok_or(QueueError::Calls)?;
        Ok(ErlangC::from_blocking(load, agents, blocking))
    }

    fn from_blocking(load: Load, agents: u32, blocking: f64) -> Self {
        let (n, a) = (f64::from(agents), load.erlangs());
        let wait_probability = match a < n {
            true => n * blocking / (n - a * (1.0 - blocking)),
            false => 1.0,
        };
        ErlangC {
            load,
            agents,
            wait_probability,
        }
    }

    /// Whether the agents get through the work; otherwise the queue grows as long as calls come.
    pub fn is_stable(&self) -> bool {
        self.load.erlangs() < f64::from(self.agents)
    }

    /// The part of their time that agents are busy.
    pub fn occupancy(&self) -> f64 {
        (self.load.erlangs() / f64::from(self.agents)).min(1.0)
    }

    /// The mean wait of all callers (average speed of answer). None if the queue grows without end.
    pub fn mean_wait(&self) -> Option<f64> {
        Some(self.wait_probability * self.mean_wait_of_waiters()?)
    }

    /// The mean wait of those who wait at all. None if the queue grows without end.
    pub fn mean_wait_of_waiters(&self) -> Option<f64> {
        let free = f64::from(self.agents) - self.load.erlangs();
        self.is_stable().then(|| self.load.handling_minutes / free)
    }

    /// How many callers wait at a moment, on average. None if the queue grows without end.
    pub fn queue_length(&self) -> Option<f64> {
        Some(self.load.calls_per_minute() * self.mean_wait()?)
    }

    /// The share of callers who wait longer than so many minutes.
    pub fn longer_than(&self, minutes: f64) -> f64 {
        match self.mean_wait_of_waiters() {
            Some(mean) => self.wait_probability * (-at_least_none(minutes) / mean).exp(),
            None => 1.0,
        }
    }

    /// The share of callers who are answered within so many minutes: the service level.
    pub fn within(&self, minutes: f64) -> f64 {
        1.0 - self.longer_than(minutes)
    }

    /// The wait that such a share of callers, between 0 and 1, does not exceed; 0 if as many don't wait at all. None if the
    /// queue grows without end, or for no share.
    pub fn wait_percentile(&self, share: f64) -> Option<f64> {
        let mean = self.mean_wait_of_waiters()?;
        let is_share = (0.0..1.0).contains(&share);
        let rest = 1.0 - share;
        is_share.then(|| (mean * (self.wait_probability / rest).ln()).max(0.0))
    }
}

/// The fewest agents with whom a target is met, if callers wait until they are answered. None if [`MOST_AGENTS`] are too few, or
/// if it promises 100 % or what is no share.
pub fn agents_needed(load: Load, target: Target) -> Option<u32> {
    let is_possible = (0.0..1.0).contains(&target.share) && target.minutes >= 0.0;
    if !is_possible {
        return None;
    }
    let mut blocking = 1.0;
    (1..=MOST_AGENTS).find(|agents| {
        blocking = next_blocking(load.erlangs(), blocking, *agents);
        let model = ErlangC::from_blocking(load, *agents, blocking);
        model.is_stable() && model.within(target.minutes) >= target.share
    })
}

/// The most calls per hour with which so many agents meet a target, if callers wait until they are answered: with one agent,
/// what a person alone can promise. None for no agents, or for a target that is met by nobody or at any load.
pub fn most_calls_per_hour(agents: u32, handling_minutes: f64, target: Target) -> Option<f64> {
    check_agents(agents).ok()?;
    let is_possible = target.share > 0.0 && target.share < 1.0 && target.minutes >= 0.0;
    let full = f64::from(agents) * 60.0 / handling_minutes;
    Load::of(full, handling_minutes)
        .ok()
        .filter(|_| is_possible)?;
    let is_missed = |calls: f64| {
        let model = Load::of(calls, handling_minutes).and_then(|load| ErlangC::of(load, agents));
        !model.is_ok_and(|model| model.is_stable() && model.within(target.minutes) >= target.share)
    };
    Some(turning_point(0.0, full, is_missed))
}

/// What one person alone can promise, at a load.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Alone {
    /// The probability that a caller waits.
    pub wait_probability: f64,
    /// The mean wait in minutes. None if the queue grows without end.
    pub mean_wait: Option<f64>,
    /// The wait that 95 of 100 callers do not exceed. None if the queue grows without end.
    pub wait_of_95_percent: Option<f64>,
    /// The share answered within the minutes of the target.
    pub within: f64,
    /// The most calls per hour with which the target is met. None for a target that is none.
    pub most_calls_per_hour: Option<f64>,
}

impl Alone {
    /// At a load, against a target.
    pub fn of(load: Load, target: Target) -> Result<Self, QueueError> {
        let model = ErlangC::of(load, 1)?;
        Ok(Alone {
            wait_probability: model.wait_probability,
            mean_wait: model.mean_wait(),
            wait_of_95_percent: model.wait_percentile(0.95),
            within: model.within(target.minutes),
            most_calls_per_hour: most_calls_per_hour(1, load.handling_minutes, target),
        })
    }
}

/// Callers who give up after exponentially distributed times (Erlang A).
///
/// By the integrals of A. Mandelbaum and S. Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007), which stay
/// right where the sums over the states of the queue take millions of terms.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ErlangA {
    load: Load,
    agents: u32,
    patience_minutes: f64,
    queue: OfferedWait,
    /// The probability that a caller waits at all.
    pub wait_probability: f64,
    /// The share of callers who give up.
    pub abandon_probability: f64,
}

impl ErlangA {
    /// A load with so many agents, and callers who give up after so many minutes on average.
    pub fn of(load: Load, agents: u32, patience_minutes: f64) -> Result<Self, QueueError> {
        check_agents(agents)?;
        if !TIMES.contains(&patience_minutes) {
            return Err(QueueError::Patience);
        }
        let queue = OfferedWait::of(load, agents, patience_minutes)?;
        let giving_up = |minutes: f64| -(-minutes / patience_minutes).exp_m1();
        Ok(ErlangA {
            load,
            agents,
            patience_minutes,
            queue,
            wait_probability: queue.share(0.0, f64::INFINITY, |_| 1.0),
            abandon_probability: queue.share(0.0, f64::INFINITY, giving_up),
        })
    }

    /// The mean wait of all callers, whether they were answered or gave up.
    pub fn mean_wait(&self) -> f64 {
        self.abandon_probability * self.patience_minutes
    }

    /// The share of all callers who are answered within so many minutes.
    pub fn answered_within(&self, minutes: f64) -> f64 {
        let patient = |waited: f64| (-waited / self.patience_minutes).exp();
        let late = self
            .queue
            .share(at_least_none(minutes), f64::INFINITY, patient);
        let soon = self.queue.at_once() + self.queue.share(0.0, at_least_none(minutes), patient);
        // Whichever is smaller is known better.
        match late < 0.5 {
            true => (1.0 - self.abandon_probability - late).clamp(0.0, 1.0),
            false => soon,
        }
    }

    /// The share of those who are answered at all who are answered within so many minutes.
    pub fn within_of_answered(&self, minutes: f64) -> f64 {
        (self.answered_within(minutes) / (1.0 - self.abandon_probability)).min(1.0)
    }

    /// The share of callers who would wait longer than so many minutes if they did not give up.
    pub fn offered_longer_than(&self, minutes: f64) -> f64 {
        self.queue
            .share(at_least_none(minutes), f64::INFINITY, |_| 1.0)
    }

    /// The share of callers who do wait longer than so many minutes.
    pub fn longer_than(&self, minutes: f64) -> f64 {
        let minutes = at_least_none(minutes);
        (-minutes / self.patience_minutes).exp() * self.offered_longer_than(minutes)
    }

    /// The part of their time that agents are busy.
    pub fn occupancy(&self) -> f64 {
        let answered = self.load.erlangs() * (1.0 - self.abandon_probability);
        (answered / f64::from(self.agents)).min(1.0)
    }

    /// The wait, until an answer or until giving up, that such a share of callers, between 0 and 1, does not exceed; 0 if as many
    /// don't wait at all. None for no share.
    pub fn wait_percentile(&self, share: f64) -> Option<f64> {
        if !(0.0..1.0).contains(&share) {
            return None;
        }
        let rest = 1.0 - share;
        if self.longer_than(0.0) <= rest {
            return Some(0.0);
        }
        // Nobody is more patient than so, but for a part of `rest`.
        let most = -self.patience_minutes * rest.ln();
        Some(turning_point(0.0, most, |minutes| {
            self.longer_than(minutes) <= rest
        }))
    }
}

/// The fewest agents with whom such a share of all callers is answered within the target's minutes, if callers give up after so
/// many minutes on average. None as in [`agents_needed`], or without patience.
pub fn agents_needed_with_patience(
    load: Load,
    patience_minutes: f64,
    target: Target,
) -> Option<u32> {
    let is_possible = (0.0..1.0).contains(&target.share) && target.minutes >= 0.0;
    if !is_possible {
        return None;
    }
    let is_met = |agents: u32| {
        let model = ErlangA::of(load, agents, patience_minutes).ok()?;
        Some(model.answered_within(target.minutes) >= target.share)
    };
    // More agents never answer fewer, so the search halves what is left.
    let (mut too_few, mut enough) = (0, 1);
    while !is_met(enough)? {
        too_few = enough;
        enough = (enough < MOST_AGENTS).then(|| (enough * 2).min(MOST_AGENTS))?;
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        match is_met(middle)? {
            true => enough = middle,
            false => too_few = middle,
        }
    }
    Some(enough)
}

/// The distribution of the wait that callers are offered: how long they would wait if they did not give up.
///
/// Its density is proportional to `exp(h(v))`, `h(v) = lambda H(v) - n mu v`, where `H(v)` is the integral of the share that is
/// still patient. Everything is relative to the largest `exp(h)`, because that overflows under a heavy load.
#[derive(Clone, Copy, PartialEq, Debug)]
struct OfferedWait {
    /// Calls per minute.
    arrivals: f64,
    /// Calls per minute that all agents together can handle.
    service: f64,
    /// Callers who give up per minute of waiting.
    giving_up: f64,
    /// Where the density is largest.
    mode: f64,
    /// Erlang B with one agent fewer: the reciprocal weight of those who don't wait.
    blocking: f64,
    /// The whole weight.
    all: f64,
}

impl OfferedWait {
    fn of(load: Load, agents: u32, patience_minutes: f64) -> Result<Self, QueueError> {
        let arrivals = load.calls_per_minute();
        let service = f64::from(agents) / load.handling_minutes;
        let mode = patience_minutes * (arrivals / service).ln().max(0.0);
        let mut wait = OfferedWait {
            arrivals,
            service,
            giving_up: 1.0 / patience_minutes,
            mode,
            blocking: erlang_b(load.erlangs(), agents - 1).ok_or(QueueError::Calls)?,
            all: 1.0,
        };
        let waiting = wait.blocking * arrivals * wait.integral(0.0, f64::INFINITY, &|_| 1.0);
        wait.all = wait.exponent(0.0).exp() + waiting;
        match wait.all > 0.0 && wait.all.is_finite() {
            true => Ok(wait),
            false => Err(QueueError::Calls),
        }
    }

    /// The share of callers who are answered at once.
    fn at_once(&self) -> f64 {
        self.exponent(0.0).exp() / self.all
    }

    /// The share of callers whose offered wait is positive and lies between two times, each counted as much as it weighs.
    fn share(&self, from: f64, to: f64, weight: impl Fn(f64) -> f64) -> f64 {
        let waiting = self.integral(from, to, &weight);
        (self.blocking * self.arrivals * waiting / self.all).min(1.0)
    }

    /// The logarithm of the density, relative to the largest.
    fn exponent(&self, wait: f64) -> f64 {
        if self.mode > 0.0 {
            let far = self.giving_up * (wait - self.mode);
            -(self.service / self.giving_up) * ((-far).exp_m1() + far)
        } else {
            let patient = -(-self.giving_up * wait).exp_m1() / self.giving_up;
            self.arrivals * patient - self.service * wait
        }
    }

    fn integral(&self, from: f64, to: f64, weight: &impl Fn(f64) -> f64) -> f64 {
        // The density falls on both sides of its mode; beyond 60 in the exponent from the largest of this range nothing is left.
        let peak = self.mode.clamp(from, to.max(from));
        let floor = self.exponent(peak) - 60.0;
        let is_gone = |wait: f64| self.exponent(wait) < floor;
        let mut reach = 1.0 / self.service;
        while peak + reach < to && !is_gone(peak + reach) {
            reach *= 2.0;
        }
        let end = match peak + reach < to {
            true => turning_point(peak, peak + reach, is_gone),
            false => to,
        };
        let start = match is_gone(from) {
            true => turning_point(0.0, peak - from, |back| is_gone(peak - back)),
            false => peak - from,
        };
        let start = peak - start;
        // Patience may run out long before or long after the queue does: what changes on its scale gets pieces of that scale.
        let patience = 1.0 / self.giving_up;
        let mut cuts = vec![start, peak, end];
        cuts.extend([0.01, 0.1, 1.0, 5.0, 20.0, 60.0].map(|times| start + times * patience));
        cuts.extend((1..8).map(|eighth| start + (end - start) * f64::from(eighth) / 8.0));
        cuts.retain(|cut| (start..=end).contains(cut));
        cuts.sort_by(f64::total_cmp);
        let value = |wait: f64| weight(wait) * self.exponent(wait).exp();
        let pieces = || cuts.iter().copied().zip(cuts.iter().copied().skip(1));
        let roughly: f64 = pieces()
            .map(|(low, high)| ten_nodes(&value, low, high))
            .sum();
        let error = 1e-14 * roughly.abs();
        pieces()
            .map(|(low, high)| adaptive(&value, low, high, error, 12))
            .sum()
    }
}

/// The integral of a smooth function, halving the range until both halves say what the whole said.
fn adaptive(value: &impl Fn(f64) -> f64, low: f64, high: f64, error: f64, halvings: u32) -> f64 {
    let middle = low + 0.5 * (high - low);
    let whole = ten_nodes(value, low, high);
    let halves = ten_nodes(value, low, middle) + ten_nodes(value, middle, high);
    if halvings == 0 || (whole - halves).abs() <= error.max(1e-13 * halves.abs()) {
        return halves;
    }
    adaptive(value, low, middle, error, halvings - 1)
        + adaptive(value, middle, high, error, halvings - 1)
}

/// The Gauss-Legendre quadrature of ten nodes.
fn ten_nodes(value: &impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    const NODES: [(f64, f64); 5] = [
        (0.148_874_338_981_631_2, 0.295_524_224_714_752_87),
        (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
        (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
        (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
        (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
    ];
    let half = 0.5 * (high - low);
    let middle = low + half;
    let pair = |(place, weight): &(f64, f64)| {
        weight * (value(middle - half * place) + value(middle + half * place))
    };
    half * NODES.iter().map(pair).sum::<f64>()
}

/// Call-backs that a promise takes: whoever would wait longer than the promised minutes is called back instead.
///
/// The wait of those who stay is that of a queue which nobody joins who would wait longer (Erlang A's integrals with a patience
/// that is the same for all). Calling back takes the agents' time as the call would have; that the callers meanwhile find them
/// busy is left out, so it takes at least so many.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CallBacks {
    /// The share of callers who are called back.
    pub share: f64,
    /// Callers per hour who are called back.
    pub per_hour: f64,
    /// Whether the agents get through calls and call-backs together; otherwise call-backs pile up, whatever is promised.
    pub can_be_kept: bool,
}

impl CallBacks {
    /// For a load with so many agents, if nobody is to wait longer than so many minutes.
    pub fn of(load: Load, agents: u32, limit_minutes: f64) -> Result<Self, QueueError> {
        check_agents(agents)?;
        if !TIMES.contains(&limit_minutes) {
            return Err(QueueError::Limit);
        }
        let arrivals = load.calls_per_minute();
        let service = f64::from(agents) / load.handling_minutes;
        let blocking = erlang_b(load.erlangs(), agents - 1).ok_or(QueueError::Calls)?;
        // All relative to the weight at the limit, if that is the largest.
        let excess = (arrivals - service) * limit_minutes;
        let scale = excess.max(0.0);
        let beyond = blocking * arrivals / service * (excess - scale).exp();
        let until = blocking * arrivals * limit_minutes * growth(excess, scale);
        let share = beyond / ((-scale).exp() + until + beyond);
        Ok(CallBacks {
            share,
            per_hour: share * load.calls_per_hour,
            can_be_kept: load.erlangs() < f64::from(agents),
        })
    }

    /// The slots to keep free in so many hours, so that they suffice on such a share of days, between 0 and 1, if call-backs come
    /// by chance. They come in bunches, when the queue is long, so this is the least to keep free. None for no hours, no share,
    /// or more than can be worked out.
    pub fn slots(&self, hours: f64, share: f64) -> Option<u64> {
        poisson_quantile(self.per_hour * hours, share)
    }
}

/// `(exp(x) - 1) / x`, divided by `exp(scale)`.
fn growth(x: f64, scale: f64) -> f64 {
    match x {
        0.0 => 1.0,
        x if x < 1.0 => x.exp_m1() / x * (-scale).exp(),
        x => ((x - scale).exp() - (-scale).exp()) / x,
    }
}

/// The smallest number that a Poisson number of such a mean does not exceed with such a probability.
fn poisson_quantile(mean: f64, share: f64) -> Option<u64> {
    /// Above, `exp(-mean)` underflows; nobody keeps so many slots.
    const LARGEST_MEAN: f64 = 700.0;
    let is_possible = (0.0..=LARGEST_MEAN).contains(&mean) && (0.0..1.0).contains(&share);
    if !is_possible {
        return None;
    }
    let mut probability = (-mean).exp();
    let mut all = probability;
    let mut number = 0_u64;
    while all < share && probability > 0.0 {
        number += 1;
        probability *= mean / number as f64;
        all += probability;
    }
    Some(number)
}

/// How long callers wait on average before they give up: all waiting together, of answered calls as well, over the callers who
/// gave up. None if nobody did, or without a waiting time that is not negative.
pub fn patience(waited_minutes: f64, gave_up: u64) -> Option<f64> {
    let is_time = waited_minutes >= 0.0 && waited_minutes.is_finite();
    (is_time && gave_up > 0).then(|| waited_minutes / gave_up as f64)
}

/// Whether counts of calls vary as counts that come by chance do: the variance of a Poisson number is its mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dispersion {
    /// The variance over the mean; 1 by chance alone, above 1 if calls come in bunches or hours of different kinds are mixed.
    pub ratio: f64,
    /// The variance over the mean times one less than the counts.
    pub chi_square: f64,
    /// How probable at least so much variation is by chance.
    pub p: f64,
    /// All calls that were counted.
    pub calls: u64,
}

impl Dispersion {
    /// From the calls of at least two hours of the same kind. None of fewer, or if there were no calls.
    pub fn of(counts: &[u64]) -> Option<Self> {
        let calls = counts
            .iter()
            .try_fold(0_u64, |all, count| all.checked_add(*count))?;
        let hours = counts.len() as f64;
        let degrees = hours - 1.0;
        if counts.len() < 2 || calls == 0 {
            return None;
        }
        let mean = calls as f64 / hours;
        let square = |count: &u64| (*count as f64 - mean).powi(2);
        let chi_square = counts.iter().map(square).sum::<f64>() / mean;
        Some(Dispersion {
            ratio: chi_square / degrees,
            chi_square,
            p: chi_square_sf(chi_square, degrees),
            calls,
        })
    }

    /// Whether the models of this file may be used: there are at least 20 calls, and they don't vary more than by chance at 1 %.
    pub fn allows_model(&self) -> bool {
        self.calls >= FEWEST_CALLS && self.p >= 0.01
    }
}

fn check_agents(agents: u32) -> Result<(), QueueError> {
    match (1..=MOST_AGENTS).contains(&agents) {
        true => Ok(()),
        false => Err(QueueError::Agents),
    }
}

/// A time; what is negative or not a number is taken as none, and nobody waits less than that.
fn at_least_none(minutes: f64) -> f64 {
    minutes.max(0.0)
}
