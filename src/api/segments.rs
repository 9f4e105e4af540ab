//! The gateway's endpoints of 客群 (Segments), one function each.
