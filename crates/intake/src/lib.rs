//! Reads customer files: CSV and XLSX, encodings, columns, phones.
