//! Surname and given name (domain.md §4.7).

use crate::width::is_han;

/// A name cut in two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// Family name, one or two characters.
    pub surname: &'a str,
    /// Given name, one to three characters.
    pub given: &'a str,
}

/// Surnames of two characters.
pub const COMPOUND_SURNAMES: &[&str] = &[
    "欧阳", "上官", "皇甫", "令狐", "司徒", "诸葛", "司马", "宇文", "呼延", "慕容", "东方", "夏侯", "端木", "尉迟",
    "公孙", "长孙", "万俟", "闻人", "赫连", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙",
    "轩辕", "钟离", "鲜于", "闾丘", "亓官", "司寇", "司空", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正",
    "宰父", "谷梁", "拓跋", "夹谷", "段干", "百里", "东郭", "南门", "羊舌", "微生", "梁丘", "左丘", "西门", "第五",
    "南宫", "独孤", "纳兰", "东里", "子车", "公羊", "太史", "即墨", "达奚", "褚师", "哥舒", "完颜", "叶赫", "爱新",
    "歐陽", "上官", "諸葛", "司馬", "東方", "尉遲", "公孫", "長孫", "聞人", "赫連", "澹臺", "鍾離", "鮮于", "獨孤",
    "納蘭",
];

/// Surnames of one character: the usual ones, enough to tell 王总 from a name that only ends so.
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳\
酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜\
阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆\
荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白\
怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向\
古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓\
公覃区朴缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟言福付肖闫岳邝冼谌麦占青代苟鹿仝兰战覃甯尧楚原晋栗揭邸腾禚綦海鲜旷斯线修由展檀矫种员折繁秘召\
趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華謝鄒喻竇蘇範魯韋馬鳳費賀倪湯羅畢鄔樂時齊顧黃蕭貝計談龐紀項董閔賈婁顏鐘駱萬盧應鄧單龔陸榮翁儲車寧厲劉龍葉";

/// Whether one character is a usual surname.
pub fn is_surname(c: char) -> bool {
    SURNAMES.contains(c)
}

/// Whether two characters are a compound surname 复姓.
pub fn is_compound_surname(text: &str) -> bool {
    COMPOUND_SURNAMES.contains(&text)
}

/// Cuts a normalised name of two to four hanzi: a compound surname of three or more, else the first character. `None`
/// for longer names, names with `·`, Latin names and single characters: those are never cut.
pub fn split(name: &str) -> Option<Split<'_>> {
    let mut bounds = [0; 5];
    let mut length = 0;
    for (at, c) in name.char_indices() {
        if length == 4 || !is_han(c) {
            return None;
        }
        length += 1;
        bounds[length] = at + c.len_utf8();
    }
    if length < 2 {
        return None;
    }
    let cut = if length > 2 && is_compound_surname(&name[..bounds[2]]) { bounds[2] } else { bounds[1] };
    Some(Split { surname: &name[..cut], given: &name[cut..] })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-01: compound surnames are known, long and joined names stay whole.
    #[test]
    fn splits() {
        for (name, surname, given) in [
            ("王伟", "王", "伟"),
            ("王小明", "王", "小明"),
            ("欧阳修", "欧阳", "修"),
            ("欧阳娜娜", "欧阳", "娜娜"),
            ("欧阳", "欧", "阳"),
            ("尉迟恭", "尉迟", "恭"),
            ("范徐丽泰", "范", "徐丽泰"),
            ("𠮷㛃䶮", "𠮷", "㛃䶮"),
        ] {
            assert_eq!(split(name), Some(Split { surname, given }), "{name}");
        }
        for name in ["", "王", "阿卜杜热合", "买买提·吐", "John", "王a"] {
            assert_eq!(split(name), None, "{name}");
        }
    }
}
