//! From answers to a grade (domain.md §1.3, §2.1): additive, and explainable.

use super::answers::Answers;
use super::path::visited;
use super::questionnaire::{Grade, Questionnaire};

/// What a question that was answered contributed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The key of the question.
    pub question: String,
    /// Keys of the answers that held; none for a number outside all ranges.
    pub answers: Vec<String>,
    /// Their points.
    pub points: i64,
}

/// What decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// An answer by itself: the keys of the question and of the answer.
    Answer(String, String),
    /// The band that begins at so many points.
    Band(i64),
    /// Fewer points than any band asks for.
    BelowAll,
}

/// What answers come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// The sum over the questions that are asked, given these answers.
    pub points: i64,
    /// The grade that these answers come to, also where more is to be asked.
    pub grade: Grade,
    /// What decided.
    pub rule: Rule,
    /// What each answered question contributed, in the order of the questions.
    pub reasons: Vec<Reason>,
    /// Whether every required question that is asked has its answer.
    pub complete: bool,
}

impl Classification {
    /// Whether the grade stands: nothing more is to be asked, or an answer decided by itself.
    pub fn stands(&self) -> bool {
        self.complete || matches!(self.rule, Rule::Answer(..))
    }
}

/// Classifies answers. Questions that are not asked, given these answers, never count, whatever was answered to them
/// before. The first answer that decides by itself decides, else the highest band that the points reach, else the lead is
/// not qualified.
pub fn classify(questionnaire: &Questionnaire, answers: &Answers) -> Classification {
    let asked = visited(questionnaire, answers);
    let (mut points, mut reasons, mut decided) = (0_i64, Vec::new(), None);
    for question in asked.iter().filter(|question| answers.has(question)) {
        let hits = answers.hits(question);
        let counted = hits.iter().fold(0_i64, |sum, answer| sum.saturating_add(answer.points));
        points = points.saturating_add(counted);
        if decided.is_none() {
            decided = hits.iter().find_map(|answer| {
                let grade = answer.decides.clone()?;
                Some((grade, Rule::Answer(question.key.clone(), answer.key.clone())))
            });
        }
        reasons.push(Reason {
            question: question.key.clone(),
            answers: hits.iter().map(|answer| answer.key.clone()).collect(),
            points: counted,
        });
    }
    let (grade, rule) = decided.unwrap_or_else(|| band(questionnaire, points));
    let complete = !asked.is_empty() && asked.iter().all(|question| !question.required || answers.has(question));
    Classification { points, grade, rule, reasons, complete }
}

fn band(questionnaire: &Questionnaire, points: i64) -> (Grade, Rule) {
    match questionnaire.bands().into_iter().find(|band| points >= band.at_least) {
        Some(band) => (band.grade.clone(), Rule::Band(band.at_least)),
        None => (Grade::Unqualified, Rule::BelowAll),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::questionnaire::{Answer, Band, Form, Question, Then, Words};
    use super::super::sample;
    use super::*;

    fn given(pairs: &[(&str, &[&str])]) -> Answers {
        let list = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
        Answers(pairs.iter().map(|(key, values)| ((*key).to_owned(), list(values))).collect())
    }

    /// LEAD-02: points add up to a band; the reasons say what counted.
    #[test]
    fn points_come_to_a_level() {
        let questionnaire = sample();
        let answers = given(&[("q1", &["a3"]), ("q2", &["a1"]), ("q3", &["a2"]), ("q5", &["6"]), ("q7", &["a1"])]);
        let found = classify(&questionnaire, &answers);
        let sum: i64 = found.reasons.iter().map(|reason| reason.points).sum();
        assert_eq!((found.points, found.reasons.len()), (sum, 5));
        let Rule::Band(at_least) = found.rule else { panic!("{:?}", found.rule) };
        assert!(at_least <= sum && found.grade.level().is_some(), "{found:?}");
    }

    /// LEAD-02: an answer that decides by itself decides, and says so, before everything is asked.
    #[test]
    fn an_answer_decides_by_itself() {
        let found = classify(&sample(), &given(&[("q1", &["a1"])]));
        assert_eq!(found.grade, Grade::Level("H".into()));
        assert_eq!(found.rule, Rule::Answer("q1".into(), "a1".into()));
        assert!(found.stands() && !found.complete);
    }

    /// LEAD-02: nobody answered anything: nothing is decided, and nobody is qualified.
    #[test]
    fn silence_qualifies_nobody() {
        let found = classify(&sample(), &Answers::default());
        assert_eq!((found.points, found.grade.clone(), found.stands()), (0, Grade::Unqualified, false));
        assert_eq!(found.rule, Rule::BelowAll);
    }

    /// LEAD-02: a branch that is left takes its points along, and brings them back when it is entered again.
    #[test]
    fn what_is_skipped_does_not_count() {
        let mut answers = given(&[("q1", &["a2"]), ("q4", &["a1"]), ("q5", &["6"])]);
        let with = classify(&sample(), &answers).points;
        answers.set("q4", vec!["a3".into()]);
        let without = classify(&sample(), &answers);
        assert_eq!(without.points, with - 8 - 6, "the old car, and how old it is");
        assert!(without.reasons.iter().all(|reason| reason.question != "q5"));
        answers.set("q4", vec!["a1".into()]);
        assert_eq!(classify(&sample(), &answers).points, with);
    }

    fn answer(questions: usize, branches: bool) -> impl Strategy<Value = Answer> {
        let then = prop_oneof![
            4 => Just(None),
            1 => Just(Some(Then::End)),
            2 => (0..questions).prop_map(|n| Some(Then::Question(format!("q{n}")))),
        ];
        let least = if branches { -9_i64 } else { 0 };
        (least..20, then, -5_i64..5, -5_i64..5, prop::bool::weighted(0.1)).prop_map(
            move |(points, then, from, to, decides)| Answer {
                points,
                from: Some(from),
                to: Some(to),
                then: then.filter(|_| branches),
                decides: (decides && branches).then_some(Grade::Unqualified),
                ..Answer::default()
            },
        )
    }

    fn question(questions: usize, branches: bool) -> impl Strategy<Value = Question> {
        (0..4_usize, any::<bool>(), prop::collection::vec(answer(questions, branches), 0..4)).prop_map(
            |(form, required, mut answers)| {
                for (n, answer) in answers.iter_mut().enumerate() {
                    answer.key = format!("a{n}");
                }
                Question { key: String::new(), text: Words::default(), form: Form::ALL[form], required, answers }
            },
        )
    }

    fn questionnaire(branches: bool) -> impl Strategy<Value = Questionnaire> {
        let bands = prop::collection::vec(-10_i64..60, 0..4);
        (prop::collection::vec(question(6, branches), 0..6), bands).prop_map(|(mut questions, bands)| {
            for (n, question) in questions.iter_mut().enumerate() {
                question.key = format!("q{n}");
            }
            let band = |at_least: i64| Band { at_least, grade: Grade::Level(format!("L{at_least}")) };
            Questionnaire { questions, bands: bands.into_iter().map(band).collect() }
        })
    }

    fn answers() -> impl Strategy<Value = Answers> {
        let value = prop_oneof![(0..4_usize).prop_map(|n| format!("a{n}")), (-8_i64..8).prop_map(|n| n.to_string())];
        let all = prop::collection::btree_map(
            (0..6_usize).prop_map(|n| format!("q{n}")),
            prop::collection::vec(value, 1..3),
            0..6,
        );
        all.prop_map(Answers)
    }

    proptest! {
        /// LEAD-02: the points are the sum over the questions that are asked; each is asked once, in order; what is
        /// answered elsewhere changes nothing.
        #[test]
        fn only_what_is_asked_counts(questionnaire in questionnaire(true), given in answers()) {
            let found = classify(&questionnaire, &given);
            let asked: Vec<&str> = visited(&questionnaire, &given).iter().map(|q| q.key.as_str()).collect();
            let mut ordered = asked.clone();
            ordered.sort_unstable();
            ordered.dedup();
            prop_assert_eq!(&ordered, &asked);
            let sum: i64 = asked.iter().filter_map(|key| questionnaire.question(key))
                .flat_map(|question| given.hits(question)).map(|answer| answer.points).sum();
            prop_assert_eq!(found.points, sum);
            let mut heard = given.clone();
            heard.0.retain(|key, _| asked.contains(&key.as_str()));
            prop_assert_eq!(classify(&questionnaire, &heard), found);
        }

        /// LEAD-02: where all points count for somebody and nothing branches, one answer more never lowers points or band.
        #[test]
        fn more_answers_never_lower(questionnaire in questionnaire(false), given in answers(), more in answers()) {
            let before = classify(&questionnaire, &given);
            let mut both = more;
            both.take_in(given);
            let after = classify(&questionnaire, &both);
            let rank = |rule: &Rule| match rule { Rule::Band(at_least) => *at_least, _ => i64::MIN };
            prop_assert!(after.points >= before.points);
            prop_assert!(rank(&after.rule) >= rank(&before.rule));
        }
    }
}
