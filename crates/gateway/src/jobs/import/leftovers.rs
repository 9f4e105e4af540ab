//! What imports leave behind holds personal data: it goes when its time has passed, at every start and once a day.

use std::time::{Duration, UNIX_EPOCH};

use domain::id::ImportId;
use domain::time::{DAY, Millis};
use store::Stamp;
use store::contract::imports::ImportRecord;

use super::forget_file;
use crate::app::App;

/// How long refused rows are kept, and uploads that nobody applied.
const KEPT_FOR: Millis = 30 * DAY;
/// How often it is looked at.
const EVERY: Duration = Duration::from_hours(24);

/// Runs until the gateway stops.
pub async fn watch(app: App) {
    let mut stop = app.jobs.stop();
    loop {
        tokio::select! {
            () = stop.wait() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        if let Err(error) = sweep(&app).await {
            tracing::error!(%error, "what imports left behind is not removed");
        }
    }
}

/// Cancels what was uploaded thirty days ago and not applied, and removes files of that age, and those of imports that ended.
///
/// # Errors
/// Those of the store.
pub async fn sweep(app: &App) -> store::Result<()> {
    let before = app.now() - KEPT_FOR;
    let stamp = Stamp {
        actor: store::Actor::System("import"),
        at: app.now(),
    };
    for record in app.store.waiting_imports(before).await? {
        let cancelled = ImportRecord {
            state: "cancelled".to_owned(),
            ..record
        };
        match app.store.move_import(&["checked"], &cancelled, &stamp).await {
            Ok(_) => forget_file(app, &cancelled),
            // Somebody applied it, or corrected its columns, at this very moment.
            Err(store::Error::WrongState(_) | store::Error::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    // There is no folder before the first upload.
    let Ok(files) = std::fs::read_dir(app.imports.folder()) else {
        return Ok(());
    };
    for file in files.flatten() {
        let modified = file.metadata().and_then(|data| data.modified()).ok();
        let at = modified.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let old = at.is_some_and(|at| (at.as_millis() as Millis) < before);
        if old || ended(app, &file.file_name().to_string_lossy()).await? {
            let _ = std::fs::remove_file(file.path());
        }
    }
    Ok(())
}

/// Whether a file is the upload of an import that has ended: a gateway that stops in the middle leaves it.
async fn ended(app: &App, name: &str) -> store::Result<bool> {
    let Ok(id) = name.parse::<ImportId>() else {
        return Ok(false);
    };
    match app.store.import(id).await {
        Ok(record) => Ok(record.ended_at.is_some()),
        Err(store::Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}
