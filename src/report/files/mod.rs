//! Files: writes the files of a result all together or not at all.
//!
//! Every file is written in a hidden staging folder beside its destination. When all are complete
//! they are synced and renamed to their destinations: no reader sees a partial file, and a run that
//! fails leaves an earlier result as it was.
//!
//! Knows nothing of the content of the files.

pub(crate) mod columns;
pub mod daily;
pub mod json;
pub mod overwrite;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub mod provenance;
pub mod replications;
pub mod resolved_scenario;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Why files could not be written or read.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}", path = path.display())]
pub struct FileError {
    /// Which file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub error: io::Error,
}

impl FileError {
    /// At a path.
    pub fn at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| FileError { path, error }
    }
}

/// The folder of a result while its files are written.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Staging folder of files until all are complete.
    staging_dir: TempDir,
    /// Dropped after the staging folder, which is inside them.
    made: CreatedFolders,
    /// Names of the files written, in order.
    names: Vec<&'static str>,
}

/// Folders created for a result, the outermost first; removed again if there is no result.
#[derive(Debug)]
struct CreatedFolders(Vec<PathBuf>);

impl Drop for CreatedFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // Fails if another program has put a file in it meanwhile; then the folder stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Folder {
    /// Opens a folder, which need not exist yet.
    ///
    /// # Errors
    /// [`FileError`] if it cannot be made or written in.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let missing: Vec<PathBuf> = path
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .map(Path::to_owned)
            .collect();
        let made = CreatedFolders(missing.into_iter().rev().collect());
        fs::create_dir_all(path).map_err(FileError::at(path))?;
        let staging_dir = tempfile::Builder::new().prefix(".gplc-").tempdir_in(path);
        let staging_dir = staging_dir.map_err(FileError::at(path))?;
        Ok(Folder { path: path.to_owned(), staging_dir, made, names: Vec::new() })
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The hidden staging folder of files until all are complete. One left after a sudden end may
    /// be removed.
    pub fn staging_dir(&self) -> &Path {
        self.staging_dir.path()
    }

    /// Begins a file, to be filled by the caller and flushed before [`Self::done`].
    ///
    /// # Errors
    /// [`FileError`] if it cannot be made.
    pub fn begin(&mut self, name: &'static str) -> Result<fs::File, FileError> {
        let path = self.staging_dir().join(name);
        let file = fs::File::create(&path).map_err(FileError::at(self.path.join(name)))?;
        self.names.push(name);
        Ok(file)
    }

    /// Writes a complete file.
    ///
    /// # Errors
    /// [`FileError`] if it cannot be written.
    pub fn write(&mut self, name: &'static str, bytes: &[u8]) -> Result<(), FileError> {
        let mut file = self.begin(name)?;
        file.write_all(bytes).map_err(FileError::at(self.path.join(name)))
    }

    /// Moves all files to their destinations and returns their paths. Files of `all_names` that
    /// were not written this time are removed: they would belong to another result.
    ///
    /// # Errors
    /// [`FileError`] if a file cannot be synced or renamed.
    pub fn done(self, all_names: &[&str]) -> Result<Vec<PathBuf>, FileError> {
        let Folder { path: folder, mut made, staging_dir, names } = self;
        for name in &names {
            let sync = fs::File::open(staging_dir.path().join(name)).and_then(|file| file.sync_all());
            sync.map_err(FileError::at(folder.join(name)))?;
        }
        for &name in all_names.iter().filter(|&name| !names.contains(name)) {
            match fs::remove_file(folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(FileError { path: folder.join(name), error });
                }
                _ => {}
            }
        }
        let mut paths = Vec::new();
        for name in &names {
            let path = folder.join(name);
            fs::rename(staging_dir.path().join(name), &path).map_err(FileError::at(&path))?;
            paths.push(path);
        }
        made.0.clear();
        staging_dir.close().map_err(FileError::at(&folder))?;
        sync_folder(&folder).map_err(FileError::at(&folder))?;
        Ok(paths)
    }
}

/// One file at any path, while it is written.
#[derive(Debug)]
pub struct OneFile {
    path: PathBuf,
    /// Staging folder of the file until it is complete.
    staging_dir: TempDir,
}

impl OneFile {
    /// Begins a file, to be filled by the caller and flushed before [`Self::done`]. Its folder must
    /// exist.
    ///
    /// # Errors
    /// [`FileError`] if it cannot be made, or if its path is no regular file.
    pub fn begin(path: &Path) -> Result<(Self, fs::File), FileError> {
        let taken = match fs::metadata(path) {
            Ok(there) if there.is_dir() => Some(io::ErrorKind::IsADirectory.into()),
            Ok(there) if !there.is_file() => Some(io::Error::other("is no file that could be replaced")),
            _ => None,
        };
        if let Some(error) = taken {
            return Err(FileError { path: path.to_owned(), error });
        }
        fs::metadata(folder_of(path)).map_err(FileError::at(path))?;
        let staging_dir = tempfile::Builder::new().prefix(".gplc-").tempdir_in(folder_of(path));
        // Without the name of the hidden folder, which the user did not choose.
        let staging_dir =
            staging_dir.map_err(|error| FileError { path: path.to_owned(), error: error.kind().into() })?;
        let file = fs::File::create(staging_dir.path().join(STAGED_FILE)).map_err(FileError::at(path))?;
        Ok((OneFile { path: path.to_owned(), staging_dir }, file))
    }

    /// The hidden staging folder of the file until it is complete.
    pub fn staging_dir(&self) -> &Path {
        self.staging_dir.path()
    }

    /// Moves the file to its destination.
    ///
    /// # Errors
    /// [`FileError`] if it cannot be synced or renamed.
    pub fn done(self, file: &fs::File) -> Result<(), FileError> {
        let OneFile { path, staging_dir } = self;
        file.sync_all().map_err(FileError::at(&path))?;
        fs::rename(staging_dir.path().join(STAGED_FILE), &path).map_err(FileError::at(&path))?;
        staging_dir.close().map_err(FileError::at(&path))?;
        sync_folder(folder_of(&path)).map_err(FileError::at(&path))
    }
}

/// Name of a file in its staging folder.
const STAGED_FILE: &str = "file";

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes renamed names last through a power cut, where the system offers that.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(path)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_appear_when_all_are_complete() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("output/jlr");
        let mut folder = Folder::open(&path).unwrap();
        folder.write("a.json", b"[]").unwrap();
        assert!(!path.join("a.json").exists());
        assert_eq!(folder.done(&["a.json", "b.csv"]).unwrap(), [path.join("a.json")]);
        assert_eq!(names(&path), ["a.json"]);
    }

    #[test]
    fn an_unfinished_result_leaves_nothing_not_even_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(&place.path().join("output/jlr")).unwrap();
        folder.write("a.json", b"[]").unwrap();
        drop(folder);
        assert!(names(place.path()).is_empty());
    }

    #[test]
    fn one_file_appears_when_it_is_complete_and_an_earlier_one_stays_until_then() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("trace.csv");
        fs::write(&path, "old").unwrap();
        let (one, mut file) = OneFile::begin(&path).unwrap();
        file.write_all(b"new").unwrap();
        drop(one);
        assert_eq!(
            (names(place.path()), fs::read(&path).unwrap()),
            (vec!["trace.csv".into()], b"old".to_vec())
        );
        let (one, mut file) = OneFile::begin(&path).unwrap();
        file.write_all(b"new").unwrap();
        one.done(&file).unwrap();
        assert_eq!(
            (names(place.path()), fs::read(&path).unwrap()),
            (vec!["trace.csv".into()], b"new".to_vec())
        );
    }

    #[test]
    fn an_earlier_result_stays_until_the_new_one_is_complete() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("a.json"), "old").unwrap();
        fs::write(place.path().join("b.csv"), "old").unwrap();
        fs::write(place.path().join("notes.txt"), "mine").unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        folder.write("a.json", b"new").unwrap();
        drop(folder);
        assert_eq!(fs::read_to_string(place.path().join("a.json")).unwrap(), "old");
        let mut folder = Folder::open(place.path()).unwrap();
        folder.write("a.json", b"new").unwrap();
        folder.done(&["a.json", "b.csv"]).unwrap();
        assert_eq!(fs::read_to_string(place.path().join("a.json")).unwrap(), "new");
        assert_eq!(names(place.path()), ["a.json", "notes.txt"], "b.csv was of the earlier result");
    }
}
