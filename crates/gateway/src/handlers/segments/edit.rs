//! Writing segments.

use axum::extract::State;
use axum::http::StatusCode;
use domain::id::SegmentId;
use domain::segment::BuiltIn;
use wire::Code;
use wire::segments::{Segment, SegmentEdit};

use super::{rule_faults, segment_of};
use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};
use crate::extract::{Json, Path};
use crate::lang::Lang;

fn check(edit: &SegmentEdit) -> Answer<String> {
    let mut faults = rule_faults(&edit.rule);
    let name = edit.name.trim().to_owned();
    if !(1..=60).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        faults.push((
            "name".to_owned(),
            ("名称为 1 到 60 个字", "A name has 1 to 60 characters").into(),
        ));
    }
    // Other names the store knows; those of what came with the product are in the code.
    let built_in = |one: &BuiltIn| [Lang::ZhCn, Lang::En].map(|lang| one.name(lang));
    if BuiltIn::ALL.iter().flat_map(built_in).any(|other| other == name) {
        faults.push(("name".to_owned(), ("已被占用", "is taken already").into()));
    }
    Failure::of_fields(faults)?;
    Ok(name)
}

/// Creates a segment.
#[utoipa::path(post, path = "/segments", tag = "segments", security(("capability" = ["compose"])), request_body = SegmentEdit,
    responses((status = 201, body = Segment), (status = 422, body = wire::Problem)))]
pub async fn create(
    may: May<cap::Compose>,
    State(app): State<App>,
    Json(body): Json<SegmentEdit>,
) -> Answer<(StatusCode, Json<Segment>)> {
    let name = check(&body)?;
    let id = SegmentId(app.new_id());
    app.store
        .create_segment(id, &name, &body.rule, &may.stamp(&app))
        .await?;
    Ok((
        StatusCode::CREATED,
        Json(segment_of(app.store.segment(id).await?, may.lang)),
    ))
}

/// Changes a segment. Campaigns keep the rule that they were written with, and say that it moved.
#[utoipa::path(put, path = "/segments/{id}", tag = "segments", security(("capability" = ["compose"])),
    params(("id" = SegmentId, Path)), request_body = SegmentEdit,
    responses((status = 200, body = Segment), (status = 409, body = wire::Problem), (status = 422, body = wire::Problem)))]
pub async fn edit(
    may: May<cap::Compose>,
    State(app): State<App>,
    Path(id): Path<SegmentId>,
    Json(body): Json<SegmentEdit>,
) -> Answer<Json<Segment>> {
    let name = check(&body)?;
    let Some(version) = body.version else {
        return Err(Failure::field("version", ("缺少版本号", "The version is missing")));
    };
    match app
        .store
        .edit_segment(id, version, &name, &body.rule, &may.stamp(&app))
        .await
    {
        Ok(()) => Ok(Json(segment_of(app.store.segment(id).await?, may.lang))),
        Err(store::Error::Conflict) => {
            let current = segment_of(app.store.segment(id).await?, may.lang);
            Err(Failure::new(Code::Conflict).current(&current))
        }
        Err(store::Error::WrongState(why)) => Err(Failure::new(Code::WrongState).because(why).detail((
            "内置或已归档的客群不能修改；请复制一份。",
            "A segment that came with the product, or is archived, cannot be changed; copy it.",
        ))),
        Err(error) => Err(error.into()),
    }
}
