# SPDX-License-Identifier: MIT
"""Runs the configurations of this folder on the public extracts and compares the indicators in the
store with the figures their README gives. The store is read with Python's sqlite3, read-only, as a
dashboard would. Skips, saying so, when the folder of extracts is absent."""

import csv
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared" / "data"
WORK = HERE.parents[1] / "build" / "real"
WAYMARK = Path(os.environ.get("WAYMARK", HERE.parents[1] / "build/release/bin/waymark"))


def run(name, *options, expect=0):
    """waymark run tests/real/NAME.toml; its standard output."""
    done = subprocess.run([WAYMARK, "run", HERE / f"{name}.toml", *options], capture_output=True, text=True)
    if done.returncode != expect:
        raise AssertionError(f"waymark run {name} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def fresh(name):
    shutil.rmtree(WORK / name, ignore_errors=True)
    (WORK / name).mkdir(parents=True)


def rows(name, sql, *values):
    store = sqlite3.connect(f"file:{WORK / name / 'indicators.sqlite'}?mode=ro", uri=True)
    try:
        return store.execute(sql, values).fetchall()
    finally:
        store.close()


def figures(folder):
    return {figure["key"]: figure["value"] for figure in json.loads((DATA / folder / "figures.json").read_text())["figures"]}


class Rossi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        fresh("rossi")
        run("rossi")
        cls.figures = figures("rossi-recidivism")

    def rate(self, window, kind="all", value="all"):
        return rows(
            "rossi",
            "SELECT numerator, denominator, value, lower, upper FROM observation_current WHERE indicator_id = 'reoffended'"
            " AND period_key = ? AND stratum_kind = ? AND stratum_value = ?",
            window, kind, value)[0]

    def test_arrested_within_52_weeks(self):
        numerator, denominator, value, lower, upper = self.rate("w:(0..52w]")
        self.assertEqual((numerator, denominator), (self.figures["arrested_52w"], self.figures["n"]))
        self.assertEqual(round(value, 6), self.figures["rate_52w"])
        self.assertEqual([round(lower, 5), round(upper, 4)], self.figures["rate_52w_wilson95"])

    def test_arrested_by_week(self):
        for week, arrested in self.figures["arrested_by_week"].items():
            self.assertEqual(self.rate(f"w:(0..{week}w]")[0], arrested)

    def test_arrested_by_aid(self):
        for fin, value in (("0", "no aid"), ("1", "aid")):
            self.assertEqual(list(self.rate("w:(0..52w]", "aid", value)[:2]), self.figures["arrested_by_aid"][fin])

    def test_kaplan_meier_steps(self):
        for week, survival in self.figures["km_survival"].items():
            (value,) = rows(
                "rossi",
                "SELECT value FROM observation_current WHERE indicator_id = 'not_reoffended' AND period_key = 'w:(0..52w]'"
                " AND stratum_kind = 'all' AND point = ?", str(7 * int(week)))[0]
            self.assertEqual(round(value, 6), survival)


class Iowa(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        fresh("iowa")
        run("iowa")
        cls.figures = figures("iowa-recidivism")

    def cells(self, days, kind):
        return {
            value: (numerator, denominator)
            for value, numerator, denominator in rows(
                "iowa",
                "SELECT stratum_value, numerator, denominator FROM observation_current WHERE indicator_id = 'reoffended'"
                " AND period_key = ? AND stratum_kind = ?", f"w:0..{days + 1}d", kind)}

    def test_returned_within_one_two_and_three_years(self):
        for days in (365, 730, 1095):
            self.assertEqual(self.cells(days, "all")["all"], (self.figures["returned_by_day"][str(days)], self.figures["n"]))

    def test_by_offence_and_age_band_with_the_missing_as_a_stratum(self):
        for kind, key in (("offence", "rate_by_offense"), ("age_band", "rate_by_age")):
            found = {value: round(a / b, 6) for value, (a, b) in self.cells(1095, kind).items()}
            self.assertEqual(found, self.figures[key])


class Scotland(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        fresh("scotland")
        run("scotland")
        cls.figures = figures("scotland-reconvictions")

    def cells(self, indicator, kind="all", value="all"):
        return {
            key[2:6]: (numerator, denominator, people, figure)
            for key, numerator, denominator, people, figure in rows(
                "scotland",
                "SELECT period_key, numerator, denominator, people, value FROM observation_current WHERE indicator_id = ?"
                " AND stratum_kind = ? AND stratum_value = ?", indicator, kind, value)}

    def test_every_row_is_used(self):
        self.assertEqual(rows("scotland", "SELECT rows_read, rows_used FROM pull"), [(self.figures["rows"], self.figures["rows"])])

    def test_rate_by_cohort(self):
        found = self.cells("reoffending_rate")
        self.assertEqual({year: round(value, 6) for year, (*_, value) in found.items()}, self.figures["rate_by_cohort"])
        self.assertEqual({year: cell[1] for year, cell in found.items()}, self.figures["offenders_by_cohort"])
        self.assertEqual(sum(cell[0] for cell in found.values()), self.figures["sum_reconvicted_2004_2016"])

    def test_frequency_by_cohort(self):
        found = {year: round(value, 6) for year, (*_, value) in self.cells("reoffences_per_offender").items()}
        self.assertEqual(found, self.figures["frequency_by_cohort"])

    def test_frequency_is_rate_times_reoffences_per_reoffender(self):
        per_offender, rate = self.cells("reoffences_per_offender"), self.cells("reoffending_rate")
        for year, (reoffences, reoffenders, _, value) in self.cells("reoffences_per_reoffender").items():
            self.assertEqual((reoffences, reoffenders), (per_offender[year][0], rate[year][0]))
            self.assertAlmostEqual(value * rate[year][3], per_offender[year][3], 12)

    def test_men_and_women(self):
        found = {sex: round(self.cells("reoffending_rate", "sex", sex)["2016"][3], 6) for sex in ("Male", "Female")}
        self.assertEqual(found, self.figures["rate_2016_male_female"])


class DfeWeekly(unittest.TestCase):
    PUBLICATIONS = ["2024-09-26", "2024-10-10", "2024-10-24", "2024-11-07", "2024-11-21", "2024-12-05", "2024-12-19"]
    BRISTOL, NORTH_SOMERSET, SOUTH_GLOUCESTERSHIRE = "E06000023", "E06000024", "E06000025"

    @classmethod
    def setUpClass(cls):
        fresh("dfe_weekly")
        for day in cls.PUBLICATIONS:
            run("dfe_weekly", "--as-of", day)
        cls.figures = figures("dfe-attendance-autumn-2024")

    def by_week(self, service, indicator, phase):
        kind, value = ("phase", phase) if phase else ("all", "all")
        return {
            f"Week {int(key[-2:])}": round(100 * figure, 4)
            for key, figure in rows(
                "dfe_weekly",
                "SELECT period_key, value FROM observation_current WHERE service_id = ? AND indicator_id = ? AND grain = 'week'"
                " AND stratum_kind = ? AND stratum_value = ? AND state = 'observed'", service, indicator, kind, value)}

    def test_thirteen_areas_are_services(self):
        self.assertEqual(rows("dfe_weekly", "SELECT count(DISTINCT service_id) FROM observation_current"), [(13,)])

    def test_weekly_rates(self):
        for area, name in ((self.BRISTOL, "bristol"), (self.NORTH_SOMERSET, "north_somerset"), (self.SOUTH_GLOUCESTERSHIRE, "south_gloucestershire")):
            for phase in ("Primary", "Secondary"):
                self.assertEqual(self.by_week(area, "attendance_rate", phase), self.figures[f"{name}_{phase.lower()}_attendance_by_week"])

    def test_published_totals_of_england(self):
        self.assertEqual(self.by_week("E92000001", "published_absence_rate", None), self.figures["england_absence_by_week"])

    def test_the_term_adds_the_weeks_up(self):
        for indicator, key in (("attendance_rate", "bristol_secondary_term"), ("unauthorised_absence_rate", "bristol_secondary_unauthorised_term")):
            ((value,),) = rows(
                "dfe_weekly",
                "SELECT value FROM observation_current WHERE service_id = ? AND indicator_id = ? AND grain = 'term'"
                " AND stratum_value = 'Secondary'", self.BRISTOL, indicator)
            self.assertEqual(round(100 * value, 6), self.figures[key])

    def test_the_first_week_as_each_publication_gave_it(self):
        found = dict(rows(
            "dfe_weekly",
            "SELECT as_of, round(100 * value, 6) FROM observation_history WHERE service_id = ? AND indicator_id = 'attendance_rate'"
            " AND period_key = '2024-W37' AND stratum_value = 'Secondary'", self.BRISTOL))
        self.assertEqual(found, self.figures["bristol_secondary_first_week_by_publication"])

    def test_each_publication_restates_exactly_the_rows_that_changed(self):
        # A row of the table is one service, week and phase (or published total); the totals of local
        # authorities are sums of ours. Enrolments alone may change too: such cells are not counted here.
        known = {}
        changes = {day: [set(), set()] for day in self.PUBLICATIONS}
        for day, indicator, *row, numerator, denominator in rows(
                "dfe_weekly",
                "SELECT as_of, indicator_id, service_id, period_key, stratum_value, numerator, denominator FROM observation_history"
                " WHERE grain = 'week' AND indicator_id IN ('possible_sessions', 'overall_absence_rate')"
                " AND NOT (stratum_value = 'all' AND service_id LIKE 'E060%') ORDER BY as_of"):
            row, parts = tuple(row), (numerator, denominator)
            before = known.get((indicator, row))
            known[indicator, row] = parts
            if before is None:
                changes[day][0].add(row)
            elif before != parts:
                changes[day][1].add(row)
        for _, later, new, revised, gone in self.figures["revisions"]:
            self.assertEqual([len(rows) for rows in changes[later]], [new, revised], later)
            self.assertEqual(gone, 0)
        withdrawn = rows("dfe_weekly", "SELECT count(*) FROM observation_history WHERE state = 'withdrawn'")
        self.assertEqual(withdrawn, [(0,)])

    def test_repeating_a_run_writes_no_vintage(self):
        before = rows("dfe_weekly", "SELECT count(*) FROM observation_history")
        self.assertIn("unchanged", run("dfe_weekly", "--as-of", self.PUBLICATIONS[-1]))
        self.assertEqual(rows("dfe_weekly", "SELECT count(*) FROM observation_history"), before)


def write_full_days():
    """The days on which at least 1,000 schools gave a number, as a calendar file."""
    counts = {}
    with gzip.open(DATA / "nyc-daily-attendance-2013-2015/daily_attendance.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            if row["attn_pct"] != "NS":
                counts[row["date"]] = counts.get(row["date"], 0) + 1
    days = sorted(day for day, count in counts.items() if count >= 1000)
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "nyc_full_days.csv").write_text("date\n" + "".join(f"{day}\n" for day in days))
    (WORK / "nyc_full_days.toml").write_text(
        'id = "nyc-full-days"\nversion = "1"\nauthority = "New York City Department of Education"\nbasis = "observed"\n'
        'source = "days with at least 1,000 figures in the feed"\nopen_days = "nyc_full_days.csv"\n'
        '[[closure]]\nfirst = 2013-08-01\nlast = 2013-09-08\nreason = "before the first full day"\n'
        '[[closure]]\nfirst = 2015-06-27\nlast = 2015-07-31\nreason = "after the last full day"\n')
    return days


class Nyc(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.figures = figures("nyc-daily-attendance-2013-2015")
        cls.days = write_full_days()
        for name in ("nyc_city", "nyc_schools"):
            fresh(name)
            run(name)

    def test_full_days(self):
        self.assertEqual(len(self.days), self.figures["full_dates"])

    def test_monthly_means_of_the_city(self):
        found = {key: round(100 * value, 4) for key, value in rows(
            "nyc_city", "SELECT period_key, value FROM observation_current WHERE indicator_id = 'mean_daily_attendance' AND grain = 'month'"
            " AND state = 'observed'")}
        self.assertEqual(found, self.figures["mean_by_month"])

    def test_snow_days(self):
        for day, key in (("2014-01-22", "snow_2014_01_22"), ("2014-02-13", "snow_2014_02_13")):
            found = dict(rows("nyc_city", "SELECT indicator_id, value FROM observation_current WHERE period_key = ?", day))
            self.assertEqual([found["daily_figures"], round(100 * found["mean_daily_attendance"], 4)], self.figures[key])

    def test_rows_and_not_submitted(self):
        ((read, used, refused, out_of_scope),) = rows("nyc_city", "SELECT rows_read, rows_used, rows_refused, rows_out_of_scope FROM pull")
        self.assertEqual(read, self.figures["rows"])
        self.assertEqual(read, used + refused + out_of_scope)

    def test_schools_as_services(self):
        services = rows("nyc_schools", "SELECT count(*) FROM service")
        self.assertEqual(services, [(self.figures["schools"],)])

    def test_mean_of_one_school(self):
        cells = rows(
            "nyc_schools", "SELECT m.value, n.value FROM observation_current m JOIN observation_current n USING (service_id, period_key)"
            " WHERE service_id = '01M015' AND m.indicator_id = 'mean_daily_attendance' AND n.indicator_id = 'daily_figures'")
        count = sum(days for _, days in cells)
        mean = sum(value * days for value, days in cells) / count
        self.assertEqual([count, round(100 * mean, 4)], self.figures["school_01M015_mean"])


def fresh_run(name):
    fresh(name)
    run(name)


def calibration(name, instrument, *options):
    """waymark calibrate tests/real/NAME.toml INSTRUMENT; by the scale's name (forms, mean, sd, alpha)."""
    done = subprocess.run(
        [WAYMARK, "calibrate", HERE / f"{name}.toml", instrument, "--json", *options], capture_output=True, text=True, check=True)
    return {
        one["series"].split("/")[-1]: (one["forms"], round(one["mean"], 6), round(one["sd"], 6), round(one["reliability"], 6))
        for one in json.loads(done.stdout)["calibrations"]}


def resilience(name, service, indicator, series, point="", kind="all", value="all"):
    """(numerator, denominator, value) of one cell of the only period."""
    (cell,) = rows(
        name,
        "SELECT numerator, denominator, value FROM observation_current WHERE service_id = ? AND indicator_id = ? AND series = ?"
        " AND point = ? AND stratum_kind = ? AND stratum_value = ?", service, indicator, series, point, kind, value)
    return cell


def found(name, service, code):
    """The count of one finding, over the periods; 0 when it was not told."""
    return sum(count for (count,) in rows(name, "SELECT count FROM finding WHERE service_id = ? AND code = ?", service, code))


class Rsa(unittest.TestCase):
    TOTAL = "rsa/1/self/1-7/total"

    @classmethod
    def setUpClass(cls):
        fresh_run("rsa")
        cls.figures = figures("resilience-scale-adults")

    def test_mean_sum_of_all_and_by_gender(self):
        count = resilience("rsa", "students", "baseline_rate", self.TOTAL)[0]
        mean = resilience("rsa", "students", "baseline_mean", self.TOTAL)[2]
        self.assertEqual([count, round(mean, 6)], [self.figures["n"], self.figures["mean_total"]])
        for gender, mean in self.figures["mean_total_by_gender"].items():
            by = {"kind": "gender", "value": gender}
            self.assertEqual(round(resilience("rsa", "students", "baseline_mean", self.TOTAL, **by)[2], 6), mean)
            self.assertEqual(resilience("rsa", "students", "baseline_rate", self.TOTAL, **by)[0], self.figures["by_gender"][gender])

    def test_mean_sum_by_domain(self):
        means = {name: round(resilience("rsa", "students", "baseline_mean", f"rsa/1/self/1-7/{name}")[2], 6)
                 for name in self.figures["domain_mean_sum"]}
        self.assertEqual(means, self.figures["domain_mean_sum"])

    def test_calibration_gives_sd_and_alpha_of_total_and_domains(self):
        proposed = calibration("rsa", "rsa")
        self.assertEqual(proposed.pop("total"), (675, self.figures["mean_total"], self.figures["sd_total"], self.figures["alpha_33"]))
        self.assertEqual({name: one[3] for name, one in proposed.items()}, self.figures["domain_alpha"])


class Happiness(unittest.TestCase):
    AHI, CESD = "ahi/1/self/1-5/total", "cesd/1/self/0-3/total"

    @classmethod
    def setUpClass(cls):
        fresh_run("happiness")
        cls.figures = figures("positive-psychology-ahi-cesd")

    def test_mean_scores_of_all_rows_by_occasion(self):
        for series, key in ((self.AHI, "mean_ahi_by_occasion"), (self.CESD, "mean_cesd_by_occasion")):
            means = {occasion: round(resilience("happiness", "rows", "baseline_mean", series, kind="occasion", value=occasion)[2], 6)
                     for occasion in "012345"}
            self.assertEqual(means, self.figures[key])
        counts = {occasion: resilience("happiness", "rows", "baseline_rate", self.AHI, kind="occasion", value=occasion)[0]
                  for occasion in "012345"}
        self.assertEqual(counts, self.figures["rows_by_occasion"])

    def test_change_from_occasion_0_to_1(self):
        self.assertEqual(resilience("happiness", "to-1", "completion_rate", self.CESD)[:2],
                         (self.figures["paired_0_1"], self.figures["participants"]))
        change = self.figures["mean_change_0_1"]
        self.assertEqual(round(resilience("happiness", "to-1", "mean_change", self.AHI, "mean")[2], 6), change["ahi"])
        # Positive is an improvement, and less of CES-D is better.
        self.assertEqual(round(resilience("happiness", "to-1", "mean_change", self.CESD, "mean")[2], 6), -change["cesd"])

    def test_reliable_change_on_cesd(self):
        improved, pairs, _ = resilience("happiness", "to-1", "reliable_improvement", self.CESD)
        worsened = resilience("happiness", "to-1", "reliable_deterioration", self.CESD)[0]
        self.assertEqual([improved, pairs - improved - worsened, worsened], self.figures["rci_cesd_0_1"])

    def test_cases_at_baseline_and_means_by_intervention(self):
        self.assertEqual(resilience("happiness", "to-1", "clinical_at_baseline", self.CESD)[0], self.figures["cesd_ge16_baseline"])
        means = {arm: round(resilience("happiness", "to-1", "baseline_mean", self.CESD, kind="intervention", value=arm)[2], 6)
                 for arm in "1234"}
        self.assertEqual(means, self.figures["mean_cesd_by_intervention_0"])

    def test_drop_out_over_the_occasions(self):
        twice = {occasion for _, occasion, _ in self.figures["duplicate_keys"]}
        for occasion in "12345":
            paired, people, share = resilience("happiness", f"to-{occasion}", "completion_rate", self.AHI)
            self.assertEqual(paired, self.figures["rows_by_occasion"][occasion] - (occasion in twice))
            self.assertEqual(people, self.figures["participants"])
        self.assertEqual(round(share, 5), self.figures["retention"])

    def test_duplicates_are_told_not_averaged(self):
        for occasion in "12345":
            twice = sum(key[1] == occasion for key in self.figures["duplicate_keys"])
            self.assertEqual(found("happiness", f"to-{occasion}", "same_day_scores"), 2 * twice)  # on both scales

    def test_calibration_gives_sd_and_alpha_with_reversed_items(self):
        alpha = self.figures["alpha_baseline"]
        ahi = calibration("happiness", "ahi", "--monitor", "to_1")["total"]
        cesd = calibration("happiness", "cesd", "--monitor", "to_1")["total"]
        self.assertEqual((ahi[0], ahi[3]), (295, alpha["ahi"]))
        self.assertEqual(cesd[2:], (self.figures["sd_cesd_baseline"], alpha["cesd"]))


class Nhanes(unittest.TestCase):
    PHQ = "phq9/1/self/0-3/total"
    YEARS = {"2006": "2005-2006", "2008": "2007-2008", "2010": "2009-2010", "2012": "2011-2012"}

    @classmethod
    def setUpClass(cls):
        fresh_run("nhanes")
        cls.figures = figures("nhanes-phq9-2005-2012")

    def by_cycle(self, service, indicator, column):
        return {
            self.YEARS[year]: value for year, value in rows(
                "nhanes", f"SELECT period_key, {column} FROM observation_current WHERE service_id = ? AND indicator_id = ?"
                " AND series = ? AND stratum_kind = 'all'", service, indicator, self.PHQ)}

    def test_people_and_complete_forms_by_cycle(self):
        self.assertEqual(self.by_cycle("survey", "baseline_rate", "denominator"), self.figures["rows"])
        self.assertEqual(self.by_cycle("survey", "baseline_rate", "numerator"), self.figures["complete"])

    def test_mean_score_and_cases_by_cycle(self):
        means = {cycle: round(mean, 6) for cycle, mean in self.by_cycle("survey", "baseline_mean", "value").items()}
        self.assertEqual(means, self.figures["mean_phq9"])
        self.assertEqual(self.by_cycle("survey", "clinical_at_baseline", "numerator"), self.figures["ge10_unweighted"])

    def test_alpha_by_cycle(self):
        for year, cycle in self.YEARS.items():
            proposed = calibration("nhanes", "phq9", "--monitor", "survey", "--period", year)["total"]
            self.assertEqual((proposed[0], proposed[3]), (self.figures["complete"][cycle], self.figures["alpha"][cycle]))

    def test_refused_and_do_not_know_are_missing_when_the_configuration_says_so(self):
        self.assertEqual(found("nhanes", "survey", "invalid_forms"), 0)

    def test_and_make_the_form_invalid_when_it_does_not(self):
        answers = people = 0
        for file in sorted((DATA / "nhanes-phq9-2005-2012").glob("*.csv")):
            with open(file, newline="") as text:
                for row in csv.DictReader(text):
                    codes = sum(row[f"DPQ0{item}0"] in ("7", "9") for item in range(1, 10))
                    answers += codes
                    people += codes > 0
        self.assertEqual(answers, sum(self.figures["refused_or_dont_know"].values()))
        self.assertEqual(found("nhanes", "codes", "invalid_forms"), people)
        self.assertEqual(self.by_cycle("codes", "baseline_rate", "numerator"), self.figures["complete"])


class Jacobson(unittest.TestCase):
    DAS = "das/1/couple/total/total"

    @classmethod
    def setUpClass(cls):
        fresh_run("jacobson")
        cls.figures = figures("jacobson-truax-1989")

    def test_means_before_and_after(self):
        self.assertEqual(resilience("jacobson", "das", "completion_rate", self.DAS)[:2],
                         (self.figures["paired_das"], self.figures["couples"]))
        means = [round(resilience("jacobson", "das", indicator, self.DAS)[2], 6)
                 for indicator in ("baseline_mean_paired", "follow_up_mean")]
        self.assertEqual(means, self.figures["mean_pre_post"])
        self.assertEqual(round(resilience("jacobson", "das", "mean_change", self.DAS, "mean")[2], 6), self.figures["mean_change"])
        self.assertEqual(round(resilience("jacobson", "das", "mean_change", self.DAS, "sd")[2], 6), self.figures["sd_pre"])

    def test_reliable_change_and_cut_off(self):
        improved, pairs, _ = resilience("jacobson", "das", "reliable_improvement", self.DAS)
        deteriorated = resilience("jacobson", "das", "reliable_deterioration", self.DAS)[0]
        self.assertEqual([improved, pairs - improved - deteriorated, deteriorated], self.figures["rci_counts"])
        clinical, pairs, _ = resilience("jacobson", "das", "clinical_at_follow_up", self.DAS)
        self.assertEqual(pairs - clinical, self.figures["above_cutoff_a_after"])

    def test_missing_scores_are_told(self):
        self.assertEqual([found("jacobson", scale, "incomplete_scores") for scale in ("das", "gds")], self.figures["missing_cells"])


class Pupils(unittest.TestCase):
    MATES = "swmdk/1/self/1-5/classmates"

    @classmethod
    def setUpClass(cls):
        fresh_run("pupils")
        cls.figures = figures("pupil-wellbeing-30-classes")

    def test_classes_are_services(self):
        sizes = [size for (size,) in rows(
            "pupils", "SELECT denominator FROM observation_current WHERE indicator_id = 'baseline_rate' AND series = ?", self.MATES)]
        self.assertEqual([sum(sizes), len(sizes)], self.figures["n"])
        self.assertEqual([min(sizes), max(sizes)], self.figures["class_sizes"])

    def test_lowest_and_highest_class(self):
        means = sorted(rows(
            "pupils", "SELECT value, service_id FROM observation_current WHERE indicator_id = 'baseline_mean' AND series = ?", self.MATES))
        ends = [[service, resilience("pupils", service, "baseline_rate", self.MATES)[0], round(mean, 2)]
                for mean, service in (means[0], means[-1])]
        self.assertEqual(ends, self.figures["lowest_highest_class"])

    def test_calibration_over_all_classes(self):
        proposed = calibration("pupils", "swmdk")
        for place, scale in enumerate(("teachers", "classmates")):
            self.assertEqual(proposed[scale], (639, self.figures["mean_sums"][place], self.figures["sd_sums"][place],
                                               self.figures["alpha"][place]))


if __name__ == "__main__":
    if not DATA.is_dir():
        print(f"skipped: the public extracts are not at {DATA.relative_to(HERE.parents[2])} beside the project")
        sys.exit(77)
    unittest.main()
