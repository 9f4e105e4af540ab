//! Names of people and places.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

const SURNAMES: &str = "王王王李李李张张张刘刘陈陈陈杨杨黄赵周周吴吴徐徐孙朱朱马胡郭林林何高罗郑郑梁谢宋唐许许韩冯邓曹彭曾肖田董潘潘袁蔡蒋蒋余于杜叶叶程魏苏吕丁沈沈任姚卢傅钟姜崔谭廖范汪陆金金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const GIVEN_MALE: &str = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林志文建国海峰永庆成荣";
const GIVEN_FEMALE: &str = "芳娜敏静丽艳娟霞秀燕玲桂丹萍红玉兰洁梅琳雪莹倩婷慧颖佳怡欣雨梦瑶琪悦晨思淑珍春晓";
const SECOND: &str = "明华文建国志海永晓小子雨佳思嘉俊梓一天宇春玉秀丽美红";
const COMPOUND: [&str; 4] = ["欧阳", "上官", "诸葛", "司徒"];

/// City, its districts, and estates in it.
pub(super) const CITIES: [(&str, &[&str], &[&str]); 4] = [
    (
        "杭州",
        &["滨江区", "西湖区", "余杭区", "萧山区", "上城区", "拱墅区"],
        &[
            "江南春晓",
            "钱塘湾",
            "西溪里",
            "绿荷苑",
            "云栖府",
            "南星花园",
            "御澜庭",
            "之江雅苑",
            "良渚新语",
            "湖墅名邸",
        ],
    ),
    (
        "宁波",
        &["鄞州区", "海曙区", "江北区", "镇海区"],
        &["东湖花园", "甬江名邸", "月湖雅居", "明州府", "姚江新境", "南塘里"],
    ),
    (
        "绍兴",
        &["越城区", "柯桥区", "上虞区"],
        &["鉴湖雅苑", "兰亭郡", "柯岩里", "镜湖春天", "会稽山庄"],
    ),
    (
        "嘉兴",
        &["南湖区", "秀洲区"],
        &["南湖国际", "秀湖花园", "运河新城", "梅里云庭"],
    ),
];

fn pick(rng: &mut ChaCha8Rng, from: &str) -> char {
    let count = from.chars().count();
    from.chars().nth(rng.random_range(0..count)).unwrap_or('明')
}

/// A person's name.
pub(super) fn person(rng: &mut ChaCha8Rng, female: bool) -> String {
    let mut name = String::new();
    if rng.random_bool(0.005) {
        name.push_str(COMPOUND.choose(rng).copied().unwrap_or("欧阳"));
    } else {
        name.push(pick(rng, SURNAMES));
    }
    if rng.random_bool(0.72) {
        name.push(pick(rng, SECOND));
    }
    name.push(pick(rng, if female { GIVEN_FEMALE } else { GIVEN_MALE }));
    name
}

/// City and address of a site.
pub(super) fn site(rng: &mut ChaCha8Rng) -> (String, String) {
    let index = [0, 0, 0, 0, 0, 1, 1, 1, 2, 3][rng.random_range(0..10)];
    let (city, districts, estates) = CITIES[index];
    let district = districts.choose(rng).copied().unwrap_or_default();
    let estate = estates.choose(rng).copied().unwrap_or_default();
    let (block, unit) = (rng.random_range(1..30), rng.random_range(1..4));
    let room = rng.random_range(1..28) * 100 + rng.random_range(1..5);
    (
        city.to_owned(),
        format!("{district}{estate}{block}幢{unit}单元{room}室"),
    )
}
