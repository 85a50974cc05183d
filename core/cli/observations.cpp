// SPDX-License-Identifier: MIT
#include <algorithm>
#include <tuple>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "cli/caller.hpp"
#include "cli/ledger_option.hpp"
#include "cli/options.hpp"
#include "contract/attrition.hpp"
#include "disclosure/figures.hpp"
#include "disclosure/profile.hpp"
#include "ledger/audit_log.hpp"
#include "ledger/exact_figures.hpp"

namespace waymark::cli {

static const std::vector<std::string> table_columns{
    "indicator",     "series", "period",    "stratum",     "point",  "value",
    "lower",         "upper",  "numerator", "denominator", "people", "contributors",
    "contributions", "state",  "maturity",  "flags",       "as_of"};

static const std::vector<std::string> full_columns{"service_id",
                                                   "measure_id",
                                                   "indicator_id",
                                                   "series",
                                                   "definition_version",
                                                   "grain",
                                                   "period_key",
                                                   "period_basis",
                                                   "stratum_kind",
                                                   "stratum_value",
                                                   "point",
                                                   "state",
                                                   "maturity",
                                                   "flags",
                                                   "value",
                                                   "lower",
                                                   "upper",
                                                   "numerator",
                                                   "denominator",
                                                   "people",
                                                   "contributors",
                                                   "contributions",
                                                   "a",
                                                   "b",
                                                   "aa",
                                                   "ab",
                                                   "bb",
                                                   "from_aggregates",
                                                   "as_of",
                                                   "run_id"};

// As the gate would show it if it hid and rounded nothing. Without its kind only the parts are
// known.
static disclosure::Shown exact_figures(const ledger::ExactFigure& figure,
                                       const std::string& point) {
    disclosure::Shown shown;
    shown.state = figure.cell.state;
    if (shown.state != State::observed || !figure.indicator) {
        return shown;
    }
    static const disclosure::Profile& nothing_hidden = disclosure::profile_named("open_data");
    observation::Observation cell;
    cell.sums = figure.cell.sums;
    return disclosure::shown_figures(cell, *figure.indicator, point, nothing_hidden);
}

static std::vector<std::string> points_of(const ledger::ExactFigure& figure) {
    return figure.indicator ? disclosure::points_of(*figure.indicator)
                            : std::vector<std::string>{""};
}

// A sum of a cell in which something was observed; nothing elsewhere, where it would be a zero that
// nobody counted.
template <class Number>
static Cell part(const ledger::ExactFigure& figure, Number number) {
    if (figure.cell.state != State::observed) {
        return {};
    }
    if constexpr (std::is_integral_v<Number>) {
        return std::int64_t{number};
    } else {
        return static_cast<double>(number);
    }
}

// The b of a count is no denominator.
static bool has_denominator(const ledger::ExactFigure& figure) {
    return !figure.indicator || figure.indicator->kind != contract::Kind::count;
}

static std::vector<Cell> table_row(const ledger::ExactFigure& figure, const std::string& point) {
    const ledger::CellName& name = figure.cell.name;
    const observation::Sums& sums = figure.cell.sums;
    const disclosure::Shown shown = exact_figures(figure, point);
    return {name.indicator_id,
            cell(name.series),
            name.period_key,
            name.stratum_kind == "all" ? "all" : name.stratum_kind + "=" + name.stratum_value,
            cell(point),
            cell(shown.value),
            cell(shown.lower),
            cell(shown.upper),
            part(figure, sums.a),
            has_denominator(figure) ? part(figure, sums.b) : Cell{},
            part(figure, sums.people),
            part(figure, sums.contributors),
            part(figure, sums.contributions),
            std::string(word(shown.state)),
            std::string(word(figure.cell.maturity)),
            cell(flags_text(figure.cell.flags)),
            date_text(figure.as_of)};
}

static std::vector<Cell> full_row(const ledger::ExactFigure& figure, const std::string& point) {
    const ledger::CellName& name = figure.cell.name;
    const observation::Sums& sums = figure.cell.sums;
    const disclosure::Shown shown = exact_figures(figure, point);
    return {name.service_id,
            figure.measure_id,
            name.indicator_id,
            cell(name.series),
            figure.definition_version,
            name.grain,
            name.period_key,
            name.period_basis,
            name.stratum_kind,
            name.stratum_value,
            cell(point),
            std::string(word(shown.state)),
            std::string(word(figure.cell.maturity)),
            cell(flags_text(figure.cell.flags)),
            cell(shown.value),
            cell(shown.lower),
            cell(shown.upper),
            cell(shown.numerator),
            cell(shown.denominator),
            part(figure, sums.people),
            part(figure, sums.contributors),
            part(figure, sums.contributions),
            part(figure, sums.a),
            part(figure, sums.b),
            part(figure, sums.aa),
            part(figure, sums.ab),
            part(figure, sums.bb),
            part(figure, std::int64_t{sums.from_aggregates}),
            date_text(figure.as_of),
            figure.run_id};
}

static ledger::AuditRow use_of_figures(const Options& options) {
    ledger::AuditRow row = use_by_caller("observations");
    row.what = "exact figures were shown";
    row.service_id = options.text("service");
    row.reason = options.text("reason");
    for (const char* filter : {"measure", "indicator", "grain", "period"}) {
        if (options.has(filter)) {
            row.filters +=
                (row.filters.empty() ? "" : " ") + std::string(filter) + "=" + options.text(filter);
        }
    }
    return row;
}

static void check_service(const ledger::LedgerReader& ledger, const std::string& service) {
    const std::vector<std::string> known = ledger.services();
    if (std::find(known.begin(), known.end(), service) != known.end()) {
        return;
    }
    std::string sentence = "the ledger knows no service \"" + service + "\"";
    if (const auto suggestion = nearest(service, known)) {
        sentence += "; did you mean \"" + *suggestion + "\"?";
    } else if (known.empty()) {
        sentence += "; no run has prepared any figures yet";
    } else {
        sentence += "; it has figures of " + std::to_string(known.size()) + " others";
    }
    throw Error(ErrorKind::usage, sentence);
}

static void check_needed(const Options& options) {
    if (!options.has("service")) {
        throw Error(ErrorKind::usage, "which service? Give --service S");
    }
    if (options.text("reason").find_first_not_of(" \t\r\n") == std::string::npos) {
        throw Error(ErrorKind::usage,
                    "exact figures are shown for a reason only, and the audit keeps it; give "
                    "--reason TEXT");
    }
}

// Attrition of one group and period together, from step to step.
static bool is_earlier_step(const ledger::ExactFigure& left, const ledger::ExactFigure& right) {
    const auto place = [](const ledger::ExactFigure& figure) {
        const ledger::CellName& name = figure.cell.name;
        return std::tuple(figure.measure_id, figure.definition_version, name.grain, name.period_key,
                          name.stratum_kind, name.stratum_value,
                          contract::attrition_place(name.indicator_id));
    };
    return place(left) < place(right);
}

// Attrition comes last, as in waymark query.
static Sheet sheet_of(const ledger::LedgerReader& ledger, const Options& options,
                      std::uint64_t& unvalued) {
    const bool is_table = options.format() == Format::table;
    Sheet sheet(is_table ? table_columns : full_columns);
    std::vector<ledger::ExactFigure> attrition;
    const auto add = [&](const ledger::ExactFigure& figure) {
        unvalued += !figure.indicator && figure.cell.state == State::observed ? 1 : 0;
        for (const std::string& point : points_of(figure)) {
            sheet.add(is_table ? table_row(figure, point) : full_row(figure, point));
        }
    };
    ledger.each_figure(
        {options.text("service"), options.optional("measure"), options.optional("indicator"),
         options.optional("grain"), options.optional("period")},
        [&](const ledger::ExactFigure& figure) {
            const std::string& id = figure.cell.name.indicator_id;
            if (id.starts_with(contract::attrition_prefix)) {
                attrition.push_back(figure);
            } else {
                add(figure);
            }
        });
    std::stable_sort(attrition.begin(), attrition.end(), is_earlier_step);
    std::for_each(attrition.begin(), attrition.end(), add);
    return sheet;
}

static int observations(const Verb& verb, const std::vector<std::string>& arguments,
                        Surroundings& surroundings) {
    Options options(verb);
    with_ledger(options)
        .value("service", "S", "the service; needed")
        .value("reason", "TEXT", "why they are looked at; kept in the audit; needed")
        .value("measure", "M", "only this measure")
        .value("indicator", "I", "only this indicator")
        .value("grain", "G", "only periods of this grain: week, term, window ...")
        .value("period", "P", "only this period, by its key")
        .flag("csv", "print CSV with every column");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    check_needed(options);
    const std::filesystem::path path = ledger_path(options);
    ledger::AuditLog audit(path, surroundings.clock);
    const ledger::LedgerReader ledger(path);
    check_service(ledger, options.text("service"));
    std::uint64_t unvalued = 0;
    const Sheet sheet = sheet_of(ledger, options, unvalued);
    ledger::AuditRow use = use_of_figures(options);
    use.rows_shown = static_cast<std::int64_t>(sheet.size());
    audit.add(use);  // before anything is seen
    surroundings.err
        << "waymark: these figures are exact and not protected: they can tell of single "
           "people. Keep them\nto those who may see the service's records; what may be "
           "passed on is in the store. The audit\nof the ledger now says that "
        << (use.who.empty() ? "uid " + std::to_string(*use.uid) : use.who) << " looked, and why.\n";
    if (unvalued > 0) {
        surroundings.err << "waymark: " << unvalued
                         << " figures come from runs of an older version: their parts are shown, "
                            "their values not;\nrun the monitor again\n";
    }
    if (sheet.is_empty()) {
        surroundings.err << "no figure matches; leave out an option\n";
    }
    sheet.print(surroundings.out, options.format(), "observations");
    return 0;
}

Verb observations_verb() {
    return {"observations", "--service S --reason TEXT --config CONFIG | --ledger FILE [options]",
            "Show a service's exact figures, unprotected; each use is audited.",
            "  waymark observations --ledger ledger.sqlite --service northgate-youth \\\n"
            "      --reason \"termly review with the service\" --grain term\n",
            observations};
}

}  // namespace waymark::cli
