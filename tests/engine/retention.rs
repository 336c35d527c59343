//! Groups compared: what R and its like say of the same data, what is refused, and what became of customers in a book.

use crate::builder::day;
use crate::caller::At;
use chrono::{DateTime, Utc};
use lasku::billing::command::Command as Billing;
use lasku::billing::contract::EndCause;
use lasku::billing::desk::case::{CaseKind, Channel, Outcome, Priority};
use lasku::billing::desk::experiment::{Arm, Experiment, ExperimentState, Offer};
use lasku::billing::id::{AccountId, CaseId, ContractId, ExperimentId};
use lasku::care::command::{Command, NewCase, Remark};
use lasku::care::experiment::{drawn as drawn_in, lot_of};
use lasku::care::refusal::Refused;
use lasku::insight::history::{self, Ending, Practice, decisions, followed};
use lasku::insight::retention::{Arm as Figures, Membership, Refused as Why, Subject, compare};
use lasku::insight::survival::Observation;
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

fn path(name: &str) -> String {
    format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn golden(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path(name)).unwrap()).unwrap()
}

fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path(name)).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

#[track_caller]
fn close(what: &str, found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap();
    let error = (found - expected).abs() / expected.abs().max(1e-300);
    assert!(error <= tolerance, "{what}: {found}, not {expected}");
}

/// The groups of the trial made up for the golden file, the holdout first.
fn trial() -> (Vec<String>, Vec<Vec<Subject>>) {
    let mut groups: BTreeMap<String, Vec<Subject>> = BTreeMap::new();
    for row in rows("retention_rct.csv") {
        let days: f64 = row["days"].parse().unwrap();
        let ended = row["churned"] == "1";
        let stayed = (days >= 180.0).then_some(true).or(ended.then_some(false));
        groups.entry(row["arm"].clone()).or_default().push(Subject {
            seen: Observation { days, ended },
            stratum: 0,
            covariates: Vec::new(),
            stayed,
        });
    }
    let holdout = groups.remove("holdout").unwrap();
    let (names, others): (Vec<String>, Vec<Vec<Subject>>) = groups.into_iter().unzip();
    let all = std::iter::once(holdout).chain(others).collect();
    (names, all)
}

#[test]
fn a_trial_is_reported_as_by_other_peoples_software() {
    let (names, groups) = trial();
    let arms = compare(&groups, 0, Membership::AtTimeZero, 180.0).unwrap();
    let file = golden("retention_report.json");
    close(
        "days of the holdout",
        arms[0].days_kept.unwrap().value,
        &file["holdout"]["rmst180"],
        1e-10,
    );
    for (name, arm) in names.iter().zip(&arms[1..]) {
        let all = file["arms"].as_array().unwrap();
        let expected = all.iter().find(|each| each["arm"] == **name).unwrap();
        assert_eq!(arm.contacts as u64, expected["n"].as_u64().unwrap());
        assert_eq!(arm.events as u64, expected["events"].as_u64().unwrap());
        let against = arm.against.as_ref().unwrap();
        let (days, hazard) = (against.days.unwrap(), against.hazard.unwrap());
        let interval = days.interval.unwrap();
        let test = against.log_rank.unwrap();
        close(name, test.chi_square, &expected["logrank_chisq"], 1e-10);
        close(name, test.p, &expected["logrank_p"], 1e-10);
        close(name, against.q.unwrap(), &expected["BH_q"], 1e-10);
        close(name, hazard.ratio, &expected["hr"], 1e-9);
        close(name, hazard.interval.low, &expected["hr_ci"][0], 1e-9);
        close(name, hazard.interval.high, &expected["hr_ci"][1], 1e-9);
        close(name, days.value, &expected["rmst180_diff"], 1e-9);
        close(name, interval.low, &expected["rmst180_diff_ci"][0], 1e-9);
        close(name, interval.high, &expected["rmst180_diff_ci"][1], 1e-9);
    }
}

/// Customers who were given a discount because something had gone wrong, and those who were not.
fn confounded() -> Vec<Vec<Subject>> {
    let mut groups = vec![Vec::new(), Vec::new()];
    for row in rows("retention_obs.csv") {
        let kept = row["kept90"] == "1";
        let severity: usize = row["severity"].parse().unwrap();
        let is_treated = row["discount"] == "1";
        groups[usize::from(is_treated)].push(Subject {
            seen: Observation {
                days: 90.0,
                ended: !kept,
            },
            stratum: severity,
            covariates: vec![
                f64::from(u8::from(severity == 2)),
                f64::from(u8::from(severity == 3)),
                row["tenure_months"].parse().unwrap(),
            ],
            stayed: Some(kept),
        });
    }
    groups
}

#[test]
fn a_discount_that_goes_to_the_worst_off_looks_useless_until_like_is_compared_with_like() {
    let arms = compare(&confounded(), 0, Membership::AtTimeZero, 90.0).unwrap();
    let against = arms[1].against.as_ref().unwrap();
    let stratified = golden("stratified.json");
    let (share, interval) = against.share.unwrap();
    let crude = &stratified["retention_obs"]["crude"];
    close("crude", share, &crude["diff"], 1e-10);
    close("crude", interval.low, &crude["newcombe"][0], 1e-10);
    close("crude", interval.high, &crude["newcombe"][1], 1e-10);
    let within = against.adjusted.within.unwrap();
    assert!((within.value - 0.1670).abs() < 5e-5, "{within:?}");
    let weighted = against.adjusted.weighted.as_ref().unwrap();
    assert!(weighted.effect.value > 0.1, "{weighted:?}");
    let balance = weighted.balance.iter().filter_map(|(_, _, after)| *after);
    assert!(balance.into_iter().all(|after| after.abs() < 0.1));
}

#[test]
fn groups_that_came_about_later_are_not_compared() {
    let (_, groups) = trial();
    assert_eq!(
        compare(&groups, 0, Membership::Later, 180.0),
        Err(Why::ImmortalTime)
    );
    assert_eq!(
        compare(&groups, 9, Membership::AtTimeZero, 180.0),
        Err(Why::NoReference)
    );
}

#[test]
fn of_few_customers_only_counts_are_told() {
    let seen = |days: f64, ended| Subject {
        seen: Observation { days, ended },
        stratum: 0,
        covariates: vec![1.0],
        stayed: Some(!ended),
    };
    let few = |count: usize, ended: usize| -> Vec<Subject> {
        (0..count)
            .map(|place| seen(100.0 + place as f64, place < ended))
            .collect()
    };
    // Reference, arm, and whether anything but counts is told.
    let table = [
        ((40, 9), (19, 9), false),
        ((40, 5), (40, 4), false),
        ((40, 5), (40, 5), true),
        ((0, 0), (40, 20), false),
        ((40, 20), (0, 0), false),
    ];
    for (reference, arm, is_told) in table {
        let groups = [few(reference.0, reference.1), few(arm.0, arm.1)];
        let found: Vec<Figures> = compare(&groups, 0, Membership::AtTimeZero, 180.0).unwrap();
        assert_eq!(found[1].against.is_some(), is_told, "{reference:?} {arm:?}");
        assert_eq!(found[1].has_too_few, !is_told);
        assert_eq!((found[1].contacts, found[1].events), arm);
    }
    // Nobody left in one group: the hazard ratio is refused with its reason, and nothing is a number that isn't one.
    let groups = [few(40, 20), few(40, 0)];
    let found = compare(&groups, 0, Membership::AtTimeZero, 90.0).unwrap();
    let against = found[1].against.as_ref().unwrap();
    assert!(against.hazard.is_err());
    assert!(against.share.unwrap().0.is_finite());
}

// In a book

struct Shop {
    at: At,
    contracts: BTreeMap<AccountId, ContractId>,
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Shop {
    fn new() -> Shop {
        let mut shop = Shop {
            at: At::new(),
            contracts: BTreeMap::new(),
        };
        shop.go_to("2026-03-02");
        shop
    }

    fn go_to(&mut self, on: &str) {
        self.at.world.today = day(on);
        self.at.now = instant(&format!("{on}T09:00:00Z"));
    }

    fn customer(&mut self) -> AccountId {
        let account = self
            .at
            .world
            .account(|account| account.since = day("2025-03-02"));
        let contract = self
            .at
            .world
            .contract(account, "monthly 30.00 EUR, from 2025-04-01");
        self.contracts.insert(account, contract);
        account
    }

    fn case(&mut self, account: AccountId, kind: CaseKind) -> CaseId {
        let id: CaseId = self.at.world.id();
        self.at.must(Command::OpenCase(NewCase {
            id,
            account: Some(account),
            channel: Channel::Mail,
            kind,
            priority: Priority::USUAL,
            subject: String::new(),
        }));
        id
    }

    fn settle(&mut self, case: CaseId) {
        self.at.must(Command::Resolve {
            case,
            outcome: Outcome::Other,
            note: String::new(),
        });
    }

    fn leaves(&mut self, account: AccountId, last_day: &str, cause: Option<EndCause>) {
        self.at.must(Billing::EndContract {
            contract: self.contracts[&account],
            last_day: day(last_day),
            reason: String::new(),
            cause,
            waive_notice: true,
        });
    }
}

#[test]
fn time_zero_is_the_end_of_the_case_and_only_who_leaves_of_their_own_will_is_an_event() {
    let mut shop = Shop::new();
    let causes = [
        (None, Ending::Left(None)),
        (Some(EndCause::Price), Ending::Left(Some(EndCause::Price))),
        (Some(EndCause::Ceased), Ending::Lost(EndCause::Ceased)),
        (Some(EndCause::Unpaid), Ending::Lost(EndCause::Unpaid)),
        (Some(EndCause::Moves), Ending::Lost(EndCause::Moves)),
    ];
    let mut expected = Vec::new();
    for (cause, ending) in causes {
        let account = shop.customer();
        let case = shop.case(account, CaseKind::Complaint);
        shop.settle(case);
        shop.leaves(account, "2026-03-11", cause);
        expected.push((account, 10, ending));
    }
    let stays = shop.customer();
    let case = shop.case(stays, CaseKind::Question);
    let what = Remark::Changed("Fibre 100".into());
    shop.at.must(Command::Record { case, what });
    shop.settle(case);
    // A second case of the same customer, and one that is not settled, are no further decisions.
    shop.go_to("2026-03-05");
    let again = shop.case(stays, CaseKind::Question);
    shop.settle(again);
    let open = shop.customer();
    shop.case(open, CaseKind::Question);
    expected.push((stays, 30, Ending::Stayed));
    let mut found = decisions(&shop.at.world.book, day("2026-04-01"));
    found.sort_by_key(|decision| expected.iter().position(|(id, ..)| *id == decision.account));
    let told: Vec<_> = found
        .iter()
        .map(|each| (each.account, each.followed.days, each.followed.ending))
        .collect();
    assert_eq!(told, expected);
    assert_eq!(found.last().unwrap().practice, Practice::Changed);
    assert_eq!(found[0].practice, Practice::Nothing);
    assert_eq!((found[0].tenure, found[0].earlier_cases), (365, 0));
    let observed = found
        .iter()
        .filter(|each| each.followed.observation().ended);
    assert_eq!(observed.count(), 2);
    // Seen 10 days, lost in another way: of 30 days nothing is known.
    let stayed: Vec<_> = found.iter().map(|each| each.followed.stayed(30)).collect();
    assert_eq!(
        stayed,
        [Some(false), Some(false), None, None, None, Some(true)]
    );
    // An end that is agreed and has not come is no end yet.
    shop.leaves(stays, "2026-04-30", Some(EndCause::Price));
    let book = &shop.at.world.book;
    let until = |on: &str| {
        followed(book, stays, day("2026-03-02"), day(on))
            .unwrap()
            .ending
    };
    assert_eq!(until("2026-04-30"), Ending::Stayed);
    assert_eq!(until("2026-05-01"), Ending::Left(Some(EndCause::Price)));
}

fn plan(id: ExperimentId, weights: &[u32]) -> Experiment {
    let arms = weights.iter().enumerate().map(|(place, weight)| Arm {
        name: format!("Arm {place}"),
        weight: *weight,
        offer: match place {
            0 => Offer::Nothing,
            _ => Offer::Practice,
        },
    });
    Experiment {
        id,
        name: "Who wants to leave".into(),
        key: Uuid::from_u128(7),
        kinds: vec![CaseKind::Cancel],
        arms: arms.collect(),
        horizon_days: 90,
        planned: 294,
        expected: "70".parse().unwrap(),
        difference: "10".parse().unwrap(),
        state: ExperimentState::Planned,
    }
}

#[test]
fn a_customer_is_drawn_once_stays_what_they_are_and_counts_so_whatever_is_done() {
    let mut shop = Shop::new();
    let id: ExperimentId = shop.at.world.id();
    shop.at
        .must(Command::PlanExperiment(plan(id, &[2000, 8000])));
    let first = shop.customer();
    let case = shop.case(first, CaseKind::Cancel);
    let draw = |case| Command::DrawLot {
        case,
        experiment: id,
    };
    assert_eq!(shop.at.ask(draw(case)), Err(Refused::ExperimentNotRunning));
    shop.at.must(Command::StartExperiment(id));
    let other = shop.case(first, CaseKind::Question);
    assert_eq!(shop.at.ask(draw(other)), Err(Refused::NotInExperiment));
    let aside = Command::SetLotAside {
        case,
        experiment: id,
        why: "Their house burnt down".into(),
    };
    assert_eq!(shop.at.ask(aside.clone()), Err(Refused::NoLot));
    shop.at.must(draw(case));
    shop.at.must(draw(case));
    shop.at.must(aside);
    let arm = drawn_in(&shop.at.world.book.cases[&case], id).unwrap();
    let experiment = &shop.at.world.book.experiments[&id];
    assert_eq!(lot_of(&shop.at.world.book, experiment, first), Some(arm));
    shop.settle(case);
    let later = shop.case(first, CaseKind::Cancel);
    shop.at.must(draw(later));
    let drawn = history::drawn(&shop.at.world.book, id, shop.at.world.today);
    assert_eq!(drawn.len(), 1, "a customer counts once");
    assert_eq!((drawn[0].case, drawn[0].arm), (case, arm));
    assert_eq!(
        drawn[0].set_aside.as_deref(),
        Some("Their house burnt down")
    );
    // What runs is not planned anew, and what is over draws no lot.
    let again = Command::PlanExperiment(plan(id, &[5000, 5000]));
    assert_eq!(shop.at.ask(again), Err(Refused::ExperimentBegan));
    shop.at.must(Command::StopExperiment {
        experiment: id,
        adopted: Some(1),
    });
    assert_eq!(shop.at.ask(draw(later)), Err(Refused::ExperimentNotRunning));
    let adopted = shop.at.world.book.experiments[&id].adopted().unwrap();
    assert_eq!(adopted.name, "Arm 1");
}

#[test]
fn lots_fall_by_their_weights() {
    let mut shop = Shop::new();
    let id: ExperimentId = shop.at.world.id();
    let experiment = plan(id, &[1500, 8500]);
    let book = &shop.at.world.book;
    let holdout = (0..20_000_u128)
        .filter(|number| lot_of(book, &experiment, AccountId(Uuid::from_u128(*number))) == Some(0))
        .count();
    // Three standard deviations of a share of 15 %.
    assert!((2850..=3150).contains(&holdout), "{holdout}");
}

#[test]
fn a_plan_that_could_say_nothing_is_refused() {
    let mut shop = Shop::new();
    let id: ExperimentId = shop.at.world.id();
    let rows: [fn(&mut Experiment); 8] = [
        |plan| plan.name = " ".into(),
        |plan| plan.kinds.clear(),
        |plan| plan.arms.truncate(1),
        |plan| plan.arms[0].weight = 0,
        |plan| plan.arms[1].weight = 7999,
        |plan| plan.arms[0].offer = Offer::Practice,
        |plan| plan.arms[1].name = "Arm 0".into(),
        |plan| plan.horizon_days = 0,
    ];
    for (place, change) in rows.into_iter().enumerate() {
        let mut wrong = plan(id, &[2000, 8000]);
        change(&mut wrong);
        let refused = shop.at.ask(Command::PlanExperiment(wrong));
        assert!(matches!(refused, Err(Refused::Billing(_))), "row {place}");
    }
    assert!(shop.at.world.book.experiments.is_empty());
    // Two that run at once must not have contacts in common.
    shop.at
        .must(Command::PlanExperiment(plan(id, &[2000, 8000])));
    shop.at.must(Command::StartExperiment(id));
    let second: ExperimentId = shop.at.world.id();
    let mut other = plan(second, &[2000, 8000]);
    other.name = "Another".into();
    shop.at.must(Command::PlanExperiment(other));
    assert!(shop.at.ask(Command::StartExperiment(second)).is_err());
}
