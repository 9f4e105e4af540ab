#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| (fuzzed::target("kept").run)(octets));
