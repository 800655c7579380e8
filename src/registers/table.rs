//! The macro `table!`: defines a table of the scenario language, one entry a key.
//!
//! ```text
//! table! {
//!     /// Transport from one site group to another by timetable.
//!     pub struct Lane in "lanes.NAME" ("lane", "lanes") {
//!         /// Site group that it leaves from.
//!         from: String as Name<Site> = required, eg "gplc";
//!         /// Goods ready this long before a departure still go.
//!         cut_off: Duration as Duration = "0 s", eg "2 h", needs ["departs"];
//!         /// Most lines of one departure.
//!         capacity: Option<u32> as Lines = optional, eg "20 lines", range (1, 10_000_000);
//!     }
//! }
//! ```
//!
//! Each entry has the field, its Rust type, `as` the form in which its value is written (a type
//! that
//! implements `Value`), and what stands for an absent key: `required` (an error), `optional`
//! (`None`),
//! `own_name` (the name of the table), or a default, written as in TOML. Then follow columns in any
//! order, each a name and one token or one group in brackets: the fields of
//! [`Key`](super::key::Key), with `eg` for `example`, written as in TOML (moments in quotes).
//!
//! There are three shapes:
//!
//! - `pub struct Lane in "lanes.NAME" ("lane", "lanes")`: a table whose entries have names. The
//!   struct gets a field `name`, and implements `Keys` and `Thing`.
//! - `pub struct Ramp in "restart.NAME.ramp"`: a table inside a value; `Inline<Ramp>` is its form.
//! - `pub(crate) struct ProcessKeys<'t> in …`: the keys as they were written, each with its place,
//!   for a table whose keys together make something else (`rate`, or `people` and `productivity`).
//!   Hand-written code turns them into the struct of the scenario (`Thing::read`) and back
//!   (`Thing::entries`); see `network/process.rs`.
//!
//! The macro generates the struct, its reader (with the errors of unknown, former, missing and
//! excluded keys) and its writer. Rules that compare the values of several keys or tables stand in
//! `scenario/validate`.

/// Defines a table of the scenario language; see the [module](self).
macro_rules! table {
    // Entries with names.
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $Name:ident in $path:literal ($one:literal, $many:literal) {
            $(
                $(#[doc = $meaning:literal])+
                $key:ident: $of:ty as $form:ty = $presence:tt $(, $column:ident $value:tt)*;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $Name {
            /// Name.
            pub name: String,
            $($(#[doc = $meaning])+ pub $key: $of,)*
        }

        impl $crate::scenario::syntax::value::Keys for $Name {
            const TABLE: &'static $crate::registers::key::Table = {
                static TABLE: $crate::registers::key::Table = $crate::registers::key::Table {
                    path: $path,
                    one: $one,
                    many: $many,
                    meaning: concat!($($doc),+),
                    keys: &[$($crate::registers::table::key!(
                        [$($meaning)+] $key as $form = $presence $(, $column $value)*
                    )),*],
                };
                &TABLE
            };
        }

        impl $crate::scenario::syntax::value::Thing for $Name {
            const TABLE: &'static $crate::registers::key::Table =
                <$Name as $crate::scenario::syntax::value::Keys>::TABLE;

            fn read<'t>(
                reader: &mut $crate::scenario::syntax::reader::Reader<'t>,
                mut fields: $crate::scenario::syntax::reader::Fields<'t>,
            ) -> Self {
                let name = fields.name.to_owned();
                $(let $key = fields.read::<$form>(reader, stringify!($key));)*
                fields.finish(reader);
                Self {
                    $($key: $crate::registers::table::field!($presence $form, $key.value, name),)*
                    name,
                }
            }

            fn entries(
                &self,
                context: $crate::scenario::syntax::value::Context,
            ) -> $crate::scenario::syntax::value::Entries {
                let mut entries = $crate::scenario::syntax::value::Entries::new(
                    <Self as $crate::scenario::syntax::value::Keys>::TABLE,
                    &self.name,
                    context,
                );
                $($crate::registers::table::put!($presence $form, entries, $key, &self.$key);)*
                entries
            }
        }
    };
    // Keys inside a value.
    (
        $(#[doc = $doc:literal])+
        $(#[derive($($derive:ident),+)])?
        $vis:vis struct $Name:ident in $path:literal {
            $(
                $(#[doc = $meaning:literal])+
                $key:ident: $of:ty as $form:ty = $presence:tt $(, $column:ident $value:tt)*;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq $($(, $derive)+)?)]
        $vis struct $Name {
            $($(#[doc = $meaning])+ pub $key: $of,)*
        }

        impl $crate::scenario::syntax::value::Keys for $Name {
            const TABLE: &'static $crate::registers::key::Table = {
                static TABLE: $crate::registers::key::Table = $crate::registers::key::Table {
                    path: $path,
                    one: "",
                    many: "",
                    meaning: concat!($($doc),+),
                    keys: &[$($crate::registers::table::key!(
                        [$($meaning)+] $key as $form = $presence $(, $column $value)*
                    )),*],
                };
                &TABLE
            };
        }

        impl $crate::scenario::syntax::value::Part for $Name {
            fn read<'t>(
                reader: &mut $crate::scenario::syntax::reader::Reader<'t>,
                mut fields: $crate::scenario::syntax::reader::Fields<'t>,
            ) -> Option<Self> {
                $(let $key = fields.read::<$form>(reader, stringify!($key));)*
                fields.finish(reader);
                Some(Self {
                    $($key: $crate::registers::table::inner_field!($presence $key.value),)*
                })
            }

            fn entries(
                &self,
                context: $crate::scenario::syntax::value::Context,
            ) -> $crate::scenario::syntax::value::Entries {
                let mut entries = $crate::scenario::syntax::value::Entries::new(
                    <Self as $crate::scenario::syntax::value::Keys>::TABLE,
                    "",
                    context,
                );
                $($crate::registers::table::put!($presence $form, entries, $key, &self.$key);)*
                entries
            }
        }
    };
    // Keys as they were written.
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $Name:ident<$t:lifetime> in $path:literal $(($one:literal, $many:literal))? {
            $(
                $(#[doc = $meaning:literal])+
                $key:ident: $of:ty as $form:ty = $presence:tt $(, $column:ident $value:tt)*;
            )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Default)]
        $vis struct $Name<$t> {
            $($(#[doc = $meaning])+ $vis $key: $crate::scenario::syntax::value::Written<$t, $of>,)*
        }

        impl $crate::scenario::syntax::value::Keys for $Name<'_> {
            const TABLE: &'static $crate::registers::key::Table = {
                static TABLE: $crate::registers::key::Table = $crate::registers::key::Table {
                    path: $path,
                    one: concat!($($one)?),
                    many: concat!($($many)?),
                    meaning: concat!($($doc),+),
                    keys: &[$($crate::registers::table::key!(
                        [$($meaning)+] $key as $form = $presence $(, $column $value)*
                    )),*],
                };
                &TABLE
            };
        }

        impl<$t> $Name<$t> {
            /// Reads every key that is written, and reports those that are unknown, missing or
            /// excluded.
            fn read(
                reader: &mut $crate::scenario::syntax::reader::Reader<$t>,
                mut fields: $crate::scenario::syntax::reader::Fields<$t>,
            ) -> Self {
                let keys = Self { $($key: fields.read::<$form>(reader, stringify!($key)),)* };
                fields.finish(reader);
                keys
            }

            /// The keys that have a value, as they are written out in the table of this name.
            fn entries(
                &self,
                name: &str,
                context: $crate::scenario::syntax::value::Context,
            ) -> $crate::scenario::syntax::value::Entries {
                let mut entries = $crate::scenario::syntax::value::Entries::new(
                    <Self as $crate::scenario::syntax::value::Keys>::TABLE,
                    name,
                    context,
                );
                $(
                    if let Some(value) = &self.$key.value {
                        entries.put::<$form>(stringify!($key), value);
                    }
                )*
                entries
            }
        }
    };
}

/// The definition of one key.
macro_rules! key {
    ([$($meaning:literal)+] $key:ident as $form:ty = $presence:tt $(, $column:ident $value:tt)*) => {{
        #[allow(unused_mut, reason = "a key without columns")]
        let mut key = $crate::scenario::syntax::value::key::<$form>(
            $crate::registers::key::plain(stringify!($key)),
            concat!($($meaning),+),
            $crate::registers::table::presence!($presence),
        );
        $($crate::registers::table::column!(key, $column $value);)*
        key
    }};
}

/// What happens where a key is absent.
macro_rules! presence {
    (required) => {
        $crate::registers::key::Presence::Required
    };
    (optional) => {
        $crate::registers::key::Presence::Optional
    };
    (own_name) => {
        $crate::registers::key::Presence::OwnName
    };
    ($default:tt) => {
        $crate::registers::key::Presence::Default(stringify!($default))
    };
}

/// Sets a column of a key.
macro_rules! column {
    ($key:ident, eg $value:tt) => {
        $key.example = stringify!($value)
    };
    ($key:ident, range ($least:expr, $most:expr)) => {
        $key.range =
            Some($crate::registers::key::Range { least: $least, above: false, most: $most, below: false })
    };
    ($key:ident, above ($least:expr, $most:expr)) => {
        $key.range =
            Some($crate::registers::key::Range { least: $least, above: true, most: $most, below: false })
    };
    ($key:ident, below ($least:expr, $most:expr)) => {
        $key.range =
            Some($crate::registers::key::Range { least: $least, above: false, most: $most, below: true })
    };
    ($key:ident, needs $value:tt) => {
        $key.needs = &$value
    };
    ($key:ident, joins $value:tt) => {
        $key.joins = &$value
    };
    ($key:ident, formerly $value:tt) => {
        $key.formerly = &$value
    };
    ($key:ident, $column:ident $value:tt) => {
        $key.$column = $value
    };
}

/// The field of a key whose value was read.
macro_rules! field {
    (optional $form:ty, $value:expr, $name:ident) => {
        $value
    };
    (own_name $form:ty, $value:expr, $name:ident) => {
        $value.unwrap_or_else(|| $name.clone())
    };
    ($presence:tt $form:ty, $value:expr, $name:ident) => {
        $value.unwrap_or_else(<$form as $crate::scenario::syntax::value::StandIn>::stand_in)
    };
}

/// The field of a key inside a value, which is nothing where the key has an error.
macro_rules! inner_field {
    (optional $value:expr) => {
        $value
    };
    ($presence:tt $value:expr) => {
        $value?
    };
}

/// Writes the field of a key.
macro_rules! put {
    (optional $form:ty, $entries:ident, $key:ident, $value:expr) => {
        if let Some(value) = $value {
            $entries.put::<$form>(stringify!($key), value);
        }
    };
    ($presence:tt $form:ty, $entries:ident, $key:ident, $value:expr) => {
        $entries.put::<$form>(stringify!($key), $value)
    };
}

pub(crate) use {column, field, inner_field, key, presence, put, table};
