//! The gateway's endpoints of 设置 (Settings), one function each.

use domain::id::{TokenId, UserId};
use wire::carriers::{CarrierTest, CarrierTested, NewCarrier};
use wire::settings::{
    Carrier, CreatedToken, NewToken, NewUser, Settings, Token, User, UserEdit, WitnessSettings, WitnessState,
};
use wire::weather::{WeatherEdit, WeatherTable};

use super::Answer;
use super::transport::{delete, get, post, put};

/// The firm's settings.
pub fn settings() -> Answer<Settings> {
    get("/api/settings")
}

/// Saves them.
pub fn save(settings: &Settings) -> Answer<Settings> {
    put("/api/settings", settings)
}

/// The staff.
pub fn users() -> Answer<Vec<User>> {
    get("/api/users")
}

/// A new member of staff.
pub fn add_user(new: &NewUser) -> Answer<User> {
    post("/api/users", new)
}

/// Saves a member of staff.
pub fn save_user(id: UserId, edit: &UserEdit) -> Answer<User> {
    put(&format!("/api/users/{id}"), edit)
}

/// The API tokens.
pub fn tokens() -> Answer<Vec<Token>> {
    get("/api/tokens")
}

/// A new token; its secret is shown this once.
pub fn add_token(new: &NewToken) -> Answer<CreatedToken> {
    post("/api/tokens", new)
}

/// Revokes a token.
pub fn revoke_token(id: TokenId) -> Answer<()> {
    delete(&format!("/api/tokens/{id}"))
}

/// The carriers.
pub fn carriers() -> Answer<Vec<Carrier>> {
    get("/api/carriers")
}

/// Saves a carrier.
pub fn save_carrier(carrier: &Carrier) -> Answer<Carrier> {
    put(&format!("/api/carriers/{}", carrier.name), carrier)
}

/// A new direct carrier.
pub fn add_carrier(new: &NewCarrier) -> Answer<Carrier> {
    post("/api/carriers", new)
}

/// Removes a direct carrier.
pub fn remove_carrier(name: &str) -> Answer<()> {
    delete(&format!("/api/carriers/{name}"))
}

/// Sends one message to one's own number over a carrier.
pub fn test_carrier(name: &str, to: &str) -> Answer<CarrierTested> {
    post(
        &format!("/api/carriers/{name}/test"),
        &CarrierTest { to: to.to_owned() },
    )
}

/// The weather of customers' cities.
pub fn weather() -> Answer<WeatherTable> {
    get("/api/weather")
}

/// Notes some of it.
pub fn note_weather(rows: &[WeatherEdit]) -> Answer<WeatherTable> {
    put("/api/weather", &rows)
}

/// Where checkpoints are sent, and what came of it.
pub fn witness() -> Answer<WitnessState> {
    get("/api/settings/witness")
}

/// Saves where they are sent.
pub fn save_witness(settings: &WitnessSettings) -> Answer<WitnessState> {
    put("/api/settings/witness", settings)
}

/// Sends the last one now, and answers once it is known what came of it.
pub fn send_checkpoint() -> Answer<WitnessState> {
    post("/api/settings/witness/send", &())
}

/// Loads the demo firm into an empty database.
pub fn load_demo() -> Answer<()> {
    post("/api/demo", &())
}
