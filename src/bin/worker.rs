//! The worker: long work off the page's thread, started when first needed.

fn main() {
    #[cfg(target_family = "wasm")]
    lasku::worker::serve();
}
