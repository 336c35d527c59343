//! Prints how many invoices a second the engine drafts, issues and journals natively. A program, not a test.
//!
//! Numbers given as arguments are the numbers of customers to measure with: `cargo bench --bench engine -- 1000`.

mod workload;

use std::time::Instant;
use workload::{Ids, book, day, plan, run};

/// A busy machine only ever slows; the best round says most about the engine.
const ROUNDS: usize = 3;

fn main() {
    // Cargo adds options of its own.
    let mut sizes: Vec<u32> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    println!("engine, native, the best of {ROUNDS}");
    println!(
        "{:>9}  {:>12}  {:>12}  {:>14}  {:>20}",
        "invoices", "preview ms", "issue ms", "invoices / s", "/ s of the processor"
    );
    for customers in sizes {
        let best = (0..ROUNDS)
            .map(|_| measure(customers))
            .min_by(|one, other| one.all.total_cmp(&other.all))
            .expect("at least one round");
        let rate = |seconds: f64| f64::from(customers) / seconds;
        println!(
            "{customers:>9}  {:>12.1}  {:>12.1}  {:>14.0}  {:>20.0}",
            best.preview * 1e3,
            (best.all - best.preview) * 1e3,
            rate(best.all),
            rate(best.processor.unwrap_or(best.all)),
        );
    }
}

/// Seconds.
struct Figures {
    preview: f64,
    all: f64,
    /// Without the time in which the machine did something else; where the system tells.
    processor: Option<f64>,
}

fn measure(customers: u32) -> Figures {
    let mut book = book(customers);
    let busy = on_processor();
    let begun = Instant::now();
    let preview = plan(&book, day(2026, 1, 1));
    let previewed = begun.elapsed();
    let mut ids = Ids::new(1 << 100);
    let issued = run(&mut book, &preview, 250, &mut ids, |_| {});
    let all = begun.elapsed();
    let processor = on_processor()
        .zip(busy)
        .map(|(after, before)| after - before);
    assert_eq!(issued, customers as usize, "everybody is billed");
    Figures {
        preview: previewed.as_secs_f64(),
        all: all.as_secs_f64(),
        processor,
    }
}

/// Seconds that this thread has run, as Linux counts them.
fn on_processor() -> Option<f64> {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = counted.split(' ').next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}
