//! Lunar dates, solar terms and festivals.
