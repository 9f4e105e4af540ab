//! The OpenAPI document as a page that people read: plain HTML, no scripts.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

const VERBS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page of a document.
pub(super) fn render(document: &Value) -> String {
    let mut out = String::new();
    let info = &document["info"];
    out.push_str("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    let _ = write!(
        out,
        "<title>{0} API</title><link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><main>\
         <h1>{0} API</h1><p>{1}</p><p><a href=\"/api/openapi.json\">OpenAPI {2} document</a></p>",
        escape(text(&info["title"])),
        escape(text(&info["description"])),
        escape(text(&document["openapi"])),
    );
    let nouns = by_noun(document);
    out.push_str("<nav aria-label=\"Nouns\"><ul>");
    for noun in nouns.keys().map(|noun| escape(noun)) {
        let _ = write!(out, "<li><a href=\"#{noun}\">{noun}</a></li>");
    }
    out.push_str("<li><a href=\"#schemas\">schemas</a></li></ul></nav>");
    for (noun, operations) in nouns {
        let _ = write!(out, "<h2 id=\"{0}\">{0}</h2>", escape(&noun));
        for (path, verb, operation) in operations {
            endpoint(&mut out, path, verb, operation);
        }
    }
    out.push_str("<h2 id=\"schemas\">schemas</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let _ = write!(
            out,
            "<details id=\"schema-{0}\"><summary><span class=\"verb\">type</span><code>{0}</code></summary><div class=\"body\">",
            escape(name)
        );
        describe(&mut out, schema);
        out.push_str("</div></details>");
    }
    out.push_str("</main></body></html>");
    out
}

type Operations<'d> = Vec<(&'d str, &'static str, &'d Value)>;

fn by_noun(document: &Value) -> BTreeMap<String, Operations<'_>> {
    let mut nouns: BTreeMap<String, Operations<'_>> = BTreeMap::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for verb in VERBS {
            let operation = &item[verb];
            if operation.is_object() {
                let noun = operation["tags"][0].as_str().unwrap_or("other");
                nouns.entry(noun.to_owned()).or_default().push((path, verb, operation));
            }
        }
    }
    nouns
}

/// The capability that an operation asks for; `None`: open to everybody.
fn capability(operation: &Value) -> Option<&str> {
    let security = &operation["security"][0];
    security["capability"][0]
        .as_str()
        .or_else(|| security["session"][0].as_str())
}

fn endpoint(out: &mut String, path: &str, verb: &str, operation: &Value) {
    let _ = write!(
        out,
        "<details><summary><span class=\"verb\">{}</span><code>{}</code><span class=\"soft need\">{}</span></summary>\
         <div class=\"body\"><p>{} {}</p>",
        verb.to_uppercase(),
        escape(path),
        escape(capability(operation).unwrap_or("public")),
        escape(text(&operation["summary"])),
        escape(text(&operation["description"])),
    );
    if let Some(parameters) = operation["parameters"].as_array().filter(|all| !all.is_empty()) {
        out.push_str("<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th>What</th></tr></thead><tbody>");
        for parameter in parameters {
            let _ = write!(
                out,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(text(&parameter["name"])),
                escape(text(&parameter["in"])),
                kind(&parameter["schema"]),
                escape(text(&parameter["description"])),
            );
        }
        out.push_str("</tbody></table>");
    }
    for (media, body) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        let _ = write!(
            out,
            "<p>Takes {} <span class=\"soft\">{}</span></p>",
            kind(&body["schema"]),
            escape(media)
        );
        if let Some(example) = body.get("example") {
            let _ = write!(out, "<pre>{}</pre>", escape(&format!("{example:#}")));
        }
    }
    out.push_str("<table><thead><tr><th>Status</th><th>Answer</th></tr></thead><tbody>");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let answer = response["content"]
            .as_object()
            .and_then(|content| content.values().next());
        let _ = write!(
            out,
            "<tr><td>{}</td><td>{} {}</td></tr>",
            escape(status),
            answer.map(|answer| kind(&answer["schema"])).unwrap_or_default(),
            escape(text(&response["description"])),
        );
    }
    out.push_str("</tbody></table></div></details>");
}

/// What a schema holds: its fields as a table, else its kinds.
fn describe(out: &mut String, schema: &Value) {
    let _ = write!(out, "<p>{}</p>", escape(text(&schema["description"])));
    if let Some(fields) = schema["properties"].as_object() {
        out.push_str("<table><thead><tr><th>Field</th><th>Type</th><th>What</th></tr></thead><tbody>");
        for (name, field) in fields {
            let _ = write!(
                out,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                escape(name),
                kind(field),
                escape(text(&field["description"]))
            );
        }
        out.push_str("</tbody></table>");
    } else {
        let _ = write!(out, "<p>{}</p>", kind(schema));
    }
    for one in schema["oneOf"].as_array().into_iter().flatten() {
        if one["properties"].is_object() {
            describe(out, one);
        }
    }
}

/// A schema in a few words, with links to those it names.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escape(name));
    }
    let any = ["oneOf", "anyOf", "allOf"]
        .iter()
        .find_map(|key| schema[*key].as_array());
    if let Some(any) = any {
        return any.iter().map(kind).collect::<Vec<_>>().join(" | ");
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<_> = values
            .iter()
            .map(|value| format!("<code>{}</code>", escape(text(value))))
            .collect();
        return values.join(" | ");
    }
    let name = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().map(text).collect::<Vec<_>>().join(" | "),
        _ => "any".to_owned(),
    };
    if name.starts_with("array") {
        return format!("list of {}", kind(&schema["items"]));
    }
    escape(&name)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_says_is_escaped_and_linked() {
        let document = serde_json::json!({
            "info": {"title": "<b>", "description": "a & b"},
            "paths": {"/x": {"get": {
                "tags": ["noun"],
                "security": [{"capability": ["compose"]}],
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/X"}}}}}
            }}},
            "components": {"schemas": {"X": {"properties": {"field": {"type": "array", "items": {"type": "string"}}}}}},
        });
        let page = render(&document);
        for expected in [
            "&lt;b&gt; API",
            "a &amp; b",
            "compose",
            "<a href=\"#schema-X\">X</a>",
            "list of string",
        ] {
            assert!(page.contains(expected), "{expected} in {page}");
        }
        assert!(!page.contains("<script"));
    }
}
