//! Messages of 客户 (Customers).

use super::Msg;

/// The area's name, as the rail shows it.
pub const NAV: Msg = Msg::new("客户", "Customers");
/// A customer's page.
pub const ONE: Msg = Msg::new("客户", "Customer");
/// The form's title for a new customer.
pub const NEW: Msg = Msg::new("新建客户", "New customer");
/// The form's title for a customer at hand.
pub const EDIT: Msg = Msg::new("编辑客户", "Edit customer");
