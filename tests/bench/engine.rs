//! Prints how many invoices a second the engine drafts, issues and journals natively. A program, not a test.
//!
//! Numbers given as arguments are the numbers of customers to measure with: `cargo bench --bench engine -- 1000`.

mod workload;

use std::time::Instant;
use workload::{Ids, book, day, plan, run};

fn main() {
    // Cargo adds options of its own.
    let mut sizes: Vec<u32> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    println!("engine, native");
    println!(
        "{:>9}  {:>12}  {:>12}  {:>14}",
        "invoices", "preview ms", "issue ms", "invoices / s"
    );
    for customers in sizes {
        let mut book = book(customers);
        let begun = Instant::now();
        let preview = plan(&book, day(2026, 1, 1));
        let previewed = begun.elapsed();
        let mut ids = Ids::new(1 << 100);
        let issued = run(&mut book, &preview, 250, &mut ids, |_| {});
        let all = begun.elapsed();
        let rate = issued as f64 / all.as_secs_f64();
        println!(
            "{issued:>9}  {:>12.1}  {:>12.1}  {rate:>14.0}",
            previewed.as_secs_f64() * 1e3,
            (all - previewed).as_secs_f64() * 1e3
        );
    }
}
