//! Systems: the IT services that work needs, and what they need themselves.

/// An IT service.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// Name.
    pub name: String,
    /// Systems that it cannot run without.
    pub needs: Vec<String>,
}
