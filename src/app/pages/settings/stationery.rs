//! How documents look: template, accent colour and logo, with the first page beside the form.

mod preview;
mod sample;

use crate::app::{
    components::{
        Button, ButtonKind, Choice, ColourField, FileDrop, Notice as NoticeBox, Section,
        SegmentedField, Tone,
    },
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::role_note::{RoleNote, falls_short},
    unsaved::use_unsaved,
    wording::{failure_text, refusal_text},
    workspace::{Notice, use_workspace},
};
use crate::billing::{
    command::Command,
    desk::role::Role,
    refusal::{Field, Refusal, RefusalKind},
    stationery::{Picture, PictureFault, Rgb, Stationery, Template},
};
use js_sys::Uint8Array;
use leptos::{prelude::*, task::spawn_local};
use preview::Preview;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// The section.
#[component]
pub fn StationerySection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let unsaved = use_unsaved();
    let kept = workspace.with_untracked(|book| book.stationery());
    let template = RwSignal::new(kept.template);
    let accent = RwSignal::new(kept.accent.to_string());
    let logo = RwSignal::new(kept.logo);
    let logo_fault = RwSignal::new(None::<String>);
    let is_unfit = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let is_saving = RwSignal::new(false);
    let falls_short = falls_short(workspace, Role::Owner);
    let chosen = Memo::new(move |_| Stationery {
        template: template.get(),
        // The browser's chooser gives nothing that is no colour.
        accent: Rgb::parse(&accent.read()).unwrap_or_default(),
        logo: logo.get(),
    });
    let templates = Signal::derive(move || {
        Template::ALL
            .map(|template| Choice::new(template, template_name(i18n, template)))
            .to_vec()
    });
    let save = move || {
        let stationery = chosen.get_untracked();
        failure.set(None);
        is_saving.set(true);
        spawn_local(async move {
            match workspace
                .dispatch(Command::ReviseStationery(stationery))
                .await
            {
                Ok(_) => {
                    unsaved.clear();
                    workspace.notify(Notice::Done(
                        t_string!(i18n, documents.look_saved).to_owned(),
                    ));
                }
                Err(why) => failure.set(Some(failure_text(i18n, &why))),
            }
            is_saving.set(false);
        });
    };
    let is_wrong = Signal::derive(move || is_saving.get() || falls_short.get() || is_unfit.get());
    view! {
        <Section title=move || t_string!(i18n, documents.look) note=move || t_string!(i18n, documents.look_note)>
            <RoleNote needs=Role::Owner/>
            <div class="stationery">
                <form novalidate class="form" data-unsaved="" on:submit=move |event| { event.prevent_default(); save(); }>
                    {move || failure.get().map(|why| view! { <NoticeBox tone=Tone::Bad>{why}</NoticeBox> })}
                    <SegmentedField label=move || t_string!(i18n, documents.template) value=template choices=templates/>
                    <ColourField
                        label=move || t_string!(i18n, documents.accent)
                        value=accent
                        hint=move || t_string!(i18n, documents.accent_hint)
                    />
                    <LogoField logo fault=logo_fault/>
                    <div class="actions">
                        <Button submit=true kind=ButtonKind::Primary disabled=is_wrong>{t!(i18n, documents.save_look)}</Button>
                    </div>
                </form>
                <div class="stationery-preview" aria-live="polite"><Preview chosen is_unfit/></div>
            </div>
        </Section>
    }
}

/// The logo: chosen, shown, taken away.
#[component]
fn LogoField(logo: RwSignal<Option<Picture>>, fault: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let take = move |file: File| {
        spawn_local(async move {
            // A file's size is a whole number that JavaScript keeps as a float.
            let bytes = file.size() as usize;
            let read = match bytes > Picture::LARGEST {
                true => Err(PictureFault::TooLarge { bytes }),
                false => match JsFuture::from(file.array_buffer()).await {
                    Ok(buffer) => Picture::of(&Uint8Array::new(&buffer).to_vec()),
                    Err(_) => Err(PictureFault::Broken),
                },
            };
            match read {
                Ok(picture) => {
                    fault.try_set(None);
                    logo.try_set(Some(picture));
                }
                Err(why) => {
                    let refusal = Refusal::field(Field::Logo, RefusalKind::Picture(why));
                    fault.try_set(Some(refusal_text(i18n, &refusal)));
                }
            }
        });
    };
    view! {
        <fieldset class="field">
            <legend class="field-label">{t!(i18n, documents.logo)}</legend>
            {move || logo.get().map(|picture| view! {
                <div class="logo-line">
                    <img class="logo-picture" src=picture.data_url() alt=move || t_string!(i18n, documents.logo)/>
                    <Button kind=ButtonKind::Quiet on_press=move |()| logo.set(None)>{t!(i18n, documents.logo_remove)}</Button>
                </div>
            })}
            {move || fault.get().map(|why| view! { <NoticeBox tone=Tone::Bad>{why}</NoticeBox> })}
            <FileDrop
                label=move || t_string!(i18n, documents.logo_choose)
                accept="image/png,image/jpeg"
                on_file=take
            />
            <p class="field-hint">{move || t_string!(i18n, documents.logo_hint, most = format.get().number(Picture::LARGEST / 1024))}</p>
        </fieldset>
    }
}

fn template_name(i18n: I18n, template: Template) -> &'static str {
    match template {
        Template::Classic => t_string!(i18n, documents.template_classic),
        Template::Modern => t_string!(i18n, documents.template_modern),
        Template::Plain => t_string!(i18n, documents.template_plain),
    }
}
