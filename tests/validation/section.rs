//! Sections of `docs/validation.md`: each bench writes its own and keeps the others.

use std::fs;
use std::io;
use std::path::Path;

/// Replaces the section with this heading, or adds it at the end.
///
/// # Errors
/// Where the page cannot be read or written.
pub(crate) fn write(heading: &str, text: &str) -> io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/validation.md");
    let page = match fs::read_to_string(&path) {
        Ok(page) => page,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    fs::write(path, replaced(&page, heading, text))
}

/// The page with another section under this heading.
pub(crate) fn replaced(page: &str, heading: &str, text: &str) -> String {
    let title = format!("## {heading}\n");
    let section = format!("{title}\n{}\n", text.trim_end());
    let Some(begin) = page.find(&title) else {
        let before = page.trim_end();
        return if before.is_empty() { section } else { format!("{before}\n\n{section}") };
    };
    let after =
        page[begin + title.len()..].find("\n## ").map_or("", |end| &page[begin + title.len() + end + 1..]);
    if after.is_empty() {
        format!("{}{section}", &page[..begin])
    } else {
        format!("{}{section}\n{after}", &page[..begin])
    }
}
