//! The signs, drawn on a grid of 20 with a stroke of 1.5.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        /// A sign of the set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the names say what they show")]
        pub enum Icon { $($name,)* }

        impl Icon {
            /// All signs, for the style page.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The outline's path on a grid of 20.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }
        }
    };
}

icons! {
    Today = "M3.5 5.5h13v11h-13zM3.5 9h13M7 3.5v3M13 3.5v3M10 11.5v2.5M8.7 12.8h2.6";
    Customers = "M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 16.5c0-3 2.3-4.7 5.5-4.7s5.5 1.7 5.5 4.7M13 3.9a3 3 0 0 1 0 5.2M15 12.3c1.6.7 2.5 2.1 2.5 4.2";
    Import = "M10 3.5v8.5M6.5 8.8 10 12.2l3.5-3.4M3.5 13v3.5h13V13";
    Export = "M10 12.2V3.7M6.5 7.1 10 3.7l3.5 3.4M3.5 13v3.5h13V13";
    Segments = "M8 12.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z";
    Templates = "M4.5 3.5h11v13h-11zM7.5 7h5M7.5 10h5M7.5 13h2.5";
    Campaigns = "M3.5 8.2v3.6l3 .4L8 16.5h2l-.9-4.1 6.4 2.1v-9l-9 2.7Z";
    Approvals = "M7.5 3.5h5l-.8 5.5h-3.4ZM4.5 12.5c0-2 1-3.5 3.5-3.5h4c2.5 0 3.5 1.5 3.5 3.5ZM3.5 16.5h13";
    Runs = "M3.5 3.5h3.4v3.4H3.5zM8.3 3.5h3.4v3.4H8.3zM13.1 3.5h3.4v3.4h-3.4zM3.5 8.3h3.4v3.4H3.5zM8.3 8.3h3.4v3.4H8.3zM13.1 8.3h3.4v3.4h-3.4zM3.5 13.1h3.4v3.4H3.5zM8.3 13.1h3.4v3.4H8.3zM13.1 13.1h3.4v3.4h-3.4z";
    Log = "M5.5 3.5h11v13h-11a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2ZM7 3.5v13M10 7.5h4M10 10.5h4";
    Reports = "M3.5 16.5h13M5.5 13.5V9M10 13.5v-9M14.5 13.5V7";
    Settings = "M3.5 6h6M13.5 6h3M3.5 14h3M10.5 14h6M11.5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8.5 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z";
    Organisation = "M4.5 16.5v-13h8v13M12.5 8.5h3v8M3 16.5h14M7 6.5h3M7 9.5h3M7 12.5h3";
    Key = "M12.5 10.5a3.5 3.5 0 1 0-3.3-2.3L3.5 14v2.5H6V15h1.5v-1.5H9l1.2-1.2a3.5 3.5 0 0 0 2.3-1.8ZM13.5 6.8v0";
    Carrier = "M10 12v4.5M7 16.5h6M10 10.6a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2ZM6.8 12.7a4.5 4.5 0 0 1 0-6.4M13.2 6.3a4.5 4.5 0 0 1 0 6.4M4.5 15a7.8 7.8 0 0 1 0-11M15.5 4a7.8 7.8 0 0 1 0 11";
    Clock = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.2l2.8 1.6";
    Search = "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l3.8 3.8";
    Plus = "M10 4v12M4 10h12";
    Minus = "M4 10h12";
    Close = "M5 5l10 10M15 5 5 15";
    Check = "M4 10.5l4 4 8-9";
    CheckTwice = "M2 10.8l3.6 3.6L12 7M9.2 13.2l1.2 1.2L17.5 6";
    Question = "M7 7.3c0-1.7 1.3-2.8 3-2.8s3 1 3 2.7c0 2.3-3 2.4-3 4.8M10 15.4v.1";
    Warning = "M10 3.5 17.5 16.5h-15ZM10 8.5v3.7M10 14.4v.1";
    Info = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.3v4M10 6.6v.1";
    Pause = "M7 4.5v11M13 4.5v11";
    Play = "M6.5 4.2v11.6L15.5 10Z";
    Stop = "M5.5 5.5h9v9h-9z";
    Ban = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM5.2 5.2l9.6 9.6";
    Send = "M17 3.2 3 8.7l5.2 2.6M17 3.2l-4 13.3-4.8-5.2M17 3.2l-8.8 8.1";
    Reply = "M8 5 3.5 9.5 8 14M3.5 9.5h8c3 0 5 2 5 5.5";
    Edit = "M12.5 4.5l3 3L7 16l-3.7.7L4 13ZM10.8 6.2l3 3";
    Trash = "M4 6h12M8 6V3.7h4V6M5.5 6l.7 10.5h7.6L14.5 6M8.5 9v4.5M11.5 9v4.5";
    Copy = "M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4";
    Archive = "M3.5 4h13v3.5h-13zM4.7 7.5v9h10.6v-9M8 10.5h4";
    Eye = "M2.5 10S5.3 5 10 5s7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5ZM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z";
    Phone = "M6 2.8h8v14.4H6zM9 14.8h2";
    Message = "M3.5 4.5h13v9h-7L6 16.5v-3H3.5Z";
    Mail = "M3 5h14v10H3zM3 5.5l7 5.5 7-5.5";
    Tag = "M3.5 3.5h6l7 7-6 6-7-7ZM7 7v.1";
    Calendar = "M3.5 5.5h13v11h-13zM3.5 9h13M7 3.5v3M13 3.5v3";
    House = "M3.5 9.5 10 3.8l6.5 5.7M5.3 8v8.5h9.4V8M8.3 16.5v-5h3.4v5";
    Cake = "M4 10.5h12v6H4zM4 13.2c2 1.6 4 0 6 0s4 1.6 6 0M10 10.5V7.7M10 5.5c.9-.8.6-1.6 0-2.5-.6.9-.9 1.7 0 2.5Z";
    Weather = "M6 14.5h7.5a3 3 0 0 0 .4-6 4.5 4.5 0 0 0-8.6 1A2.6 2.6 0 0 0 6 14.5ZM7.5 17v.1M11 17v.1";
    Star = "M10 3.3l2 4.4 4.7.5-3.5 3.2 1 4.8-4.2-2.5-4.2 2.5 1-4.8L3.3 8.2 8 7.7Z";
    Cart = "M3 4h2l1.8 8.5h7.7L16.5 7H5.8M8 16.2v.1M13.5 16.2v.1";
    Person = "M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10ZM3.8 16.8c0-3 2.6-4.5 6.2-4.5s6.2 1.5 6.2 4.5";
    SignOut = "M11.5 3.5h-8v13h8M8 10h9M14 7l3 3-3 3";
    Globe = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3 10h14M10 3c-4.6 4.5-4.6 9.5 0 14M10 3c4.6 4.5 4.6 9.5 0 14";
    Sun = "M10 13.300a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.600ZM10 2.500v1.600M10 15.900v1.600M2.5 10h1.600M15.9 10h1.600M4.7 4.700l1.1 1.100M14.2 14.200l1.1 1.100M4.7 15.300l1.1-1.100M14.2 5.800l1.1-1.1";
    Moon = "M15.8 11.800A6.5 6.5 0 0 1 8.2 4.200a6.5 6.5 0 1 0 7.6 7.600Z";
    Screen = "M3 4h14v9.500H3zM7.5 16.500h5M10 13.500v3";
    Rows = "M3.5 5h13M3.5 10h13M3.5 15h13";
    RowsDense = "M3.5 4h13M3.5 7h13M3.5 10h13M3.5 13h13M3.5 16h13";
    More = "M5 10.4a.4.4 0 1 0 0-.8.4.4 0 0 0 0 .8ZM10 10.4a.4.4 0 1 0 0-.8.4.4 0 0 0 0 .8ZM15 10.4a.4.4 0 1 0 0-.8.4.4 0 0 0 0 .8Z";
    Filter = "M3.5 4.500h13L11.5 11v5.500l-3-1.700V11Z";
    Refresh = "M16 6.500A7 7 0 0 0 3.3 8.500M4 13.500a7 7 0 0 0 12.7-2M16.3 3.300v3.400h-3.400M3.7 16.700v-3.400h3.4";
    Left = "M12 4.5 6.5 10l5.5 5.5";
    Right = "M8 4.500l5.5 5.500L8 15.5";
    Up = "M4.5 12 10 6.500l5.5 5.5";
    Down = "M4.5 8l5.5 5.500L15.5 8";
    ArrowUp = "M10 16V4.500M5.5 9 10 4.5 14.5 9";
    ArrowDown = "M10 4v11.500M5.5 11l4.5 4.5 4.5-4.5";
    File = "M5 3h6.500L15.5 7v10H5zM11.5 3v4h4";
    Shield = "M10 2.8 4 5v4.500c0 3.8 2.5 6.3 6 7.7 3.5-1.4 6-3.9 6-7.700V5ZM7.3 9.800l2 2 3.5-3.8";
    Witness = "M10 3.500v13M6 5.500v9M14 5.500v9M2.8 8v4M17.2 8v4";
    Command = "M7.5 7.500h5v5h-5zM7.5 7.500h-2a2 2 0 1 1 2-2ZM12.5 7.500v-2a2 2 0 1 1 2 2ZM12.5 12.500h2a2 2 0 1 1-2 2ZM7.5 12.500v2a2 2 0 1 1-2-2Z";
    Link = "M8.5 11.500l3-3M9 6l1.5-1.500a3.5 3.5 0 0 1 5 5L14 11M11 14l-1.5 1.500a3.5 3.5 0 0 1-5-5L6 9";
    Drag = "M7.5 5v.1M12.5 5v.1M7.5 10v.1M12.5 10v.1M7.5 15v.1M12.5 15v.1";
    Undo = "M6.5 4 3.5 7l3 3M3.5 7h8a4.5 4.5 0 0 1 0 9H7";
}

/// A sign. It is decoration: the words beside it, or the button's label, say what it means.
#[component]
pub fn Glyph(
    /// Which one.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=icon.path()></path>
        </svg>
    }
}
