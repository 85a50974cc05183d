# SPDX-License-Identifier: MIT
"""Compares questionnaire figures of the configurations of this folder with those that the READMEs of the public extracts give."""

import csv
import json
import subprocess
import unittest

from extracts import DATA, HERE, WAYMARK, figures, fresh_run, main, rows


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
    main()
