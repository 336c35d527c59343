//! The page: mounts the app, nothing else.

fn main() {
    #[cfg(target_family = "wasm")]
    lasku::app::mount();
}
