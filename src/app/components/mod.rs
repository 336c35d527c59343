//! The parts every page is made of: they get values, signals and callbacks, and know nothing of the records.
//!
//! A property that is a text takes a closure, so that it follows the language: `label=move || t_string!(i18n, words.save)`.
//! In the examples below `…` stands for such a closure.
//!
//! **A page**
//! ```ignore
//! <PageHeader title=… subtitle=…><LinkButton route=Route::NewAccount kind=ButtonKind::Primary symbol=Symbol::Plus>…</LinkButton></PageHeader>
//! <Section title=… note=…>…</Section>
//! <EmptyState symbol=Symbol::Accounts title=… text=…><LinkButton route=Route::NewAccount>…</LinkButton></EmptyState>
//! <Stats><Stat label=… tone=Tone::Bad note=…>{move || format.get().money(overdue.get())}</Stat></Stats>
//! <DataList><Datum name=…>…</Datum></DataList>
//! <Tabs label=… chosen choices=…>{move || match chosen.get() { … }}</Tabs>
//! <Stepper steps=names at=step/>
//! <Waterfall title=… heads=… steps cut_note=…/>                            from one total to another, step by step
//! ```
//! Every page has exactly one [`PageHeader`]; it names the document and takes the focus when the page is shown.
//!
//! **Acting**
//! ```ignore
//! <Button kind=ButtonKind::Primary on_press=move |()| save()>{t!(i18n, words.save)}</Button>
//! <Button submit=true kind=ButtonKind::Primary disabled=is_saving>…</Button>
//! <IconButton symbol=Symbol::Print label=… on_press=move |()| print()/>
//! <Dialog title=… open>…<Actions>…</Actions></Dialog>                       open: RwSignal<bool>
//! <ConfirmDialog title=… text=… confirm=… open on_confirm=move |()| delete()/>
//! <Progress label=… done total on_cancel=move |()| stop()/>                  signals of usize; total 0 is "unknown"
//! use_toasts().say(text)     said politely, goes by itself
//! use_toasts().warn(text)    said at once, stays until closed
//! ```
//!
//! **Forms.** A form's texts are `RwSignal<String>`s; an error is a `Signal<Option<String>>`.
//! ```ignore
//! <ErrorSummary errors/>                                                     Signal<Vec<FieldError { field: id, text }>>
//! <TextField label=… value=name error=name_error hint=… id="name" required=true kind=TextKind::Email/>
//! <TextArea label=… value=notes rows=4/>
//! <SelectField label=… value=currency choices=…/>                            Vec<Choice<T>>, Choice::new(value, name)
//! <SegmentedField label=… value=kind choices=…/>                             two to five choices side by side
//! <CheckField label=… value=is_company/>
//! <DateField label=… value=from/>                                            RwSignal<Option<NaiveDate>>
//! <MoneyField label=… value=text currency=Currency::EUR/>                    also UnitPriceField, QuantityField, PercentField
//! <FileDrop label=… accept=".json" on_file=move |file: web_sys::File| …/>
//! ```
//! `<div class="field-row">` puts fields side by side. An amount is read with the same function the field uses:
//! `Money::parse(&text.get(), use_format().get().decimal_style(), currency)`, its refusal worded by
//! [`amount_field::amount_error`].
//!
//! **Showing**
//! ```ignore
//! <MoneyView money/> <DateView day/> <PeriodView period/>                     or format.get().money(…) where a string is wanted
//! <Badge tone=Tone::Warn>…</Badge>
//! <Notice tone=Tone::Bad title=…>…</Notice>
//! <Totals><Total name=…>…</Total><Total name=… is_due=true>…</Total></Totals>
//! <BarChart title=… bars/>                                                    Vec<Bar { name, amount, per_mille, tone }>
//! <Paper label=… lang="fi">…</Paper>                                          classes paper-head, paper-title, paper-parties, paper-lines
//! <ShortTable label=…><thead>…</thead><tbody>…<td class="amount">…</tbody></ShortTable>   a few rows; foot = sums
//! ```
//!
//! **Figures of statistics**
//! ```ignore
//! <FigureTable figures name_of=move |id| …/>                                  Figures { title, definition, columns, rows, on, file }
//! <LineChart drawing write_y=move |y| format.get().share(y, 0)><FigureTable …/></LineChart>
//! ```
//! A [`FigureTable`] opens to the customers behind a row or a single cell, says how it is computed, and is saved as CSV; both
//! take values, so a page draws them anew within `move || …` when the language or the records change.
//!
//! **Long lists**
//! ```ignore
//! let sort = RwSignal::new(Sort::ascending("name"));
//! let columns = vec![
//!     Column::new("name", Signal::derive(move || t_string!(i18n, accounts.name).to_string()), 40,
//!         move |row| rows.with(|rows| view! { <RowLink route=Route::Account(rows[row].id)>{rows[row].name.clone()}</RowLink> }))
//!         .card(Card::Title),
//!     Column::new("owed", …, 15, move |row| rows.with(|rows| format.get().money(rows[row].owed))).amount().card(Card::Value),
//! ];
//! <div class="toolbar"><SearchField label=… value=query/></div>
//! <VirtualTable label=… count=move || rows.with(Vec::len) columns sort query/>
//! ```
//! `rows` is a memo of the page's sorted and filtered rows; the table only shows it. `count` must come from that memo.

pub mod amount;
pub mod amount_field;
pub mod badge;
pub mod bar_chart;
pub mod button;
pub mod choice_field;
pub mod colour_field;
pub mod combobox;
pub mod command_palette;
pub mod data_list;
pub mod date_field;
pub mod dialog;
pub mod document_paper;
pub mod empty_state;
pub mod error_summary;
pub mod field;
pub mod figures;
pub mod file_drop;
pub mod icon;
pub mod identity;
pub mod in_view;
pub mod key_hint;
pub mod letter_paper;
pub mod line_chart;
pub mod notice;
pub mod page_header;
pub mod paper;
pub mod progress;
pub mod search_field;
pub mod short_table;
pub mod standing;
pub mod stat;
pub mod stepper;
pub mod tabs;
pub mod text_field;
pub mod toast;
pub mod unit;
pub mod virtual_table;
pub mod waterfall;

pub use amount::{DateView, MoneyView, PeriodView};
pub use amount_field::{MoneyField, PercentField, QuantityField, UnitPriceField};
pub use badge::{Badge, Tone};
pub use bar_chart::{Bar, BarChart};
pub use button::{Button, ButtonKind, IconButton, LinkButton};
pub use choice_field::{CheckField, Choice, SegmentedField, SelectField};
pub use colour_field::ColourField;
pub use combobox::{Combobox, Finder, Found};
pub use command_palette::{CommandPalette, PaletteEntry};
pub use data_list::{DataList, Datum};
pub use date_field::DateField;
pub use dialog::{Actions, ConfirmDialog, Dialog};
pub use document_paper::{DocumentPaper, PaperStage};
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FieldError};
pub use figures::{FigureCell, FigureColumn, FigureRow, FigureStat, FigureTable, Figures};
pub use file_drop::FileDrop;
pub use icon::{Icon, Symbol};
pub use in_view::once_in_view;
pub use key_hint::KeyHint;
pub use letter_paper::LetterPaper;
pub use line_chart::{ChartLine, ChartPoint, LineChart, LineDrawing, nice_ticks};
pub use notice::Notice;
pub use page_header::{PageHeader, Section};
pub use paper::Paper;
pub use progress::Progress;
pub use search_field::SearchField;
pub use short_table::ShortTable;
pub use standing::{DocumentStanding, StandingBadge};
pub use stat::{Stat, Stats, Total, Totals};
pub use stepper::Stepper;
pub use tabs::Tabs;
pub use text_field::{TextArea, TextField, TextKind};
pub use toast::{ToastRegion, Toasts, use_toasts};
pub use virtual_table::{Card, Column, Direction, RowLink, Sort, VirtualTable};
pub use waterfall::{Waterfall, WaterfallKind, WaterfallStep};
