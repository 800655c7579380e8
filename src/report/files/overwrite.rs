//! Overwrite protection: a result replaces results, and no other file.
//!
//! A folder is taken if it is missing, empty, or holds only results: files with the names of result
//! files beside a table that says that gplc wrote it, and folders of the same kind. Hidden files do
//! not count. `force` takes any folder, and still replaces no file that was read.

use super::FileError;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// How every JSON table of a result begins.
const RESULT_BEGINS: &[u8] = b"{\"version\":";

/// Names of the files of a result.
#[derive(Debug, Clone, Copy)]
pub struct ResultNames<'a> {
    /// JSON tables of which every result has one: they begin with the version of gplc.
    pub marks: &'a [&'a str],
    /// All files that gplc writes into a folder of results.
    pub all: &'a [&'a str],
}

/// Checks that files may be written into a folder, which need not exist.
///
/// # Errors
/// [`FileError`] if the folder holds anything but results, unless `force`, or if a file of `inputs`
/// would be replaced.
pub fn check_folder(
    folder: &Path,
    inputs: &[PathBuf],
    names: ResultNames<'_>,
    force: bool,
) -> Result<(), FileError> {
    for path in names.all.iter().map(|name| folder.join(name)) {
        check_is_no_input(&path, inputs)?;
    }
    if force {
        return Ok(());
    }
    match stranger(folder, names)? {
        Some(path) => Err(refused(path, "is not a file of a result: choose another folder, or use --force")),
        None => Ok(()),
    }
}

/// Checks that a file may be written: that nothing is there, or a file that begins as those of its
/// kind do.
///
/// # Errors
/// [`FileError`] for any other file, unless `force`, and for a file of `inputs`.
pub fn check_file(path: &Path, inputs: &[PathBuf], begins: &str, force: bool) -> Result<(), FileError> {
    check_is_no_input(path, inputs)?;
    if force || !path.is_file() || begins_with(path, begins.as_bytes())? || is_empty(path)? {
        return Ok(());
    }
    Err(refused(path.to_owned(), "exists, and gplc did not write it: choose another file, or use --force"))
}

/// Refuses a path that is a file which was read, under whatever name.
fn check_is_no_input(path: &Path, inputs: &[PathBuf]) -> Result<(), FileError> {
    let is_same = |input: &PathBuf| same_file::is_same_file(path, input).unwrap_or(false);
    match inputs.iter().find(|input| is_same(input)) {
        Some(input) => {
            let why = format!("would be replaced, and was read as {}: choose another place", input.display());
            Err(FileError { path: path.to_owned(), error: io::Error::new(io::ErrorKind::AlreadyExists, why) })
        }
        None => Ok(()),
    }
}

/// Something in a folder that is not of a result; the first by name.
fn stranger(folder: &Path, names: ResultNames<'_>) -> Result<Option<PathBuf>, FileError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries.map_err(FileError::at(folder))?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(FileError::at(folder))?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    let named = |path: &Path, names: &[&str]| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| names.contains(&name))
    };
    let mut is_marked = false;
    let mut file = None;
    for path in paths {
        if path.is_dir() {
            if let Some(inner) = stranger(&path, names)? {
                return Ok(Some(inner));
            }
        } else if named(&path, names.marks) {
            if !begins_with(&path, RESULT_BEGINS)? {
                return Ok(Some(path));
            }
            is_marked = true;
        } else if named(&path, names.all) {
            file.get_or_insert(path);
        } else {
            return Ok(Some(path));
        }
    }
    Ok(file.filter(|_| !is_marked))
}

fn begins_with(path: &Path, start: &[u8]) -> Result<bool, FileError> {
    let mut head = Vec::new();
    let file = fs::File::open(path).map_err(FileError::at(path))?;
    file.take(start.len() as u64).read_to_end(&mut head).map_err(FileError::at(path))?;
    Ok(head == start)
}

fn is_empty(path: &Path) -> Result<bool, FileError> {
    Ok(fs::metadata(path).map_err(FileError::at(path))?.len() == 0)
}

fn refused(path: PathBuf, why: &'static str) -> FileError {
    FileError { path, error: io::Error::new(io::ErrorKind::AlreadyExists, why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: ResultNames<'_> =
        ResultNames { marks: &["summary.json"], all: &["summary.json", "scenario.toml"] };

    fn place(files: &[(&str, &str)]) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        place
    }

    fn taken(files: &[(&str, &str)], force: bool) -> Result<(), String> {
        let place = place(files);
        check_folder(place.path(), &[], NAMES, force)
            .map_err(|error| error.path.strip_prefix(place.path()).unwrap().display().to_string())
    }

    const SUMMARY: (&str, &str) = ("summary.json", "{\"version\":\"0.1.0\",\"rows\":[]}");

    #[test]
    fn missing_empty_and_result_folders_are_taken() {
        assert!(check_folder(Path::new("/no/such/folder"), &[], NAMES, false).is_ok());
        assert_eq!(taken(&[], false), Ok(()));
        assert_eq!(taken(&[SUMMARY, ("scenario.toml", "title = 1"), (".notes", "")], false), Ok(()));
        assert_eq!(taken(&[("plan/summary.json", SUMMARY.1), ("plan/scenario.toml", "")], false), Ok(()));
    }

    #[test]
    fn a_folder_with_anything_else_is_refused_unless_forced() {
        for files in [
            &[("scenario.toml", "written by hand")][..],
            &[SUMMARY, ("notes.txt", "")],
            &[("summary.json", "[1, 2]")],
            &[SUMMARY, ("plan/figures.xlsx", "")],
        ] {
            let expected = files.iter().map(|(name, _)| *name).find(|name| *name != "summary.json");
            assert_eq!(taken(files, false), Err(expected.unwrap_or("summary.json").to_owned()));
            assert_eq!(taken(files, true), Ok(()));
        }
    }

    #[test]
    fn a_file_that_was_read_is_replaced_under_no_name() {
        let place = place(&[SUMMARY, ("plan.toml", "")]);
        let (plan, link) = (place.path().join("plan.toml"), place.path().join("scenario.toml"));
        fs::hard_link(&plan, &link).unwrap();
        let error = check_folder(place.path(), std::slice::from_ref(&plan), NAMES, true).unwrap_err();
        assert_eq!(error.path, link);
        assert!(check_file(&link, std::slice::from_ref(&plan), "instant", true).is_err());
    }

    #[test]
    fn a_file_is_replaced_only_by_its_own_kind() {
        let place = place(&[("trace.csv", "instant,event\n"), ("notes.csv", "a,b\n"), ("empty.csv", "")]);
        let check = |name: &str, force| check_file(&place.path().join(name), &[], "instant,", force).is_ok();
        assert!(check("trace.csv", false) && check("empty.csv", false) && check("missing.csv", false));
        assert!(!check("notes.csv", false));
        assert!(check("notes.csv", true));
    }
}
