//! The gateway's endpoints of 客群 (Segments), one function each.

use domain::id::SegmentId;
use wire::segments::{ExplainRule, Explanation, PreviewRule, RulePreview, Segment, SegmentEdit, SegmentRow};

use super::Result;
use super::transport::{delete, get, post, put};

/// All segments, built-in ones first.
pub async fn list() -> Result<Vec<SegmentRow>> {
    get("/api/segments").await
}

/// One segment.
pub async fn one(id: SegmentId) -> Result<Segment> {
    get(&format!("/api/segments/{id}")).await
}

/// A new segment.
pub async fn create(edit: &SegmentEdit) -> Result<Segment> {
    post("/api/segments", edit).await
}

/// Saves a segment.
pub async fn save(id: SegmentId, edit: &SegmentEdit) -> Result<Segment> {
    put(&format!("/api/segments/{id}"), edit).await
}

/// Archives a segment.
pub async fn archive(id: SegmentId) -> Result<()> {
    delete(&format!("/api/segments/{id}")).await
}

/// Whom a rule selects now.
pub async fn preview(rule: &PreviewRule) -> Result<RulePreview> {
    post("/api/segments/preview", rule).await
}

/// Why a customer is in or out.
pub async fn explain(question: &ExplainRule) -> Result<Explanation> {
    post("/api/segments/explain", question).await
}
