//! What travels between the app and the gateway.
