//! What SQLite says otherwise than Postgres. Everything else is written once for both.

/// After `customer c`: walk in the order of ids, whatever else could be searched by, so that a keyset page never sorts.
pub(crate) const BY_ID: &str = "INDEXED BY sqlite_autoindex_customer_1";

/// An attribute's value as text, or NULL. `name` must satisfy [`domain::segment::attribute_name_fits`]; it is to be bound
/// as [`attribute_path`] says.
pub(crate) const ATTRIBUTE: (&str, &str) = ("json_extract(c.attributes, ", ")");

/// What to bind between the two halves of [`ATTRIBUTE`].
pub(crate) fn attribute_path(name: &str) -> String {
    format!("$.\"{name}\"")
}

/// Whether one text contains another: `CONTAINS.0 haystack , needle CONTAINS.1`.
pub(crate) const CONTAINS: (&str, &str) = ("instr(", ") > 0");

/// The carriers that took over part of run `r`, a line each.
pub(crate) const SECONDS: &str = "(SELECT group_concat(c.carrier, char(10)) FROM run_carrier c WHERE c.run_no = r.no)";

/// Rows as one JSON array of arrays: `PACKED.0 columns PACKED.1`.
pub(crate) const PACKED: (&str, &str) = ("json_group_array(json_array(", "))");

/// What [`super::packed::by_number`] packed, bound in the place of the `?`: numbers `n` with their texts `t`.
pub(crate) const BY_NUMBER: &str = "(SELECT CAST(key AS INTEGER) AS n, value AS t FROM json_each(?))";

/// Sixteen octets by chance.
pub(crate) const RANDOM: &str = "randomblob(16)";

/// Octets as hexadecimal digits: `HEX.0 column HEX.1`.
pub(crate) const HEX: (&str, &str) = ("hex(", ")");

/// The octets of all rows, one behind another: `JOINED.0 column JOINED.1`. SQLite joins texts alone, and takes octets for one as they are.
pub(crate) const JOINED: (&str, &str) = ("CAST(group_concat(", ", '') AS BLOB)");

/// How many octets each row has, a comma between two: `LENGTHS.0 column LENGTHS.1`.
pub(crate) const LENGTHS: (&str, &str) = ("group_concat(LENGTH(", "))");

/// The outcomes of the entries from `$1` up to, not including, `$2`, as one text: a character an entry, `0` being outcome 0.
pub(crate) const CELLS: &str = "SELECT group_concat(cell, '') FROM
   (SELECT char(48 + outcome) AS cell FROM entry WHERE id >= $1 AND id < $2 ORDER BY id)";
