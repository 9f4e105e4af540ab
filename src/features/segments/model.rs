//! A rule as a tree that is edited: every part has a number of its own, so that the view can keep what one is typing while
//! parts move. Pure.

use domain::segment::{Condition, MAX_DEPTH, Rule};

/// The number of a part; none is used twice in a tree.
pub(super) type NodeId = u32;

/// How a group joins its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    All,
    Any,
    None,
}

impl Join {
    pub const ALL: [Self; 3] = [Self::All, Self::Any, Self::None];
}

/// A part of the rule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub id: NodeId,
    pub what: What,
}

/// A group or a condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Group(Join, Vec<Node>),
    Is(Condition),
}

/// The tree; its root is always a group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree {
    pub root: Node,
    next: NodeId,
}

impl Tree {
    /// The tree of a rule. A rule that is one condition becomes a group of it.
    pub fn of(rule: &Rule) -> Self {
        let mut next = 0;
        let root = match rule {
            Rule::Is(_) => node(&Rule::All(vec![rule.clone()]), &mut next),
            _ => node(rule, &mut next),
        };
        Self { root, next }
    }

    /// The rule as it stands.
    pub fn rule(&self) -> Rule {
        rule(&self.root)
    }

    /// A part by its number.
    pub fn find(&self, id: NodeId) -> Option<&Node> {
        find(&self.root, id)
    }

    /// The condition with this number.
    pub fn condition(&self, id: NodeId) -> Option<&Condition> {
        match &self.find(id)?.what {
            What::Is(condition) => Some(condition),
            What::Group(..) => None,
        }
    }

    /// The group with this number: how it joins, and its parts' numbers.
    pub fn group(&self, id: NodeId) -> Option<(Join, Vec<NodeId>)> {
        match &self.find(id)?.what {
            What::Group(join, parts) => Some((*join, parts.iter().map(|part| part.id).collect())),
            What::Is(_) => None,
        }
    }

    /// The group that holds a part; none for the root.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        parent(&self.root, id).map(|node| node.id)
    }

    /// How many groups stand around a part, the root's being 1.
    pub fn depth(&self, id: NodeId) -> usize {
        self.parent(id).map_or(0, |parent| 1 + self.depth(parent))
    }

    /// The path by which `Rule::flaws` names a part.
    pub fn path(&self, id: NodeId) -> String {
        match self.parent(id) {
            None => "rule".to_owned(),
            Some(parent) => format!("{}.{}", self.path(parent), self.place(id).unwrap_or(0)),
        }
    }

    /// Where a part stands in its group.
    pub fn place(&self, id: NodeId) -> Option<usize> {
        let (_, parts) = self.group(self.parent(id)?)?;
        parts.iter().position(|part| *part == id)
    }

    /// Adds a condition at the end of a group; answers its number.
    pub fn add(&mut self, group: NodeId, condition: Condition) -> NodeId {
        self.push(group, What::Is(condition))
    }

    /// Adds an empty group at the end of a group; answers its number.
    pub fn add_group(&mut self, group: NodeId, join: Join) -> NodeId {
        self.push(group, What::Group(join, Vec::new()))
    }

    /// Changes a condition.
    pub fn set(&mut self, id: NodeId, condition: Condition) {
        if let Some(node) = find_mut(&mut self.root, id)
            && matches!(node.what, What::Is(_))
        {
            node.what = What::Is(condition);
        }
    }

    /// Changes how a group joins.
    pub fn set_join(&mut self, id: NodeId, new: Join) {
        if let Some(Node {
            what: What::Group(join, _),
            ..
        }) = find_mut(&mut self.root, id)
        {
            *join = new;
        }
    }

    /// Takes a part out, with all that is in it. The root stays.
    pub fn remove(&mut self, id: NodeId) {
        self.take(id);
    }

    /// Moves a part within its group, by one; answers whether it could.
    pub fn shift(&mut self, id: NodeId, down: bool) -> bool {
        let Some((parent, at)) = self.parent(id).zip(self.place(id)) else {
            return false;
        };
        let Some(parts) = self.parts_mut(parent) else {
            return false;
        };
        let to = if down { at + 1 } else { at.wrapping_sub(1) };
        if to >= parts.len() {
            return false;
        }
        parts.swap(at, to);
        true
    }

    /// Whether a part can go one group deeper.
    pub fn can_indent(&self, id: NodeId) -> bool {
        let below = self.find(id).map_or(0, height);
        self.parent(id).is_some() && self.depth(id) + below < MAX_DEPTH
    }

    /// Puts a part into the group before it, else into a new group in its place.
    pub fn indent(&mut self, id: NodeId) {
        let Some((parent, at)) = self.parent(id).zip(self.place(id)).filter(|_| self.can_indent(id)) else {
            return;
        };
        let before = self
            .group(parent)
            .and_then(|(_, parts)| parts.get(at.checked_sub(1)?).copied());
        let group_before = before.filter(|before| self.group(*before).is_some());
        let Some(node) = self.take(id) else { return };
        if let Some(parts) = group_before.and_then(|group| self.parts_mut(group)) {
            parts.push(node);
            return;
        }
        let group = Node {
            id: self.number(),
            what: What::Group(Join::Any, vec![node]),
        };
        if let Some(parts) = self.parts_mut(parent) {
            parts.insert(at, group);
        }
    }

    /// Puts a part behind the group in which it stands; a group that is left empty goes.
    pub fn outdent(&mut self, id: NodeId) {
        let Some(parent) = self.parent(id) else { return };
        let Some((above, at)) = self.parent(parent).zip(self.place(parent)) else {
            return;
        };
        let Some(node) = self.take(id) else { return };
        if let Some(parts) = self.parts_mut(above) {
            parts.insert(at + 1, node);
        }
        if self.group(parent).is_some_and(|(_, parts)| parts.is_empty()) {
            self.take(parent);
        }
    }

    fn push(&mut self, group: NodeId, what: What) -> NodeId {
        let id = self.number();
        if let Some(parts) = self.parts_mut(group) {
            parts.push(Node { id, what });
        }
        id
    }

    fn number(&mut self) -> NodeId {
        self.next += 1;
        self.next - 1
    }

    fn parts_mut(&mut self, group: NodeId) -> Option<&mut Vec<Node>> {
        match &mut find_mut(&mut self.root, group)?.what {
            What::Group(_, parts) => Some(parts),
            What::Is(_) => None,
        }
    }

    fn take(&mut self, id: NodeId) -> Option<Node> {
        let (parent, at) = (self.parent(id)?, self.place(id)?);
        Some(self.parts_mut(parent)?.remove(at))
    }
}

fn node(rule: &Rule, next: &mut NodeId) -> Node {
    let id = *next;
    *next += 1;
    let what = match rule {
        Rule::All(parts) => What::Group(Join::All, nodes(parts, next)),
        Rule::Any(parts) => What::Group(Join::Any, nodes(parts, next)),
        Rule::None(parts) => What::Group(Join::None, nodes(parts, next)),
        Rule::Is(condition) => What::Is(condition.clone()),
    };
    Node { id, what }
}

fn nodes(parts: &[Rule], next: &mut NodeId) -> Vec<Node> {
    parts.iter().map(|part| node(part, next)).collect()
}

fn rule(node: &Node) -> Rule {
    match &node.what {
        What::Group(Join::All, parts) => Rule::All(parts.iter().map(rule).collect()),
        What::Group(Join::Any, parts) => Rule::Any(parts.iter().map(rule).collect()),
        What::Group(Join::None, parts) => Rule::None(parts.iter().map(rule).collect()),
        What::Is(condition) => Rule::Is(condition.clone()),
    }
}

fn find(node: &Node, id: NodeId) -> Option<&Node> {
    if node.id == id {
        return Some(node);
    }
    match &node.what {
        What::Group(_, parts) => parts.iter().find_map(|part| find(part, id)),
        What::Is(_) => None,
    }
}

fn find_mut(node: &mut Node, id: NodeId) -> Option<&mut Node> {
    if node.id == id {
        return Some(node);
    }
    match &mut node.what {
        What::Group(_, parts) => parts.iter_mut().find_map(|part| find_mut(part, id)),
        What::Is(_) => None,
    }
}

fn parent(node: &Node, id: NodeId) -> Option<&Node> {
    let What::Group(_, parts) = &node.what else { return None };
    if parts.iter().any(|part| part.id == id) {
        return Some(node);
    }
    parts.iter().find_map(|part| parent(part, id))
}

/// How many groups stand one in another, this one included.
fn height(node: &Node) -> usize {
    match &node.what {
        What::Group(_, parts) => 1 + parts.iter().map(height).max().unwrap_or(0),
        What::Is(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::topic::Topic;
    use super::*;
    use domain::segment::DateTest;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn is(days: u16) -> Rule {
        Rule::Is(Condition::LastContact(DateTest::WithinLast(days)))
    }

    fn tree() -> Tree {
        Tree::of(&Rule::All(vec![
            is(1),
            Rule::Any(vec![is(2), Rule::None(vec![is(3)])]),
            is(4),
        ]))
    }

    /// The part that tests `days`.
    fn at(tree: &Tree, days: u16) -> NodeId {
        fn go(node: &Node, days: u16) -> Option<NodeId> {
            match &node.what {
                What::Is(Condition::LastContact(DateTest::WithinLast(found))) if *found == days => Some(node.id),
                What::Group(_, parts) => parts.iter().find_map(|part| go(part, days)),
                What::Is(_) => None,
            }
        }
        go(&tree.root, days).unwrap()
    }

    fn check(change: impl Fn(&mut Tree), after: Rule) {
        let mut tree = tree();
        change(&mut tree);
        assert_eq!(tree.rule(), after);
    }

    #[test]
    fn a_rule_comes_back_as_it_was() {
        for rule in [
            tree().rule(),
            Rule::everybody(),
            Rule::Any(vec![]),
            Rule::None(vec![Rule::All(vec![Rule::Any(vec![])]), is(9)]),
        ] {
            assert_eq!(Tree::of(&rule).rule(), rule);
        }
        // One condition gets a group around it, which selects the same.
        assert_eq!(Tree::of(&is(1)).rule(), Rule::All(vec![is(1)]));
    }

    #[test]
    fn parts_move_within_their_group() {
        let deep = || Rule::Any(vec![is(2), Rule::None(vec![is(3)])]);
        check(
            |tree| assert!(tree.shift(at(tree, 4), false)),
            Rule::All(vec![is(1), is(4), deep()]),
        );
        check(
            |tree| assert!(tree.shift(at(tree, 1), true)),
            Rule::All(vec![deep(), is(1), is(4)]),
        );
        // At an end there is nowhere to go.
        check(|tree| assert!(!tree.shift(at(tree, 4), true)), tree().rule());
        check(|tree| assert!(!tree.shift(at(tree, 1), false)), tree().rule());
        check(|tree| assert!(!tree.shift(tree.root.id, true)), tree().rule());
    }

    #[test]
    fn parts_go_into_groups_and_out() {
        // Into the group before it.
        check(
            |tree| tree.indent(at(tree, 4)),
            Rule::All(vec![is(1), Rule::Any(vec![is(2), Rule::None(vec![is(3)]), is(4)])]),
        );
        // Into a new one where none stands before.
        check(
            |tree| tree.indent(at(tree, 1)),
            Rule::All(vec![
                Rule::Any(vec![is(1)]),
                Rule::Any(vec![is(2), Rule::None(vec![is(3)])]),
                is(4),
            ]),
        );
        // Out, and the group that is left empty goes.
        check(
            |tree| tree.outdent(at(tree, 3)),
            Rule::All(vec![is(1), Rule::Any(vec![is(2), is(3)]), is(4)]),
        );
        check(
            |tree| tree.outdent(at(tree, 2)),
            Rule::All(vec![is(1), Rule::Any(vec![Rule::None(vec![is(3)])]), is(2), is(4)]),
        );
        // The root's parts cannot go further out.
        check(|tree| tree.outdent(at(tree, 1)), tree().rule());
    }

    #[test]
    fn nothing_goes_deeper_than_a_rule_may() {
        let mut tree = Tree::of(&is(1));
        for _ in 0..20 {
            let id = at(&tree, 1);
            tree.indent(id);
        }
        assert_eq!(tree.rule().flaws(), []);
        assert!(!tree.can_indent(at(&tree, 1)));
    }

    #[test]
    fn parts_are_added_changed_and_taken() {
        let mut tree = Tree::of(&Rule::everybody());
        let root = tree.root.id;
        let one = tree.add(root, Topic::Tier.fresh());
        let group = tree.add_group(root, Join::Any);
        let two = tree.add(group, Topic::LastContact.fresh());
        tree.set(one, Condition::Tier(vec!["VIP".into()]));
        tree.set_join(group, Join::None);
        let long_ago = Rule::Is(Condition::LastContact(DateTest::LongerAgoThan(90)));
        let vip = Rule::Is(Condition::Tier(vec!["VIP".into()]));
        assert_eq!(tree.rule(), Rule::All(vec![vip.clone(), Rule::None(vec![long_ago])]));
        assert_eq!((tree.depth(two), tree.path(two).as_str()), (2, "rule.1.0"));
        tree.remove(group);
        tree.remove(root);
        assert_eq!(tree.rule(), Rule::All(vec![vip]));
        assert_eq!(tree.find(two), None);
    }

    #[test]
    fn a_flaw_is_found_at_its_part() {
        let mut tree = tree();
        let (root, inner) = (tree.root.id, tree.parent(at(&tree, 3)).unwrap());
        let bad = tree.add(inner, Topic::City.fresh());
        tree.add(root, Topic::Consent.fresh());
        let flaws = tree.rule().flaws();
        assert_eq!(flaws.len(), 1);
        assert_eq!(flaws[0].0, tree.path(bad));
    }
}
