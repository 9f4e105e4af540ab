//! Customers, segments, templates, campaigns, rolls: the rules, without I/O, clock or async.
