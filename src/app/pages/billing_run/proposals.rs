//! Every account that would be billed: what for, how much, and the paper itself.

use super::{account_name, document::PreviewDialog};
use crate::app::{
    components::{
        Button, ButtonKind, SearchField, Section, VirtualTable,
        virtual_table::{Card, Column, Direction, Sort},
    },
    locale::{t, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::{
    id::AccountId,
    run::{Preview, Proposal, ProposedKind},
};
use crate::money::Money;
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// The list.
#[component]
pub fn Proposals(
    preview: Memo<Option<Arc<Preview>>>,
    left_out: RwSignal<BTreeSet<AccountId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let text = RwSignal::new(String::new());
    let sort = RwSignal::new(Sort::ascending("account"));
    let opened = RwSignal::new(None::<AccountId>);
    let rows = Memo::new(move |_| {
        let wanted = text.get().trim().to_lowercase();
        let Some(preview) = preview.get() else {
            return Vec::new();
        };
        let mut rows: Vec<(String, u32)> = (0_u32..)
            .zip(&preview.proposals)
            .map(|(place, proposal)| {
                (
                    account_name(workspace, proposal.account).to_lowercase(),
                    place,
                )
            })
            .filter(|(name, _)| name.contains(&wanted))
            .collect();
        let sort = sort.get();
        let proposal = |place: u32| &preview.proposals[place as usize];
        match sort.key {
            "total" => rows.sort_by_key(|(_, place)| proposal(*place).total().minor()),
            "net" => rows.sort_by_key(|(_, place)| net_of(proposal(*place)).minor()),
            _ => rows.sort(),
        }
        if sort.direction == Direction::Descending {
            rows.reverse();
        }
        rows.into_iter().map(|(_, place)| place).collect::<Vec<_>>()
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let out_count = Memo::new(move |_| left_out.with(BTreeSet::len));
    let leave_all_out = move |()| {
        let all = preview.with_untracked(|preview| {
            preview
                .iter()
                .flat_map(|preview| preview.proposals.iter().map(|each| each.account))
                .collect()
        });
        left_out.set(all);
    };
    view! {
        <Section title=move || t_string!(i18n, billing.proposals)>
            <div class="toolbar">
                <SearchField label=move || t_string!(i18n, billing.search) value=text/>
                <Show
                    when=move || out_count.get() != 0
                    fallback=move || view! {
                        <Button kind=ButtonKind::Quiet on_press=leave_all_out>{t!(i18n, billing.leave_out_all)}</Button>
                    }
                >
                    <span role="status">
                        {t!(i18n, billing.left_out, count = move || out_count.get(), figure = move || format.get().number(out_count.get()))}
                    </span>
                    <Button kind=ButtonKind::Quiet on_press=move |()| left_out.set(BTreeSet::new())>
                        {t!(i18n, billing.include_all)}
                    </Button>
                </Show>
            </div>
            <VirtualTable
                label=move || t_string!(i18n, billing.proposals_label, count = count.get(), figure = format.get().number(count.get()))
                count
                columns=columns(preview, rows, left_out, opened)
                sort
                query=text
            />
        </Section>
        <PreviewDialog preview opened/>
    }
}

fn columns(
    preview: Memo<Option<Arc<Preview>>>,
    rows: Memo<Vec<u32>>,
    left_out: RwSignal<BTreeSet<AccountId>>,
    opened: RwSignal<Option<AccountId>>,
) -> Vec<Column> {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    // Shows something of the proposal in a row.
    fn at<T>(
        preview: Memo<Option<Arc<Preview>>>,
        rows: Memo<Vec<u32>>,
        row: usize,
        show: impl FnOnce(&Proposal) -> T,
    ) -> Option<T> {
        let place = rows.with(|rows| rows.get(row).copied())? as usize;
        preview.with(|preview| preview.as_ref()?.proposals.get(place).map(show))
    }
    vec![
        Column::new(
            "include",
            Signal::derive(move || t_string!(i18n, billing.column_include).to_string()),
            7,
            move |row| {
                let account = at(preview, rows, row, |proposal| proposal.account)?;
                Some(view! { <Include account left_out/> })
            },
        )
        .unsorted()
        .card(Card::Aside),
        Column::new(
            "account",
            Signal::derive(move || t_string!(i18n, billing.column_account).to_string()),
            28,
            move |row| {
                let account = at(preview, rows, row, |proposal| proposal.account)?;
                let name = account_name(workspace, account);
                let label = name.clone();
                Some(view! {
                    <button
                        type="button"
                        class="cell-button"
                        title=move || t_string!(i18n, billing.open_preview, name = label.clone())
                        on:click=move |_| opened.set(Some(account))
                    >
                        {name}
                    </button>
                })
            },
        )
        .card(Card::Title),
        Column::new(
            "lines",
            Signal::derive(move || t_string!(i18n, billing.column_lines).to_string()),
            31,
            move |row| {
                let (first, more) = at(preview, rows, row, summary)?;
                Some(if more == 0 {
                    first
                } else {
                    t_string!(
                        i18n,
                        billing.more_lines,
                        count = more,
                        figure = format.get().number(more),
                        first = first
                    )
                })
            },
        )
        .unsorted()
        .card(Card::Detail),
        Column::new(
            "net",
            Signal::derive(move || t_string!(i18n, billing.column_net).to_string()),
            13,
            move |row| {
                at(preview, rows, row, |proposal| {
                    format.get().money(net_of(proposal))
                })
            },
        )
        .amount()
        .card(Card::Hidden),
        Column::new(
            "tax",
            Signal::derive(move || t_string!(i18n, billing.column_tax).to_string()),
            11,
            move |row| {
                at(preview, rows, row, |proposal| {
                    format.get().money(tax_of(proposal))
                })
            },
        )
        .amount()
        .unsorted()
        .card(Card::Hidden),
        Column::new(
            "total",
            Signal::derive(move || t_string!(i18n, billing.column_total).to_string()),
            13,
            move |row| {
                at(preview, rows, row, |proposal| {
                    format.get().money(proposal.total())
                })
            },
        )
        .amount()
        .card(Card::Value),
    ]
}

#[component]
fn Include(account: AccountId, left_out: RwSignal<BTreeSet<AccountId>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    view! {
        <input
            type="checkbox"
            class="check"
            aria-label=move || t_string!(i18n, billing.include, name = account_name(workspace, account))
            prop:checked=move || !left_out.with(|out| out.contains(&account))
            on:change=move |event| {
                let is_in = event_target_checked(&event);
                left_out.update(|out| {
                    if is_in {
                        out.remove(&account);
                    } else {
                        out.insert(account);
                    }
                });
            }
        />
    }
}

/// The first line's description, and how many more lines there are.
fn summary(proposal: &Proposal) -> (String, usize) {
    let lines = proposal
        .documents
        .iter()
        .map(|document| document.computed.lines.len())
        .sum::<usize>();
    let first = proposal
        .documents
        .iter()
        .flat_map(|document| &document.computed.lines)
        .next()
        .map(|line| line.item.description.clone())
        .unwrap_or_default();
    (first, lines.saturating_sub(1))
}

fn net_of(proposal: &Proposal) -> Money {
    sum_of(proposal, |totals| totals.tax_exclusive_total)
}

fn tax_of(proposal: &Proposal) -> Money {
    sum_of(proposal, |totals| totals.tax_total)
}

fn sum_of(proposal: &Proposal, amount: impl Fn(&crate::billing::totals::Totals) -> Money) -> Money {
    proposal
        .documents
        .iter()
        .fold(Money::zero(proposal.currency), |sum, document| {
            let amount = amount(&document.computed.totals);
            match document.kind {
                ProposedKind::Invoice => sum + amount,
                ProposedKind::CreditNote { .. } => sum - amount,
            }
        })
}
