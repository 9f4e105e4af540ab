//! Alphabets and parts of SMS texts.
