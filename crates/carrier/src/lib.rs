//! Carriers behind one trait; the sandbox is built in.
