//! The headers that we know, in the form of [`crate::columns::header_key`]. The names of a field are parted by
//! spaces and stand in the order of preference.

use crate::columns::{Field, FileKind};

type Table = &'static [(Field, &'static str)];

const CUSTOMERS: Table = &[
    (
        Field::Number,
        "客户编号 客户号 客户id 客户代码 会员编号 会员号 会员卡号 卡号 编号 customerid customernumber \
            customerno customercode memberid memberno externalid externalnumber number id",
    ),
    (
        Field::Name,
        "姓名 客户姓名 客户名称 客户 业主姓名 业主 会员姓名 联系人 联系人姓名 名字 称呼 name fullname \
            customername customer contact contactname owner",
    ),
    (Field::Sex, "性别 称谓 sex gender title salutation"),
    (
        Field::Phone,
        "手机 手机号 手机号码 移动电话 联系手机 客户手机 业主手机 手机1 mobile mobilephone mobileno \
            mobilenumber cellphone cell 电话 电话号码 联系电话 客户电话 业主电话 联系方式 phone phonenumber \
            phoneno tel telephone",
    ),
    (
        Field::SiteStage,
        "工地状态 工地阶段 施工状态 施工阶段 工程状态 工程阶段 工程进度 施工进度 项目状态 项目阶段 \
            装修阶段 进度 sitestage sitestatus stage projectstage projectstatus",
    ),
    (
        Field::Site,
        "工地 工地名称 工地地址 小区 小区名称 楼盘 楼盘名称 项目地址 项目名称 房屋地址 装修地址 地址 \
            详细地址 site sitename siteaddress address project projectname community estate",
    ),
    (
        Field::Started,
        "开工日期 开工时间 开工日 开工 开始日期 进场日期 startdate started startedon start commencement \
            workstarted",
    ),
    (
        Field::Delivered,
        "交工日期 交工时间 交付日期 交付时间 竣工日期 竣工时间 完工日期 完工时间 交房日期 验收日期 \
            计划交工日期 预计交工 交工 竣工 duedate due delivered deliverydate deliveredon handover \
            handoverdate completiondate enddate",
    ),
    (
        Field::Tier,
        "会员等级 会员级别 会员类型 客户等级 客户级别 vip等级 vip级别 等级 级别 vip tier viptier level \
            viplevel membership membershiplevel memberlevel grade",
    ),
    (
        Field::Birthday,
        "生日 出生日期 出生年月日 生日公历 生日阳历 公历生日 阳历生日 生日日期 birthday birthdate \
            dateofbirth dob solarbirthday",
    ),
    (
        Field::LunarBirthday,
        "生日农历 农历生日 生日阴历 阴历生日 旧历生日 lunarbirthday birthdaylunar lunarbirthdate",
    ),
    (
        Field::LastPurchase,
        "最近购买 最近购买日期 最近购买时间 最后购买 最后购买日期 最近消费 最近消费日期 最近消费时间 \
            最后消费日期 最近下单 最近下单日期 购买日期 消费日期 成交日期 lastpurchase lastpurchasedate \
            lastorder lastorderdate lastpurchased purchasedate",
    ),
    (
        Field::Amount,
        "购买金额 最近购买金额 消费金额 最近消费金额 订单金额 成交金额 合同金额 金额 purchaseamount \
            lastpurchaseamount amount orderamount spent total",
    ),
    (Field::City, "城市 所在城市 所在地 市 地区 city town location"),
    (
        Field::Tags,
        "标签 客户标签 分组 客户分组 tag tags label labels group groups",
    ),
    (
        Field::Agent,
        "负责人 客服 客服人员 客服姓名 专属客服 跟进人 业务员 销售 销售顾问 顾问 管家 agent responsible \
            responsibleagent salesperson sales assignee accountmanager",
    ),
    (
        Field::ProjectManager,
        "项目经理 工程经理 工长 施工负责人 监理 projectmanager pm foreman sitemanager",
    ),
    (
        Field::ConsentService,
        "服务同意 同意服务 服务短信 同意服务短信 服务通知 consentservice serviceconsent service",
    ),
    (
        Field::ConsentCare,
        "关怀同意 同意关怀 关怀短信 同意关怀短信 consentcare careconsent care",
    ),
    (
        Field::ConsentMarketing,
        "营销同意 同意营销 营销短信 同意营销短信 推广同意 同意推广 consentmarketing marketingconsent \
            marketing marketingoptin",
    ),
    (
        Field::Note,
        "备注 备注信息 说明 客户备注 note notes remark remarks comment comments memo",
    ),
    (Field::Ignore, IGNORED),
];

const PURCHASES: Table = &[
    (Field::Number, CUSTOMERS[0].1),
    (Field::Phone, CUSTOMERS[3].1),
    (
        Field::PurchaseNumber,
        "订单号 订单编号 购买编号 单号 销售单号 合同编号 合同号 流水号 订单id ordernumber orderno orderid \
            purchasenumber purchaseno purchaseid order invoice invoiceno",
    ),
    (
        Field::PurchaseDate,
        "购买日期 购买时间 订单日期 下单日期 下单时间 成交日期 成交时间 消费日期 消费时间 支付时间 \
            付款日期 签约日期 日期 时间 date purchasedate purchased purchasedon orderdate paidat time",
    ),
    (
        Field::Amount,
        "购买金额 订单金额 成交金额 消费金额 实付金额 支付金额 付款金额 合同金额 总金额 总价 金额 amount \
            purchaseamount orderamount total totalamount price paid",
    ),
    (
        Field::Item,
        "商品 商品名称 产品 产品名称 品名 购买内容 购买项目 项目 服务项目 套餐 item items product \
            productname goods description",
    ),
    (Field::Ignore, IGNORED),
];

const EVENTS: Table = &[
    (Field::Number, CUSTOMERS[0].1),
    (Field::Phone, CUSTOMERS[3].1),
    (
        Field::EventKind,
        "类型 事件类型 事件 类别 工单类型 业务类型 kind type eventtype eventkind event category \
            tickettype",
    ),
    (
        Field::EventDate,
        "日期 时间 事件日期 事件时间 发生日期 发生时间 报修日期 报修时间 投诉日期 投诉时间 登记时间 \
            登记日期 创建时间 变更日期 date time eventdate happened happenedon createdat reported reportedon",
    ),
    (
        Field::EventText,
        "内容 事件内容 描述 问题描述 报修内容 投诉内容 详情 说明 备注 text description details content \
            note notes remark",
    ),
    (
        Field::EventNumber,
        "工单号 工单编号 事件编号 报修编号 报修单号 投诉编号 投诉单号 单号 流水号 eventnumber eventno \
            eventid ticket ticketno ticketid ticketnumber caseid caseno",
    ),
    (Field::SiteStage, CUSTOMERS[4].1),
    (Field::Ignore, IGNORED),
];

/// The columns that we add to a file of refused rows, and row counters.
const IGNORED: &str = "行号 列 原因 序号 line column reason no";

/// Words that make a header likely when it contains them, the surest first. A word only counts for a kind of file that has
/// its field.
const WITHIN: &[(&str, Field)] = &[
    ("农历", Field::LunarBirthday),
    ("阴历", Field::LunarBirthday),
    ("lunar", Field::LunarBirthday),
    ("项目经理", Field::ProjectManager),
    ("工单号", Field::EventNumber),
    ("工单编号", Field::EventNumber),
    ("订单号", Field::PurchaseNumber),
    ("订单编号", Field::PurchaseNumber),
    ("客户编号", Field::Number),
    ("手机", Field::Phone),
    ("mobile", Field::Phone),
    ("电话", Field::Phone),
    ("phone", Field::Phone),
    ("姓名", Field::Name),
    ("性别", Field::Sex),
    ("生日", Field::Birthday),
    ("出生", Field::Birthday),
    ("birth", Field::Birthday),
    ("开工", Field::Started),
    ("交工", Field::Delivered),
    ("竣工", Field::Delivered),
    ("交付", Field::Delivered),
    ("等级", Field::Tier),
    ("会员", Field::Tier),
    ("城市", Field::City),
    ("标签", Field::Tags),
    ("营销", Field::ConsentMarketing),
    ("关怀", Field::ConsentCare),
    ("小区", Field::Site),
    ("楼盘", Field::Site),
    ("地址", Field::Site),
    ("address", Field::Site),
    ("阶段", Field::SiteStage),
    ("状态", Field::SiteStage),
    ("stage", Field::SiteStage),
    ("金额", Field::Amount),
    ("amount", Field::Amount),
    ("最近", Field::LastPurchase),
    ("lastpurchase", Field::LastPurchase),
    ("商品", Field::Item),
    ("产品", Field::Item),
    ("product", Field::Item),
    ("类型", Field::EventKind),
    ("内容", Field::EventText),
    ("描述", Field::EventText),
    ("日期", Field::PurchaseDate),
    ("时间", Field::PurchaseDate),
    ("date", Field::PurchaseDate),
    ("日期", Field::EventDate),
    ("时间", Field::EventDate),
    ("date", Field::EventDate),
    ("客服", Field::Agent),
    ("负责", Field::Agent),
    ("备注", Field::Note),
    ("note", Field::Note),
    ("remark", Field::Note),
];

fn table(kind: FileKind) -> Table {
    match kind {
        FileKind::Customers => CUSTOMERS,
        FileKind::Purchases => PURCHASES,
        FileKind::Events => EVENTS,
    }
}

/// The field of a header that we know.
pub fn exact(kind: FileKind, key: &str) -> Option<Field> {
    ranked(kind, key).map(|found| found.0)
}

/// The field of a header that we know, and how it ranks among the names of that field (0 is the best).
pub fn ranked(kind: FileKind, key: &str) -> Option<(Field, usize)> {
    table(kind).iter().find_map(|(field, names)| {
        names
            .split(' ')
            .position(|n| n == key)
            .map(|rank| (field.clone(), rank))
    })
}

/// The field of which a header contains a word, and the word's rank.
pub fn within(kind: FileKind, key: &str) -> Option<(Field, usize)> {
    WITHIN
        .iter()
        .enumerate()
        .find(|(_, (word, field))| key.contains(word) && Field::of(kind).contains(field))
        .map(|(rank, (_, field))| (field.clone(), rank))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_header_has_one_meaning_in_its_kind() {
        for kind in [FileKind::Customers, FileKind::Purchases, FileKind::Events] {
            let mut seen = HashSet::new();
            for (field, names) in table(kind) {
                assert!(*field == Field::Ignore || Field::of(kind).contains(field), "{field:?}");
                for name in names.split(' ') {
                    assert_eq!(name, crate::columns::header_key(name));
                    assert!(seen.insert(name), "{name} twice in {kind:?}");
                }
            }
        }
    }
}
