//! Prints how long statistics of many customers take natively. A program, not a test.

mod customers;

use customers::Customers;
use std::hint::black_box;
use std::time::Instant;

/// A busy machine only ever slows; the best round says most.
const ROUNDS: usize = 5;

fn main() {
    let mut sizes: Vec<u32> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![100_000];
    }
    println!("statistics, native, the best of {ROUNDS}");
    println!(
        "{:>9}  {:>11}  {:>11}  {:>8}  {:>12}",
        "customers", "survival ms", "log-rank ms", "Cox ms", "practices ms"
    );
    for count in sizes {
        let made = Customers::made(count);
        let best = |work: fn(&Customers) -> f64| {
            let round = |_| {
                let begun = Instant::now();
                black_box(work(&made));
                begun.elapsed().as_secs_f64() * 1e3
            };
            (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
        };
        println!(
            "{count:>9}  {:>11.1}  {:>11.1}  {:>8.1}  {:>12.1}",
            best(Customers::survival),
            best(Customers::log_rank),
            best(Customers::cox),
            best(Customers::compared),
        );
    }
}
