# SPDX-License-Identifier: MIT
"""How scores of wellbeing move over a spell: the least-squares slope of each person with three scores or more."""

import waymark


class ScoreTrend(waymark.Measure):
    description = {
        "id": "org.example.score_trend",
        "version": "1.0.0",
        "title": "Trend of scores",
        "summary": "How each person's scores move, in points a year, by all of them and not by first and last alone",
        "author": "the Waymark examples",
        "licence": "MIT",
        "inputs": [{"name": "scores", "order": "by_case", "date": "date", "doc": "one row per score", "columns": [
            {"name": "date", "type": "date", "doc": "day of the score"},
            {"name": "score", "type": "real", "min": 0, "max": 10, "doc": "higher is better"}]}],
        "indicators": [
            {"id": "trend", "kind": "mean", "title": "Trend", "unit": "points a year", "decimals": 2, "direction": "up",
             "definition": "mean of the least-squares slopes of score on day, times 365.25, of cases with three days of scores or more",
             "source": "this example"},
            {"id": "rising", "kind": "proportion", "title": "People whose scores rise", "unit": "people",
             "display_multiplier": 100, "direction": "up",
             "definition": "cases with a slope above 0 / cases with three days of scores or more", "source": "this example"}],
        "exclusions": [{"id": "too_few", "title": "fewer than three days with scores"}],
    }

    def answer(self, case, out):
        scores = case.rows["scores"]
        if len({row.date for row in scores}) < 3:
            out.exclude("too_few")
            return
        slope = slope_per_year([(row.date, row.score) for row in scores])
        for period in case.periods:
            if period.contains(scores[-1].date):
                out.add("trend", period, slope)
                out.add("rising", period, slope > 0)


def slope_per_year(points):
    """Least squares; days are told from the first, so that no digits are lost."""
    first = points[0][0]
    mean_day = sum(day - first for day, _ in points) / len(points)
    mean_score = sum(score for _, score in points) / len(points)
    above = sum((day - first - mean_day) * (score - mean_score) for day, score in points)
    return 365.25 * above / sum((day - first - mean_day) ** 2 for day, _ in points)
