//! Changing a draft, without a database.

use records::Refusal;

use super::questionnaire::{Answer, Band, Form, Question, Questionnaire, Words};
use super::sound::{LONGEST, MOST, POINTS};

/// Which way something is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one above it.
    Up,
    /// Behind the one below it.
    Down,
}

/// A change to a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A question at the end.
    Add(Words, Form),
    /// What a question asks and which answers it has. Answers without a key are new.
    Write(Question),
    /// A question, by its key, one place further.
    Move(String, Direction),
    /// A question goes away.
    Remove(String),
    /// The bands, all of them.
    Bands(Vec<Band>),
}

/// Moves the element at a place; at an end it stays.
pub fn shift<T>(list: &mut [T], at: usize, direction: Direction) {
    let to = match direction {
        Direction::Up => at.checked_sub(1),
        Direction::Down => Some(at + 1).filter(|to| *to < list.len()),
    };
    if let Some(to) = to {
        list.swap(at, to);
    }
}

/// A key that none of these has: keys of what was removed are given again only where they were the last.
fn fresh<'a>(prefix: char, known: impl Iterator<Item = &'a str>) -> String {
    let last = known.filter_map(|key| key.strip_prefix(prefix)?.parse::<u32>().ok()).max().unwrap_or(0);
    format!("{prefix}{}", last.saturating_add(1))
}

impl Questionnaire {
    /// Makes a change. Refuses what names no question and what is out of bounds; whether all of it together is sound is
    /// asked when it is published.
    pub fn change(&mut self, edit: Edit) -> Result<(), Refusal> {
        match edit {
            Edit::Add(text, form) => {
                if self.questions.len() >= MOST {
                    return Err(Refusal::Rule("screening-too-many"));
                }
                written("text", &text)?;
                let key = fresh('q', self.questions.iter().map(|q| q.key.as_str()));
                self.questions.push(Question { key, text, form, required: true, answers: Vec::new() });
            }
            Edit::Write(question) => {
                let at = self.place(&question.key).ok_or(Refusal::NotFound)?;
                written("text", &question.text)?;
                self.questions[at] = with_keys(question)?;
            }
            Edit::Move(key, direction) => {
                let at = self.place(&key).ok_or(Refusal::NotFound)?;
                shift(&mut self.questions, at, direction);
            }
            Edit::Remove(key) => {
                let at = self.place(&key).ok_or(Refusal::NotFound)?;
                self.questions.remove(at);
            }
            Edit::Bands(bands) => {
                if bands.len() > MOST {
                    return Err(Refusal::Rule("screening-too-many"));
                }
                if bands.iter().any(|band| !(-POINTS..=POINTS).contains(&band.at_least)) {
                    return Err(Refusal::field("at_least", "screening-points-out-of-range"));
                }
                self.bands = bands;
            }
        }
        Ok(())
    }
}

fn written(field: &str, text: &Words) -> Result<(), Refusal> {
    if text.zh.is_empty() {
        return Err(Refusal::field(field, "field-required"));
    }
    if [&text.zh, &text.en].into_iter().any(|text| text.chars().count() > LONGEST) {
        return Err(Refusal::field(field, "field-too-long"));
    }
    Ok(())
}

/// The question with a key for each of its answers.
fn with_keys(mut question: Question) -> Result<Question, Refusal> {
    if question.answers.len() > MOST {
        return Err(Refusal::Rule("screening-too-many"));
    }
    for at in 0..question.answers.len() {
        written("answer", &question.answers[at].text)?;
        if !(-POINTS..=POINTS).contains(&question.answers[at].points) {
            return Err(Refusal::field("points", "screening-points-out-of-range"));
        }
        let taken = question.answers[..at].iter().any(|other| other.key == question.answers[at].key);
        if question.answers[at].key.is_empty() || taken {
            question.answers[at].key = fresh('a', question.answers.iter().map(|a: &Answer| a.key.as_str()));
        }
    }
    Ok(question)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn keys(questionnaire: &Questionnaire) -> String {
        questionnaire.questions.iter().map(|question| question.key.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// LEAD-02: questions are added, moved, written and removed; what they are called stays theirs.
    #[test]
    fn a_draft_is_changed() {
        let mut draft = sample();
        draft.change(Edit::Move("q2".into(), Direction::Up)).unwrap();
        draft.change(Edit::Move("q2".into(), Direction::Up)).unwrap();
        draft.change(Edit::Move("q9".into(), Direction::Down)).unwrap();
        draft.change(Edit::Remove("q8".into())).unwrap();
        draft.change(Edit::Add(Words::new("职业？", ""), Form::Text)).unwrap();
        assert_eq!(keys(&draft), "q2 q1 q3 q4 q5 q6 q7 q9 q10");
        let mut question = draft.question("q3").unwrap().clone();
        question.answers.remove(0);
        question.answers.push(Answer { text: Words::new("等新款", ""), points: 3, ..Answer::default() });
        draft.change(Edit::Write(question)).unwrap();
        let answers: Vec<&str> = draft.question("q3").unwrap().answers.iter().map(|a| a.key.as_str()).collect();
        assert_eq!(answers, ["a2", "a3", "a4"]);
        assert!(draft.change(Edit::Remove("q8".into())).is_err());
        assert!(draft.change(Edit::Add(Words::default(), Form::One)).is_err());
        assert!(
            draft.change(Edit::Bands(vec![Band { at_least: 2_000, grade: super::super::Grade::Unqualified }])).is_err()
        );
    }
}
