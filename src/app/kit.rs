//! The living style page: every element of the kit, in debug builds only.

use leptos::prelude::*;

use crate::locale::{Lang, date, lang, set_lang};
use crate::state::theme::{Theme, set_theme, theme};
use crate::state::toasts;
#[allow(clippy::wildcard_imports, reason = "the page shows every element there is")]
use crate::ui::*;

#[derive(Clone)]
struct Row {
    number: u32,
    name: String,
    tone: Tone,
}

/// All elements of the kit on one page.
#[component]
pub fn KitPage() -> impl IntoView {
    view! {
        <div class="kit">
            <PageHeader title="样式 Kit" lead="每个元件都在这里，两种外观、两种语言。" aside=|| view! { <Badge label="草稿" tone=Tone::Outlined/> }>
                <Button label="浅 / 深" icon=Icon::Moon on:click=move |_| set_theme(if theme() == Theme::Dark { Theme::Light } else { Theme::Dark })/>
                <Button label="中 / En" icon=Icon::Globe on:click=move |_| set_lang(if lang() == Lang::En { Lang::ZhCn } else { Lang::En })/>
                <Button label="新建活动" look=Look::Primary icon=Icon::Plus/>
            </PageHeader>
            <div class="stack stack--wide">
                <Buttons/>
                <Fields/>
                <Marks/>
                <Notices/>
                <Tables/>
                <Pictures/>
                <section class="sheet"><div class="row">{Icon::ALL.iter().map(|icon| view! { <span title=format!("{icon:?}")><Glyph icon=*icon/></span> }).collect_view()}</div></section>
            </div>
        </div>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let (dialog, drawer, confirm) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let pressed = RwSignal::new(true);
    view! {
        <section class="sheet stack">
            <div class="row">
                <Button label="提交审批" look=Look::Primary icon=Icon::Send/>
                <Button label="另存为模板"/>
                <Button label="删除" look=Look::Danger icon=Icon::Trash/>
                <Button label="更多" look=Look::Plain/>
                <Button label="刷新" look=Look::Plain icon=Icon::Refresh icon_only=true/>
                <Button label="正在保存" busy=true icon=Icon::Refresh/>
                <Button label="不可用" disabled=true/>
                <Button label="不可用" look=Look::Primary disabled=true/>
                <Button label="按下" pressed=Signal::from(pressed) on:click=move |_| pressed.update(|on| *on = !*on)/>
                <LinkButton label="下载 CSV" href="#".to_owned() icon=Icon::Export/>
                <Menu label="操作" icon=Icon::Down look=Look::Quiet>
                    <MenuItem label="复制活动" icon=Icon::Copy/>
                    <MenuItem label="归档" icon=Icon::Archive/>
                    <MenuLine/>
                    <MenuItem label="删除" icon=Icon::Trash danger=true/>
                </Menu>
                <CopyButton text="138****1234".to_owned()/>
            </div>
            <div class="row">
                <Button label="对话框" on:click=move |_| dialog.set(true)/>
                <Button label="侧栏" on:click=move |_| drawer.set(true)/>
                <Button label="确认" on:click=move |_| confirm.set(true)/>
                <Button label="通知" on:click=move |_| toasts::done("已保存草稿")/>
                <Button label="出错" on:click=move |_| toasts::failed(&crate::api::Error::Network)/>
            </div>
            <Dialog open=dialog title="退回活动"><p>"写下原因，提交人会看到。"</p><div class="dialog__actions"><Button label="退回" look=Look::Primary/></div></Dialog>
            <Drawer open=drawer title="王芳"><p>"138****1234"</p></Drawer>
            <Confirm open=confirm title="取消这个批次？" text="尚未交出的 1,204 条不再发送；已交出的照常等待回执。" action="取消批次" danger=true on_confirm=move |()| confirm.set(false)/>
        </section>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let text = || RwSignal::new(String::new());
    let stage = RwSignal::new("mid".to_owned());
    let stages = || {
        vec![
            Choice::new("early", "未开工"),
            Choice::new("mid", "施工中"),
            Choice::new("final", "收尾"),
        ]
    };
    let late = || {
        vec![
            Choice::new("send", "补发").hint("过了时间也发，只要还在有效期内"),
            Choice::new("hold", "等待决定"),
            Choice::new("cancel", "取消"),
        ]
    };
    let many: Vec<Choice> = ["上海", "苏州", "杭州", "宁波", "嘉兴"]
        .into_iter()
        .map(|city| Choice::new(city, city).hint("中国"))
        .collect();
    let bad = Signal::stored(Some("手机号应为 11 位".to_owned()));
    view! {
        <section class="sheet columns">
            <div class="stack">
                <TextField label="姓名" value=text() required=true hint="与合同一致"/>
                <TextField label="手机" value=RwSignal::new("1380013800".to_owned()) kind=Kind::Tel error=bad/>
                <TextField label="最多人数" value=RwSignal::new("3,812".to_owned()) kind=Kind::Number suffix="人"/>
                <TextField label="发送时间" value=RwSignal::new("2026-05-07T14:30".to_owned()) kind=Kind::DateTime hint="Asia/Shanghai"/>
                <SearchField label="查找客户" value=text() placeholder="姓名、手机尾号或编号"/>
            </div>
            <div class="stack">
                <TextArea label="正文" value=RwSignal::new("您好{姓名}，立夏将至……".to_owned())/>
                <Select label="工地阶段" value=stage options=stages()/>
                <Combobox label="城市" value=RwSignal::new(None) source=Source::of_list(many) placeholder="输入城市"/>
                <ChipsField label="标签" value=RwSignal::new(vec!["VIP".to_owned(), "老客户".to_owned()])/>
            </div>
            <div class="stack">
                <RadioGroup label="错过时间" value=RwSignal::new("send".to_owned()) options=late()/>
                <RadioGroup label="工地阶段" value=stage options=stages() segmented=true/>
                <Checkbox label="含退订语" checked=RwSignal::new(true) hint="营销短信必须"/>
                <Switch label="自动保存" checked=RwSignal::new(true)/>
                <Switch label="静音" checked=RwSignal::new(false)/>
                <FileDrop label="导入客户" hint="CSV 或 XLSX，最大 200 MB" accept=".csv,.xlsx" on_file=|_: web_sys::File| ()/>
            </div>
        </section>
    }
}

fn outcomes() -> Vec<Term> {
    [
        ("delivered", Tone::Jade, Some(Icon::Check), "已送达", 3_540),
        ("accepted", Tone::Indigo, Some(Icon::Right), "已受理", 96),
        ("in_doubt", Tone::Amber, Some(Icon::Question), "存疑", 4),
        ("failed", Tone::Crimson, Some(Icon::Close), "失败", 31),
        ("held", Tone::Lavender, Some(Icon::Clock), "暂缓", 12),
        ("queued", Tone::Pale, None, "排队", 20),
        ("excluded", Tone::Hatched, None, "排除", 100),
        ("expired", Tone::Outlined, None, "过期", 9),
    ]
    .into_iter()
    .map(|(key, tone, icon, label, count)| Term {
        key: key.into(),
        tone,
        icon,
        label: label.into(),
        count,
    })
    .collect()
}

#[component]
fn Marks() -> impl IntoView {
    let slices: Vec<Slice> = outcomes()
        .into_iter()
        .map(|term| Slice {
            tone: term.tone,
            label: term.label,
            count: term.count,
        })
        .collect();
    let tab = RwSignal::new("roll".to_owned());
    let unknown: Option<f64> = None;
    view! {
        <section class="sheet stack">
            <Sum label="名册" total=3_812_u64 terms=outcomes() selected=RwSignal::new(Some("in_doubt".to_owned())) closed=true/>
            <StackedBar label="名册" slices=slices/>
            <div class="row">{outcomes().into_iter().map(|term| match term.icon {
                Some(icon) => view! { <OutcomeMark tone=term.tone icon label=term.label/> }.into_any(),
                None => view! { <OutcomeMark tone=term.tone label=term.label/> }.into_any(),
            }).collect_view()}</div>
            <div class="row">{Tone::ALL.into_iter().map(|tone| view! { <Badge tone label=tone.name()/> }).collect_view()}<Chip label="老客户"/> <Tooltip text="周内已发过两条">"频次上限"</Tooltip></div>
            <Progress label="正在导入" share=Some(0.62)/>
            <Progress label="正在读取" share=unknown/>
            <Stepper label="新建活动" steps=vec!["谁".into(), "写什么".into(), "何时".into(), "核对".into()] current=RwSignal::new(1) reachable=2_usize/>
            <Tabs label="批次" tabs=vec![Tab::new("roll", "名册").count(3_812_u64), Tab::new("table", "明细"), Tab::new("log", "日志")] selected=tab/>
            <TabPanel id="roll" selected=tab>"名册的内容"</TabPanel>
            <div class="row"><Seal stamp=Stamp::Approved/><Seal stamp=Stamp::Verified size=72/><Seal stamp=Stamp::Approved size=32/><Avatar name="王芳".to_owned()/><Avatar name="Ada King".to_owned()/></div>
        </section>
    }
}

#[component]
fn Notices() -> impl IntoView {
    view! {
        <section class="stack">
            <Banner title="有 4 条存疑" text="交出后没有回音。请向通道核实，或由您判定。" tone=Tone::Amber><Button label="去处理"/></Banner>
            <Banner title="已批准" tone=Tone::Jade/>
            <Banner title="通道拒绝" text="签名未报备" tone=Tone::Crimson/>
            <Banner title="演示数据" text="可以随时清空。"/>
            <ProblemView error=crate::api::Error::Network on_retry=|()| ()/>
            <div class="columns">
                <div class="sheet"><Empty title="还没有客群" text="客群是挑选客户的规则，例如“本周生日的 VIP”。建好后，每次发送都按当时的数据重新挑选。" icon=Icon::Segments><Button label="新建客群" look=Look::Primary/></Empty></div>
                <div class="sheet"><Skeleton lines=5/></div>
            </div>
        </section>
    }
}

#[component]
fn Tables() -> impl IntoView {
    let tones = [Tone::Jade, Tone::Indigo, Tone::Amber, Tone::Crimson];
    let rows: Vec<Row> = (0..100_000)
        .map(|n| Row {
            number: n,
            name: format!("客户{n}"),
            tone: tones[n as usize % 4],
        })
        .collect();
    let columns = || {
        vec![
            Column::new("name", "姓名", |row: &Row| row.name.clone()).sortable(),
            Column::new("phone", "手机", |row: &Row| {
                format!("138****{:04}", row.number % 10_000)
            })
            .width("10rem"),
            Column::new(
                "outcome",
                "结果",
                |row: &Row| view! { <OutcomeMark tone=row.tone label=row.tone.name()/> },
            )
            .width("10rem"),
            Column::new("parts", "分条", |row: &Row| row.number % 3 + 1)
                .end()
                .sortable()
                .width("7rem"),
            Column::new(
                "when",
                "时间",
                |row: &Row| view! { <When at=date::now() - i64::from(row.number) * 7_000_000/> },
            )
            .width("14rem")
            .minor(),
        ]
    };
    let sort = RwSignal::new(Some(Sort {
        key: "parts",
        descending: true,
    }));
    let few = rows[..4].to_vec();
    view! {
        <VirtualTable label="客户" columns=columns() rows=rows total=Some(100_000) sort href=|row: Row| format!("/_kit#{}", row.number)/>
        <DataTable label="客户" columns=columns() rows=few/>
        <Pager summary="21–40 / 3,812" has_previous=false has_next=true on_previous=|()| () on_next=|()| ()/>
    }
}

#[component]
fn Pictures() -> impl IntoView {
    let bars: Vec<Bar> = (1..31)
        .map(|day| Bar {
            label: format!("5月{day}日"),
            pieces: vec![
                (Tone::Jade, f64::from(day * 37 % 90)),
                (Tone::Crimson, f64::from(day % 5)),
            ],
        })
        .collect();
    let bubbles = vec![
        Bubble::sent(
            "【栖木装饰】王芳您好，今日立夏，您位于滨江花园的工地已进入收尾阶段，预计5月20日交付。高温将至，我们已为现场备好防暑物资，请您放心。拒收请回复R",
        ),
        Bubble {
            text: "好的，谢谢".into(),
            from_customer: true,
            note: Some("14:32".into()),
        },
    ];
    view! {
        <section class="sheet columns">
            <PhonePreview sender="1069 0000 1234" bubbles=bubbles.clone()>"2 条 · ¥0.09"</PhonePreview>
            <PhonePreview sender="1069 0000 1234" bubbles small=true>"最长的一条"</PhonePreview>
            <div class="stack">
                <BarChart label="送达" bars/>
                <Spark label="走势" values=vec![3.0, 5.0, 4.0, 8.0, 7.0, 9.0]/>
                <crate::features::templates::DiffView old="王芳您好\n祝您立夏安康".to_owned() new="王芳您好\n祝您立夏安康，工地一切顺利\n拒收请回复R".to_owned()/>
                <Timeline label="往来">
                    <TimelineItem at=date::now() - 3_600_000 title="立夏问候" tone=Tone::Jade icon=Icon::Check><p class="muted">"已送达，2 条"</p></TimelineItem>
                    <TimelineItem at=date::now() - 200_000_000 title="客户回复" icon=Icon::Reply><p class="muted">"好的，谢谢"</p></TimelineItem>
                    <TimelineItem at=date::now() - 90_000_000_000 title="同意接收营销短信" tone=Tone::Indigo icon=Icon::Shield/>
                </Timeline>
                <DefinitionList>
                    <Definition name="编号">"C-20391"</Definition>
                    <Definition name="城市">"上海"</Definition>
                    <Definition name="最近购买">"5月7日 周四 · ¥12,800.00"</Definition>
                </DefinitionList>
            </div>
        </section>
    }
}
