# SPDX-License-Identifier: MIT
"""Compares the indicators of the configurations of this folder with the figures that the READMEs of the public extracts give."""

import csv
import gzip
import unittest

from extracts import DATA, WORK, figures, fresh, main, rows, run


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


class Deprivation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        fresh("deprivation")
        marks = "pupil_id,school_id,date,session,code\nE01014485,h,2024-09-10,AM,/\n"
        (WORK / "deprivation" / "marks.csv").write_text(marks)
        run("deprivation", "--as-of", "2025-08-31")
        cls.published = figures("imd2019-west-of-england")

    def eligible(self, service, kind):
        sql = ("SELECT stratum_value, value FROM observation_current WHERE indicator_id = 'attrition_eligible'"
               " AND service_id = ? AND stratum_kind = ?")
        return dict(rows("deprivation", sql, service, kind))

    def test_every_area_is_a_case(self):
        names = {"E06000023": "bristol", "E06000024": "north-somerset", "E06000025": "south-gloucestershire"}
        for code, areas in self.published["lsoas"].items():
            self.assertEqual(self.eligible(names[code], "all"), {"all": areas})

    def test_a_quintile_is_two_deciles(self):
        deciles = self.published["decile_counts_bristol"]
        quintiles = {str(q + 1): deciles[2 * q] + deciles[2 * q + 1] for q in range(5)}
        self.assertEqual(self.eligible("bristol", "imd2019_quintile"), quintiles)


class Quine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        fresh("quine")
        run("quine", "--as-of", "1978-12-31")
        cls.published = figures("quine-school-absence")

    def cells(self, indicator, kind):
        sql = "SELECT stratum_value, value, numerator, denominator FROM observation_current WHERE indicator_id = ? AND stratum_kind = ?"
        return {value: tuple(parts) for value, *parts in rows("quine", sql, indicator, kind)}

    def test_days_absent(self):
        value, days, possible = self.cells("overall_absence_rate", "all")["all"]
        self.assertEqual(days, self.published["total_days"])
        self.assertEqual(possible, 200 * self.published["n"])
        self.assertAlmostEqual(200 * value, self.published["mean_days"], places=6)

    def test_means_by_origin_and_form(self):
        for kind, key in (("origin", "mean_by_eth"), ("form", "mean_by_age")):
            means = {value: round(200 * rate, 6) for value, (rate, *_) in self.cells("overall_absence_rate", kind).items()}
            self.assertEqual(means, self.published[key])

    def test_twenty_days_or_more_is_persistent(self):
        _, persistent, children = self.cells("persistent_absence", "all")["all"]
        self.assertEqual((persistent, children), (self.published["ge_20_days"], self.published["n"]))


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


if __name__ == "__main__":
    main()
