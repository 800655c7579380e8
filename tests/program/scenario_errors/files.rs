//! Files, `based_on` and `--set`: errors in them, with their messages.

use super::{SMALL, assert_errors, assert_snapshot, rendered};
use gplc::scenario::{read, read_text};

#[test]
fn errors_in_files_are_reported_at_their_span() {
    assert_errors(
        "files",
        &[
            ("syntax_error", r#"title = "A small network""#, r#"title = "A small network"#),
            (
                "syntax_error_twice",
                r#"title = "A small network"
start = 2025-06-02"#,
                "title = A small network\nstart = ",
            ),
            (
                "key_twice",
                r#"horizon = "26 weeks""#,
                r#"horizon = "26 weeks"
horizon = "27 weeks""#,
            ),
            (
                "based_on_a_missing_file",
                r#"title = "A small network""#,
                r#"title = "A small network"
based_on = "no_such.toml""#,
            ),
            (
                "based_on_a_folder",
                r#"title = "A small network""#,
                r#"title = "A small network"
based_on = "tests""#,
            ),
            (
                "removal_of_what_is_not_inherited",
                "[systems.identity]",
                "[systems]\ncatalogue = false\n[systems.identity]",
            ),
        ],
    );
}

#[test]
fn errors_in_an_argument_point_into_it() {
    for (name, set) in [
        ("unit", "horizon=26"),
        ("unknown_key", "processes.pick.peple=200"),
        ("no_value", "processes.pick"),
        ("no_key", "processes..people=200"),
        ("syntax", "processes.pick.needs=[\"wms\""),
        ("removed_but_needed", "systems.wms=false"),
        ("too_deep", "a.b.c.d.e.f.g.h.i=1"),
        ("based_on", "based_on=\"x.toml\""),
    ] {
        let errors = read_text("small.toml", SMALL, &[set.to_owned()]).expect_err(name);
        assert_snapshot("set", name, &rendered(&errors));
    }
}

#[test]
fn an_unreadable_file_is_reported() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, bytes: &[u8]| std::fs::write(path(name), bytes).expect("the test may write");
    write("empty.toml", b"# nothing but a comment\n");
    write("latin.toml", b"title = \"Gro\xdf\"\n");
    write("round.toml", b"based_on = \"about.toml\"\n");
    write("about.toml", b"based_on = \"round.toml\"\n");
    write("over.toml", b"based_on = \"under.toml\"\n[systems.wms]\nneeds = [\"idntity\"]\n");
    write("under.toml", format!("{SMALL}[sites.more]\nkind = \"pdcs\"\n").as_bytes());
    for name in ["missing.toml", "empty.toml", "latin.toml", "round.toml", "over.toml"] {
        let errors = read(&path(name), &[]).expect_err(name);
        // Wide enough that the folder's own name breaks no line.
        let shown = format!("{}\n{errors}\n", errors.render(500, false))
            .replace(&format!("{}/", folder.path().display()), "");
        assert_snapshot("file", name.trim_end_matches(".toml"), &shown);
    }
    let errors = read(folder.path(), &[]).expect_err("a folder is no scenario");
    assert!(errors.to_string().contains("is a folder, not a file"), "{errors}");
}
