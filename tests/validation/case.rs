//! Case files: reader, with names for missing values.
//!
//! The form is that of `schema = 1`: one `[[case]]` after another with `parameters`, `data`, `run`
//! and `expected`. Every file of a folder is read that ends in `.toml`, in order of name. Numbers
//! may stand with or without a point; true and false count as 1 and 0, so that one comparison
//! serves all values.

use serde::Deserialize;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// What went wrong, in words.
pub type Trouble = Box<dyn std::error::Error>;

/// A value, or why there is none.
pub type Tried<T> = Result<T, Trouble>;

/// Name of the setting that says where the case files are.
pub const FOLDER: &str = "VALIDATION_CASES";

/// The cases of one file.
#[derive(Debug)]
pub struct CaseFile {
    /// Its name without the ending.
    pub name: String,
    pub cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
struct Written {
    schema: u32,
    case: Vec<Case>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The answer follows from the input without chance.
    Compute,
    /// Draw variates.
    Sample,
    /// Run the model and estimate.
    Simulate,
}

#[derive(Debug, Deserialize)]
pub struct Case {
    pub id: String,
    pub model: String,
    pub kind: Kind,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub needs: Vec<String>,
    #[serde(default)]
    pub parameters: Parameters,
    #[serde(default)]
    pub data: Table,
    #[serde(default)]
    pub run: Run,
    pub expected: Vec<Expected>,
}

/// How long a case is run.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Run {
    #[serde(default)]
    pub replications: u32,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub length: f64,
    #[serde(default)]
    pub warm_up: f64,
    #[serde(default)]
    pub draws: usize,
}

/// One answer.
#[derive(Debug, Deserialize)]
pub struct Expected {
    pub metric: String,
    #[serde(default)]
    pub of: String,
    #[serde(default)]
    pub args: Table,
    pub value: Value,
    #[serde(default)]
    pub unit: String,
    pub tolerance: String,
    #[serde(default)]
    pub error: f64,
    pub max_half_width: Option<f64>,
    #[serde(default)]
    pub allowance: f64,
}

/// The parameters of a case, which knows those that were requested: one that no one requests would
/// be left out of the model in silence.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Parameters {
    table: Table,
    #[serde(skip)]
    requested: RefCell<BTreeSet<String>>,
}

/// The folder of case files.
pub fn folder() -> PathBuf {
    env::var_os(FOLDER)
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validation/cases"), PathBuf::from)
}

/// All case files of a folder, in order of name.
pub fn read(folder: &Path) -> Tried<Vec<CaseFile>> {
    let in_folder = |error| format!("{}: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(in_folder)? {
        let path = entry.map_err(in_folder)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: no file of cases (*.toml)", folder.display()).into());
    }
    paths.iter().map(|path| read_file(path)).collect()
}

fn read_file(path: &Path) -> Tried<CaseFile> {
    let in_file = |error: String| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| in_file(error.to_string()))?;
    let written: Written = toml::from_str(&text).map_err(|error| in_file(error.to_string()))?;
    if written.schema != 1 {
        return Err(in_file(format!("schema {} is not known", written.schema)).into());
    }
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(CaseFile { name, cases: written.case })
}

/// A number, or true as 1 and false as 0.
pub fn number(value: &Value) -> Tried<f64> {
    match value {
        Value::Boolean(value) => Ok(flag(*value)),
        Value::Integer(value) => Ok(*value as f64),
        Value::Float(value) => Ok(*value),
        other => Err(format!("`{other}` is neither a number nor true or false").into()),
    }
}

/// True as 1 and false as 0.
pub fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

/// A number of a table.
pub fn number_in(table: &Table, name: &str) -> Tried<f64> {
    number(table.get(name).ok_or_else(|| format!("no `{name}`"))?)
}

/// A text of a table.
pub fn text_in<'a>(table: &'a Table, name: &str) -> Tried<&'a str> {
    Ok(table.get(name).and_then(Value::as_str).ok_or_else(|| format!("no text `{name}`"))?)
}

impl Parameters {
    /// What stands under a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.requested.borrow_mut().insert(name.to_owned());
        self.table.get(name)
    }

    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// The table under a name.
    pub fn table(&self, name: &str) -> Tried<&Table> {
        Ok(self.get(name).and_then(Value::as_table).ok_or_else(|| format!("no parameter `{name}`"))?)
    }

    /// The tables under a name.
    pub fn tables(&self, name: &str) -> Tried<Vec<&Table>> {
        let list =
            self.get(name).and_then(Value::as_array).ok_or_else(|| format!("no parameter `{name}`"))?;
        let tables = list.iter().map(Value::as_table).collect::<Option<_>>();
        Ok(tables.ok_or_else(|| format!("`{name}` is not a list of tables"))?)
    }

    /// The `value` of a parameter.
    pub fn setting(&self, name: &str) -> Tried<&Value> {
        Ok(self.table(name)?.get("value").ok_or_else(|| format!("parameter `{name}` has no value"))?)
    }

    /// The number of a parameter.
    pub fn number(&self, name: &str) -> Tried<f64> {
        number(self.setting(name)?)
    }

    /// The integer of a parameter.
    pub fn count(&self, name: &str) -> Tried<u64> {
        whole(self.number(name)?).ok_or_else(|| format!("`{name}` is not whole").into())
    }

    /// The numbers of a parameter.
    pub fn numbers(&self, name: &str) -> Tried<Vec<f64>> {
        let list = self.setting(name)?.as_array().ok_or_else(|| format!("`{name}` is not a list"))?;
        list.iter().map(number).collect()
    }

    /// The text of a parameter.
    pub fn text(&self, name: &str) -> Tried<&str> {
        Ok(self.setting(name)?.as_str().ok_or_else(|| format!("`{name}` is not a text"))?)
    }

    /// The unit of a parameter; where a number stands alone, none.
    pub fn unit(&self, name: &str) -> Tried<&str> {
        Ok(self.table(name)?.get("unit").and_then(Value::as_str).unwrap_or_default())
    }

    /// That every parameter was requested.
    pub fn all_used(&self) -> Tried<()> {
        let requested = self.requested.borrow();
        let others: Vec<&str> =
            self.table.keys().map(String::as_str).filter(|key| !requested.contains(*key)).collect();
        if others.is_empty() {
            return Ok(());
        }
        Err(format!("the harness does not know what `{}` is for", others.join("`, `")).into())
    }
}

/// A integer of at least 0.
pub fn whole(number: f64) -> Option<u64> {
    (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
}

impl Case {
    /// A list of given numbers.
    pub fn numbers(&self, name: &str) -> Tried<Vec<f64>> {
        let data = self.data.get(name).and_then(Value::as_array);
        data.ok_or_else(|| format!("no data `{name}`"))?.iter().map(number).collect()
    }

    /// A list of given words.
    pub fn words(&self, name: &str) -> Tried<Vec<&str>> {
        let data = self.data.get(name).and_then(Value::as_array);
        let words =
            data.ok_or_else(|| format!("no data `{name}`"))?.iter().map(Value::as_str).collect::<Option<_>>();
        Ok(words.ok_or_else(|| format!("`{name}` holds other things than words"))?)
    }
}

impl Expected {
    /// The number that is expected.
    pub fn target(&self) -> Tried<f64> {
        number(&self.value)
    }

    /// A number that belongs to the name in `of`.
    pub fn arg(&self, name: &str) -> Tried<f64> {
        Ok(number_in(&self.args, name).map_err(|error| format!("in `args`: {error}"))?)
    }

    /// What it is of: the name in `args`, or else `of` as it stands.
    pub fn of_what(&self) -> &str {
        self.args.get("name").and_then(Value::as_str).unwrap_or(&self.of)
    }

    /// That the harness has no way to this metric.
    pub fn unknown<T>(&self) -> Tried<T> {
        Err(format!("the harness does not know the metric `{}` of `{}`", self.metric, self.of).into())
    }
}

/// A seed from words: FNV-1a, a fixed hash. Seeds are derived from names, never searched for.
pub fn seed(words: &str) -> u64 {
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
