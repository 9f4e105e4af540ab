//! The gateway's endpoints of 客群 (Segments), one function each.

use domain::id::SegmentId;
use wire::segments::{ExplainRule, Explanation, PreviewRule, RulePreview, Segment, SegmentEdit, SegmentRow};

use super::Answer;
use super::transport::{delete, get, post, put};

/// All segments, built-in ones first.
pub fn list() -> Answer<Vec<SegmentRow>> {
    get("/api/segments")
}

/// One segment.
pub fn one(id: SegmentId) -> Answer<Segment> {
    get(&format!("/api/segments/{id}"))
}

/// A new segment.
pub fn create(edit: &SegmentEdit) -> Answer<Segment> {
    post("/api/segments", edit)
}

/// Saves a segment.
pub fn save(id: SegmentId, edit: &SegmentEdit) -> Answer<Segment> {
    put(&format!("/api/segments/{id}"), edit)
}

/// Archives a segment.
pub fn archive(id: SegmentId) -> Answer<()> {
    delete(&format!("/api/segments/{id}"))
}

/// Whom a rule selects now.
pub fn preview(rule: &PreviewRule) -> Answer<RulePreview> {
    post("/api/segments/preview", rule)
}

/// Why a customer is in or out.
pub fn explain(question: &ExplainRule) -> Answer<Explanation> {
    post("/api/segments/explain", question)
}
