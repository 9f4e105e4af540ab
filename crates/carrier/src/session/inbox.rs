//! Receipts and replies that wait to be written down. The carrier is acknowledged only then, so that it sends again
//! what a crash of ours lost.

use std::collections::BTreeMap;

use domain::time::Millis;
use tokio::sync::mpsc::UnboundedSender;

use super::dialect::Inbound;
use crate::contract::{Receipt, Reply};

#[derive(Debug, Default)]
pub(super) struct Inbox {
    last: u64,
    receipts: BTreeMap<u64, (Receipt, Acknowledge)>,
    replies: BTreeMap<u64, (Reply, Acknowledge)>,
}

/// Octets that acknowledge, and the connection on which they came.
#[derive(Debug)]
pub(super) struct Acknowledge {
    pub octets: Vec<u8>,
    pub to: UnboundedSender<Vec<u8>>,
}

impl Acknowledge {
    /// If the connection is gone meanwhile, the carrier sends it again, and it is known already.
    fn send(self) {
        let _ = self.to.send(self.octets);
    }
}

impl Inbox {
    pub fn len(&self) -> usize {
        self.receipts.len() + self.replies.len()
    }

    pub fn put(&mut self, what: Inbound, now: Millis, acknowledge: Acknowledge) {
        self.last += 1;
        let token = self.last;
        match what {
            Inbound::Receipt {
                reference,
                status,
                code,
                at,
                numbers,
            } => {
                let receipt = Receipt {
                    reference,
                    key: None,
                    status,
                    code: Some(code),
                    at: at.unwrap_or(now),
                    numbers,
                    token,
                };
                self.receipts.insert(token, (receipt, acknowledge));
            }
            Inbound::Reply {
                from,
                international,
                to,
                text,
                part,
            } => {
                let reply = Reply {
                    from,
                    international,
                    to,
                    text,
                    part,
                    at: now,
                    token,
                };
                self.replies.insert(token, (reply, acknowledge));
            }
            Inbound::Unreadable => acknowledge.send(),
        }
    }

    pub fn receipts(&self, limit: usize) -> Vec<Receipt> {
        self.receipts
            .values()
            .take(limit)
            .map(|(receipt, _)| receipt.clone())
            .collect()
    }

    pub fn replies(&self, limit: usize) -> Vec<Reply> {
        self.replies
            .values()
            .take(limit)
            .map(|(reply, _)| reply.clone())
            .collect()
    }

    pub fn acknowledge_receipt(&mut self, token: u64) {
        if let Some((_, acknowledge)) = self.receipts.remove(&token) {
            acknowledge.send();
        }
    }

    pub fn acknowledge_reply(&mut self, token: u64) {
        if let Some((_, acknowledge)) = self.replies.remove(&token) {
            acknowledge.send();
        }
    }
}
