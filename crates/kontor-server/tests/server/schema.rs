//! A small JSON Schema validator: the keywords that the API's description uses, and no others.
//!
//! Stricter than the standard in one place: where a schema lists properties, any other property is
//! an error, since an undocumented field is what the tests look for. Source: JSON Schema 2020-12.

use serde_json::Value;

/// Keywords that say nothing about validity.
const ANNOTATIONS: &[&str] = &[
    "description",
    "title",
    "default",
    "format",
    "additionalProperties",
];

/// Everything that is wrong with a value.
pub fn errors(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    visit(document, schema, value, "$", &mut found);
    found
}

fn visit(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else {
        if schema != &Value::Bool(true) {
            found.push(format!("{at}: the schema is {schema}"));
        }
        return;
    };
    for (keyword, rule) in keywords {
        match keyword.as_str() {
            "$ref" => visit(document, resolve(document, rule), value, at, found),
            "type" if !is_of_type(rule, value) => found.push(format!("{at}: {value} is no {rule}")),
            "properties" => properties(document, schema, value, at, found),
            "required" => required(rule, value, at, found),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    visit(document, rule, item, &format!("{at}[{index}]"), found);
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |one: &Value| errors(document, one, value).is_empty();
                if !rule.as_array().is_some_and(|all| all.iter().any(fits)) {
                    found.push(format!("{at}: {value} fits none of {rule}"));
                }
            }
            "enum" if !rule.as_array().is_some_and(|all| all.contains(value)) => {
                found.push(format!("{at}: {value} is none of {rule}"));
            }
            "const" if rule != value => found.push(format!("{at}: {value} is not {rule}")),
            "minimum" if value.as_f64() < rule.as_f64() => found.push(format!("{at}: too small")),
            "maximum" if value.as_f64() > rule.as_f64() => found.push(format!("{at}: too large")),
            "type" | "enum" | "const" | "minimum" | "maximum" => {}
            other if ANNOTATIONS.contains(&other) => {}
            other => found.push(format!("{at}: the validator does not know {other}")),
        }
    }
}

fn resolve<'a>(document: &'a Value, reference: &Value) -> &'a Value {
    let pointer = reference.as_str().and_then(|text| text.strip_prefix('#'));
    let found = pointer.and_then(|pointer| document.pointer(pointer));
    found.unwrap_or(&Value::Null)
}

fn is_of_type(rule: &Value, value: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str().unwrap_or_default() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    rule.as_array()
        .map_or_else(|| is(rule), |kinds| kinds.iter().any(is))
}

fn properties(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let other = &schema["additionalProperties"];
    let open = *other == Value::Bool(true);
    for (name, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(rule) => visit(document, rule, inner, &format!("{at}.{name}"), found),
            None if open => {}
            None if other.is_object() => {
                visit(document, other, inner, &format!("{at}.{name}"), found);
            }
            None => found.push(format!("{at}.{name} is not documented")),
        }
    }
}

fn required(rule: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for name in rule.as_array().into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        if value.is_object() && value.get(name).is_none() {
            found.push(format!("{at}.{name} is missing"));
        }
    }
}
