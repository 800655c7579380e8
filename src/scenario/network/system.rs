//! Systems: the IT services that work needs, and what they need themselves.

use crate::scenario::syntax::reader::{Fields, Reader, kind};
use crate::scenario::syntax::writer::Writer;

/// An IT service.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// Name.
    pub name: String,
    /// Systems that it cannot run without.
    pub needs: Vec<String>,
}

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> System {
    let needs = fields.take("needs");
    let needs = reader.references(needs, kind("systems"));
    fields.finish(reader);
    System { name: name.to_owned(), needs }
}

impl System {
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.names("needs", &self.needs);
    }
}
