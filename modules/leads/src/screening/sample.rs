//! A questionnaire to begin with: what a consultant asks to know how near somebody is to buying (domain.md §1.3, §2.1).

use super::questionnaire::{Answer, Band, Form, Grade, Question, Questionnaire, Then, Words};

/// Points, Chinese, English.
type Line = (i64, &'static str, &'static str);

/// Key, form, whether it is required, Chinese, English, answers.
type Item = (&'static str, Form, bool, &'static str, &'static str, &'static [Line]);

const ITEMS: [Item; 9] = [
    (
        "q1",
        Form::One,
        true,
        "打算什么时候买车？",
        "When do you plan to buy?",
        &[
            (40, "7 天内", "Within 7 days"),
            (30, "15 天内", "Within 15 days"),
            (20, "1 个月内", "Within a month"),
            (10, "3 个月内", "Within 3 months"),
            (2, "半年以后", "After half a year"),
            (0, "只是随便看看", "Just looking"),
        ],
    ),
    (
        "q2",
        Form::One,
        true,
        "购车预算是多少？",
        "What is your budget?",
        &[
            (4, "10 万以内", "Up to ¥100,000"),
            (8, "10–15 万", "¥100,000–150,000"),
            (10, "15–25 万", "¥150,000–250,000"),
            (12, "25 万以上", "Above ¥250,000"),
            (2, "还没想好", "Not decided"),
        ],
    ),
    (
        "q3",
        Form::One,
        true,
        "车型定了吗？",
        "Have you chosen a model?",
        &[
            (12, "已定车型和配置", "Model and trim chosen"),
            (8, "在两三款里对比", "Comparing two or three"),
            (2, "还没有方向", "Not yet"),
        ],
    ),
    (
        "q4",
        Form::One,
        true,
        "有旧车置换吗？",
        "Do you have a car to trade in?",
        &[(8, "有，要置换", "Yes, to trade in"), (2, "有，不卖", "Yes, but I keep it"), (0, "没有", "No")],
    ),
    (
        "q5",
        Form::Number,
        true,
        "旧车用了几年？",
        "How old is your car, in years?",
        &[(3, "3 年以内", "Up to 3"), (6, "4–8 年", "4 to 8"), (4, "9 年及以上", "9 and more")],
    ),
    (
        "q6",
        Form::One,
        true,
        "打算怎么付款？",
        "How will you pay?",
        &[(8, "全款", "In full"), (8, "贷款或分期", "Loan or instalments"), (2, "还没想好", "Not decided")],
    ),
    (
        "q7",
        Form::Several,
        true,
        "买车谁来决定？",
        "Who decides?",
        &[(6, "本人", "I do"), (3, "家人", "My family"), (2, "公司", "My company")],
    ),
    (
        "q8",
        Form::Several,
        false,
        "最近做过哪些了解？",
        "What have you done so far?",
        &[(4, "到店看过车", "Seen the car"), (6, "试驾过", "Test-driven it"), (6, "要过报价", "Asked for a quotation")],
    ),
    ("q9", Form::Text, false, "还有什么要求？", "Anything else?", &[]),
];

/// Years from and to, of the answers to `q5`.
const YEARS: [(Option<i64>, Option<i64>); 3] = [(None, Some(3)), (Some(4), Some(8)), (Some(9), None)];

const BANDS: [(i64, &str); 4] = [(70, "H"), (50, "A"), (32, "B"), (15, "C")];

/// 购车意向甄别: when, how much, which model, trade-in, payment, who decides.
pub fn sample() -> Questionnaire {
    let mut questions: Vec<Question> = ITEMS.iter().map(question).collect();
    let mut change = |question: usize, answer: usize, with: &dyn Fn(&mut Answer)| {
        if let Some(answer) = questions.get_mut(question).and_then(|q| q.answers.get_mut(answer)) {
            with(answer);
        }
    };
    change(0, 0, &|answer| answer.decides = Some(Grade::Level("H".into())));
    change(0, 5, &|answer| (answer.decides, answer.then) = (Some(Grade::Unqualified), Some(Then::End)));
    for without in [1, 2] {
        change(3, without, &|answer| answer.then = Some(Then::Question("q6".into())));
    }
    for (n, (from, to)) in YEARS.into_iter().enumerate() {
        change(4, n, &|answer| (answer.from, answer.to) = (from, to));
    }
    let band = |(at_least, level): (i64, &str)| Band { at_least, grade: Grade::Level(level.into()) };
    Questionnaire { questions, bands: BANDS.map(band).into() }
}

fn question(&(key, form, required, zh, en, lines): &Item) -> Question {
    let answer = |(n, &(points, zh, en)): (usize, &Line)| Answer {
        key: format!("a{}", n + 1),
        text: Words::new(zh, en),
        points,
        ..Answer::default()
    };
    Question {
        key: key.into(),
        text: Words::new(zh, en),
        form,
        required,
        answers: lines.iter().enumerate().map(answer).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::faults;

    /// LEAD-02: what a house begins with can be published as it is.
    #[test]
    fn the_sample_is_sound() {
        assert_eq!(faults(&super::sample()), []);
    }
}
