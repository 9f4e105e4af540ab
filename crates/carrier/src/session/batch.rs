//! One hand-over: messages put under way one after another, and the answers to them as they come.

use std::collections::{HashMap, VecDeque};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use domain::roll;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::dialect::{Dialect, Verdict};
use super::late::Late;
use super::settings::Pace;
use super::state::{Begun, Free, NoPlace, Spot, State, Teller, Told, Wanted, Word};
use super::sum::Sum;
use crate::contract::{Answer, Deferral, Doubt, DoubtWhy, Key, Lookup, Message};

/// Words that are taken in together.
const TOGETHER: usize = 256;
/// How long parts rest that a carrier put off while it took others of their message.
const REST: Duration = Duration::from_secs(1);

/// Hears the answers of a hand-over, each with the message's place in it.
pub(super) type Tell<'t> = &'t (dyn Fn(Vec<(usize, Answer)>) + Send + Sync);

/// A message of which parts are under way.
#[derive(Default)]
struct Open {
    sum: Sum,
    /// Parts that were put under way and of which nothing was heard.
    awaited: u16,
    /// Parts that the carrier puts off for now, with its reason and code.
    slow: Vec<(u16, Deferral, String)>,
    /// Whether those rest, to go again.
    resting: bool,
    /// Until when answers are awaited; `None` while parts of it are yet to be put under way.
    until: Option<Instant>,
    /// Until its answer, or until it is given up.
    begun: Option<Begun>,
}

/// A message of several parts: what the carrier definitely refuses for now while it takes the others goes once more.
struct Long<P> {
    parts: Arc<[P]>,
    words: UnboundedSender<Word>,
}

/// A hand-over.
pub(super) struct Batch<'t, D: Dialect> {
    dialect: Arc<D>,
    state: Arc<State>,
    pace: Pace,
    messages: &'t [Message],
    tell: Tell<'t>,
    /// The messages that were begun, by their place; `None`: it is answered.
    open: Vec<Option<Open>>,
    /// Those of several parts that are not answered, by their place.
    long: HashMap<usize, Long<D::Part>>,
    /// Messages of which parts rest, each with the moment when they go again; in the order of these.
    resting: VecDeque<(Instant, usize)>,
    /// No message before this one awaits its answer: as they were begun in order, their moments are in order.
    first: usize,
    silent: Silent,
    words: UnboundedReceiver<Word>,
    heard: Vec<Word>,
    answers: Vec<(usize, Answer)>,
}

/// Messages that were not answered in time, and may yet be.
struct Silent {
    late: Late,
    open: HashMap<u32, (Key, Open)>,
}

impl Open {
    fn hear(&mut self, told: Told) {
        self.awaited -= 1;
        self.sum.add(told);
    }

    /// Parts that were put off do not go any more.
    fn leave_slow(&mut self) {
        for (_, why, code) in self.slow.drain(..) {
            self.sum.add(Told::Answer(Verdict::Deferred(why, code)));
        }
    }
}

impl Silent {
    /// Keeps what a late answer tells, so that a look-up can tell it.
    fn hear(&mut self, message: u32, told: Told) {
        let Some((_, open)) = self.open.get_mut(&message) else {
            return;
        };
        open.hear(told);
        if open.awaited > 0 {
            return;
        }
        let Some((key, open)) = self.open.remove(&message) else {
            return;
        };
        let lookup = match open.sum.answer() {
            Answer::Taken { references } => Lookup::Has { references },
            Answer::Deferred { .. } | Answer::Refused { .. } => Lookup::HasNot,
            Answer::NoAnswer(_) => return,
        };
        self.late.put(key, lookup);
    }

    /// Waits on for those that are open.
    async fn wait(mut self, mut words: UnboundedReceiver<Word>) {
        while !self.open.is_empty()
            && let Some((spot, told)) = words.recv().await
        {
            self.hear(spot.message, told);
        }
    }
}

impl<'t, D: Dialect> Batch<'t, D> {
    /// Hands these messages over; returns once each was answered, or given up. A message whose first part finds no place for
    /// [`Pace::place`] is not sent.
    pub async fn hand_over(
        dialect: Arc<D>,
        (state, late): (Arc<State>, Late),
        pace: Pace,
        messages: &'t [Message],
        tell: Tell<'t>,
    ) {
        let (teller, words) = mpsc::unbounded_channel();
        let mut batch = Batch {
            dialect,
            state,
            pace,
            messages,
            tell,
            open: Vec::with_capacity(messages.len()),
            long: HashMap::new(),
            resting: VecDeque::new(),
            first: 0,
            silent: Silent {
                late,
                open: HashMap::new(),
            },
            words,
            heard: Vec::with_capacity(TOGETHER),
            answers: Vec::new(),
        };
        let until = Instant::now() + pace.place;
        for message in messages {
            batch.begin(message, until, &teller).await;
        }
        drop(teller);
        batch.tell();
        while batch.first < batch.open.len() {
            batch.hear().await;
        }
        if !batch.silent.open.is_empty() {
            tokio::spawn(batch.silent.wait(batch.words));
        }
    }

    /// Puts the parts of a message under way.
    async fn begin(&mut self, message: &Message, mut until: Instant, teller: &UnboundedSender<Word>) {
        let place = self.open.len();
        self.open.push(Some(Open::default()));
        let reference = self.state.lock().next_reference();
        let parts = match self.dialect.cut(message, reference) {
            Ok(parts) => Arc::<[D::Part]>::from(parts),
            Err(why) => {
                let code = why.0.into();
                let failure = roll::Failure::Rejected;
                return self.answer(place, Answer::Refused { failure, code });
            }
        };
        if let Some(open) = &mut self.open[place] {
            open.sum.of = parts.len() as u16;
        }
        if parts.len() > 1 {
            let (parts, words) = (parts.clone(), teller.clone());
            self.long.insert(place, Long { parts, words });
        }
        let mut begun = None;
        for n in 0..parts.len() {
            let mut free = self.place(until).await;
            if n == 0 && free.is_ok() {
                // A message whose first part went goes whole, also where we take leave meanwhile; no other begins then.
                begun = self.state.begin();
                if begun.is_none() {
                    free = Err(NoPlace::NOT_BOUND);
                }
            }
            let put = free.and_then(|free| free.put(self.part(place, &parts, n, teller.clone())));
            let Some(open) = &mut self.open[place] else {
                return;
            };
            match put {
                Ok(()) => open.awaited += 1,
                // The first part that does not go keeps back those behind it.
                Err((why, code)) => {
                    open.sum.deferred.push((why, code.to_owned()));
                    break;
                }
            }
            // Once a part is under way, the others should follow: they may wait as long again.
            if n == 0 {
                until += self.pace.place;
            }
        }
        if let Some(open) = &mut self.open[place] {
            open.until = Some(Instant::now() + self.pace.answer);
            open.begun = begun;
        }
        self.finish(place);
    }

    fn part(&self, place: usize, parts: &Arc<[D::Part]>, n: usize, words: UnboundedSender<Word>) -> Wanted {
        let (dialect, parts) = (self.dialect.clone(), parts.clone());
        let spot = Spot {
            message: place as u32,
            part: n as u16,
        };
        Wanted {
            make: Box::new(move |sequence| dialect.submit(&parts[n], sequence)),
            told: Teller::new(spot, words),
        }
    }

    /// A place on a connection; the answers that come while it is awaited are taken in.
    async fn place(&mut self, until: Instant) -> Result<Free, super::state::NotSent> {
        let full = match self.state.lock().place() {
            Ok(free) => return Ok(free),
            Err(NoPlace::NotSent(why)) => return Err(why),
            Err(NoPlace::Full(full)) => full,
        };
        // Mostly there is a place, since no more is claimed than there are: only who waits needs a timer.
        let mut freed = pin!(timeout_at(until, full.freed()));
        loop {
            tokio::select! {
                biased;
                free = &mut freed => return free.unwrap_or(Err(NoPlace::WINDOW_FULL)),
                () = self.hear() => {}
            }
        }
    }

    /// Takes in what has come, once something has, or when the first that waits has waited long enough. Nothing is lost where
    /// this is dropped.
    async fn hear(&mut self) {
        let due = self.open.get(self.first).and_then(|open| open.as_ref()?.until);
        let rested = self.resting.front().map(|(until, _)| *until);
        let waited = async {
            match due.into_iter().chain(rested).min() {
                Some(until) => sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            count = self.words.recv_many(&mut self.heard, TOGETHER) => {
                let mut heard = std::mem::take(&mut self.heard);
                for (spot, told) in heard.drain(..) {
                    self.word(spot, told);
                }
                self.heard = heard;
                // Nobody is left who could tell anything.
                if count == 0 {
                    self.give_up(DoubtWhy::Broken, |_| true);
                }
            }
            () = waited => {
                let now = Instant::now();
                while let Some((_, place)) = self.resting.pop_front_if(|(until, _)| *until <= now) {
                    self.again(place);
                }
                self.give_up(DoubtWhy::Silent, |until| until <= now);
            }
        }
        self.tell();
    }

    fn word(&mut self, spot: Spot, told: Told) {
        let place = spot.message as usize;
        match (&mut self.open[place], told) {
            (Some(open), Told::Answer(Verdict::Deferred(why @ (Deferral::Throttled | Deferral::QueueFull), code)))
                if self.long.contains_key(&place) =>
            {
                open.awaited -= 1;
                open.slow.push((spot.part, why, code));
            }
            (Some(open), told) => open.hear(told),
            (None, told) => return self.silent.hear(spot.message, told),
        }
        self.finish(place);
    }

    /// Answers a message of which no part is awaited any more; parts that were put off go again after a rest if the others
    /// were taken, for as long as there is time to await their answer.
    fn finish(&mut self, place: usize) {
        let over = |open: &mut Open| open.awaited == 0 && !open.resting && open.until.is_some();
        let Some(mut open) = self.open[place].take_if(over) else {
            return;
        };
        let again = Instant::now() + REST;
        let in_time = open.until.is_some_and(|until| again + self.pace.answer / 4 <= until);
        if !open.slow.is_empty() && open.sum.only_taken() && in_time {
            open.resting = true;
            self.open[place] = Some(open);
            return self.resting.push_back((again, place));
        }
        open.leave_slow();
        self.answer(place, open.sum.answer());
    }

    /// Puts the parts of a message under way that have rested; those for which there is no place rest on.
    fn again(&mut self, place: usize) {
        let (Some(open), Some(long)) = (&mut self.open[place], self.long.get(&place)) else {
            return;
        };
        let (parts, words) = (long.parts.clone(), long.words.clone());
        let mut slow = std::mem::take(&mut open.slow);
        let (mut awaited, mut not_sent) = (0, Vec::new());
        while let Some((part, ..)) = slow.last() {
            let put = match self.state.lock().place() {
                Ok(free) => free.put(self.part(place, &parts, usize::from(*part), words.clone())),
                Err(NoPlace::NotSent(why)) => Err(why),
                Err(NoPlace::Full(_)) => break,
            };
            slow.pop();
            match put {
                Ok(()) => awaited += 1,
                Err((why, code)) => not_sent.push((why, code.to_owned())),
            }
        }
        if let Some(open) = &mut self.open[place] {
            open.resting = false;
            open.awaited += awaited;
            open.sum.deferred.extend(not_sent);
            open.slow = slow;
        }
        self.finish(place);
    }

    fn answer(&mut self, place: usize, answer: Answer) {
        self.open[place] = None;
        self.long.remove(&place);
        self.answers.push((place, answer));
        while self.open.get(self.first).is_some_and(Option::is_none) {
            self.first += 1;
        }
    }

    /// Calls those in doubt that were begun, in their order, for as long as their moment is `over`.
    fn give_up(&mut self, why: DoubtWhy, over: impl Fn(Instant) -> bool) {
        for place in self.first..self.open.len() {
            let Some(open) = &mut self.open[place] else { continue };
            if !open.until.is_some_and(&over) {
                break;
            }
            open.leave_slow();
            let doubt = Doubt {
                why,
                written: open.sum.written + open.awaited,
                of: open.sum.of,
                taken: open.sum.taken.clone(),
            };
            if let Some(mut open) = self.open[place].take() {
                open.begun = None;
                self.silent.open.insert(place as u32, (self.messages[place].key, open));
            }
            self.answer(place, Answer::NoAnswer(doubt));
        }
    }

    fn tell(&mut self) {
        if !self.answers.is_empty() {
            (self.tell)(std::mem::take(&mut self.answers));
        }
    }
}
