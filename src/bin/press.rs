//! The worker that makes documents: a program of its own, because its libraries are large and few need them at once.

fn main() {
    #[cfg(target_family = "wasm")]
    lasku::worker::serve();
}
