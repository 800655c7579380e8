//! Entries that stay as they were written where a scenario is written out in other words than its own.

use super::tree::{Table, parse_file};
use super::uncertain::{find, is_value};

/// Where a scenario is written out in other words than its own (`sigma` for `p90`, a target's full name), an
/// uncertain value may stand for a key that is not there any more; then the entry stays as it was written.
pub(super) fn keep_written(resolved: &mut String, tree: &Table, set: &str) {
    let keys: Vec<&str> = set.split('.').collect();
    let [kind, name, field, ..] = keys[..] else { return };
    if !parse_file(0, resolved).is_ok_and(|table| find(&table, &keys).is_ok_and(is_value)) {
        write_as_written(resolved, tree, [kind, name, field]);
    }
}

/// Puts the entry of a thing as it was written into the scenario as it is written out.
pub(super) fn write_as_written(resolved: &mut String, tree: &Table, path: [&str; 3]) {
    let [kind, name, field] = path;
    let Ok(node) = find(tree, &path) else { return };
    let (head, line) = (format!("[{kind}.{name}]"), format!("{field} = {}", node.toml()));
    let (mut inside, mut lines, mut put) = (false, Vec::new(), false);
    for written in resolved.lines() {
        if inside && (written.is_empty() || written.starts_with('[')) {
            if !put {
                lines.push(line.as_str());
            }
            inside = false;
        }
        if inside && written.starts_with(&format!("{field} = ")) {
            lines.push(line.as_str());
            put = true;
        } else {
            lines.push(written);
        }
        inside |= written == head;
    }
    if inside && !put {
        lines.push(line.as_str());
    }
    *resolved = lines.join("\n") + "\n";
}
