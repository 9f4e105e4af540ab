//! What kit components take where a text is wanted.

use leptos::prelude::*;

use super::Msg;

/// A text of the screen: a message, a fixed string, or a closure that follows signals. `Copy`, so that a component can use it twice.
#[derive(Clone, Copy, Debug)]
pub enum Text {
    /// A message; follows the language.
    Msg(Msg),
    /// A fixed string, such as a name.
    Fixed(&'static str),
    /// A string that is computed or owned.
    Of(Signal<String>),
}

impl Text {
    /// The text in the language of the screen; reactive.
    pub fn get(self) -> String {
        match self {
            Self::Msg(msg) => msg.get().to_owned(),
            Self::Fixed(text) => text.to_owned(),
            Self::Of(signal) => signal.get(),
        }
    }

    /// The text as a closure for views and attributes.
    pub fn view(self) -> impl Fn() -> String + Copy + Send + Sync + 'static {
        move || self.get()
    }
}

impl From<Msg> for Text {
    fn from(msg: Msg) -> Self {
        Self::Msg(msg)
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::Fixed(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Of(Signal::stored(text))
    }
}

impl From<Signal<String>> for Text {
    fn from(signal: Signal<String>) -> Self {
        Self::Of(signal)
    }
}

impl From<RwSignal<String>> for Text {
    fn from(signal: RwSignal<String>) -> Self {
        Self::Of(signal.into())
    }
}

impl From<Memo<String>> for Text {
    fn from(memo: Memo<String>) -> Self {
        Self::Of(memo.into())
    }
}

impl<F, S> From<F> for Text
where
    F: Fn() -> S + Send + Sync + 'static,
    S: Into<String>,
{
    fn from(text: F) -> Self {
        Self::Of(Signal::derive(move || text().into()))
    }
}
