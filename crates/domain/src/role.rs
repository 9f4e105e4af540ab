//! Roles, and what each may do (the table "People" of the design).

use serde::{Deserialize, Serialize};

/// What a member of staff, or an API token, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Writes to customers.
    Agent,
    /// Writes, approves and steers runs.
    Supervisor,
    /// Approves, steers runs and reads every log.
    Manager,
    /// Sets the product up.
    Admin,
}

/// One thing that a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// See customers, with masked phones.
    SeeCustomers,
    /// Reveal one phone at a time; each time is logged.
    RevealPhone,
    /// Import, create, edit and erase customers.
    EditCustomers,
    /// Write templates, segments and campaigns, and submit them.
    Compose,
    /// Approve or return what somebody else submitted.
    Approve,
    /// Pause, resume or cancel a run; settle what is in doubt.
    SteerRuns,
    /// Read the delivery log, the audit log and reports, and export them; see [`Role::reads_all_logs`].
    ReadLog,
    /// Users, carriers, keys, limits, allowed hours.
    Administer,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 4] = [Role::Agent, Role::Supervisor, Role::Manager, Role::Admin];

    /// Whether this role may do `capability`.
    pub const fn may(self, capability: Capability) -> bool {
        use Capability as C;
        match capability {
            C::SeeCustomers | C::RevealPhone | C::ReadLog => true,
            C::EditCustomers | C::Compose => !matches!(self, Role::Manager),
            C::Approve | C::SteerRuns => matches!(self, Role::Supervisor | Role::Manager),
            C::Administer => matches!(self, Role::Admin),
        }
    }

    /// Whether [`Capability::ReadLog`] reaches what others did, too. An agent reads only their own.
    pub const fn reads_all_logs(self) -> bool {
        !matches!(self, Role::Agent)
    }

    /// Whether a file may show this role the phones of many in full. An agent reveals them one at a time.
    pub const fn exports_phones(self) -> bool {
        !matches!(self, Role::Agent)
    }

    /// The stable code of this role.
    pub const fn code(self) -> &'static str {
        match self {
            Role::Agent => "agent",
            Role::Supervisor => "supervisor",
            Role::Manager => "manager",
            Role::Admin => "admin",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

impl Capability {
    /// All capabilities.
    pub const ALL: [Capability; 8] = [
        Capability::SeeCustomers,
        Capability::RevealPhone,
        Capability::EditCustomers,
        Capability::Compose,
        Capability::Approve,
        Capability::SteerRuns,
        Capability::ReadLog,
        Capability::Administer,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds() {
        let table = [
            (Capability::SeeCustomers, [true, true, true, true]),
            (Capability::RevealPhone, [true, true, true, true]),
            (Capability::EditCustomers, [true, true, false, true]),
            (Capability::Compose, [true, true, false, true]),
            (Capability::Approve, [false, true, true, false]),
            (Capability::SteerRuns, [false, true, true, false]),
            (Capability::ReadLog, [true, true, true, true]),
            (Capability::Administer, [false, false, false, true]),
        ];
        assert_eq!(table.len(), Capability::ALL.len());
        for (capability, expected) in table {
            assert_eq!(Role::ALL.map(|role| role.may(capability)), expected, "{capability:?}");
        }
    }
}
