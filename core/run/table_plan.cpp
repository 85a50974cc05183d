// SPDX-License-Identifier: MIT
#include "run/table_plan.hpp"

#include <algorithm>

#include "base/cell.hpp"
#include "base/nearest.hpp"
#include "source/layout.hpp"

namespace waymark::run {

using config::ColumnMap;
using contract::ColumnType;

// No record that matters is older.
static constexpr int earliest_year = 1800;

namespace {

/// Fits one table. Lives for one call of table_plans.
class TableFitter {
public:
    TableFitter(const config::Config& config, const config::Monitor& monitor,
                const contract::Description& description, const caseload::ServiceScope& services,
                const std::vector<std::string>& strata, Date as_of, ErrorList& errors)
        : config_(config),
          monitor_(monitor),
          description_(description),
          services_(services),
          strata_(strata),
          as_of_(as_of),
          errors_(errors) {}

    TablePlan fitted(const config::Table& table, std::uint32_t input_index) {
        input_ = &description_.inputs[input_index];
        table_ = &table;
        plan_ = {};
        plan_.input = input_index;
        plan_.table = &table;
        plan_.source =
            &*std::find_if(config_.sources.begin(), config_.sources.end(),
                           [&](const config::Source& s) { return s.id == table.source; });
        plan_.path_per_service = plan_.source->is_per_service();
        plan_.roles.aggregate = input_->aggregate;
        declared_columns();
        who();
        strata_and_case_columns();
        period();
        scope();
        unique();
        return std::move(plan_);
    }

private:
    std::uint32_t want(contract::Column column, const ColumnMap& map) {
        source::Wanted wanted;
        wanted.column = std::move(column);
        wanted.map = map;
        plan_.wanted.push_back(std::move(wanted));
        return static_cast<std::uint32_t>(plan_.wanted.size() - 1);
    }

    std::uint32_t want_role(const std::string& name, ColumnType type, bool nullable,
                            const ColumnMap& map) {
        contract::Column column;
        column.name = name;
        column.type = type;
        column.nullable = nullable;
        return want(std::move(column), map);
    }

    void declared_columns() {
        for (const contract::Column& column : input_->columns) {
            ColumnMap map;
            map.columns = {column.name};
            map.place = table_->place;
            if (column.optional) {
                map = {};
                map.constant = "";  // null in every row, unless the table maps it
            }
            for (const config::NamedColumn& named : table_->columns) {
                if (named.name == column.name) {
                    map = named.map;
                }
            }
            const std::uint32_t index = want(column, map);
            if (column.symbols) {
                plan_.wanted[index].symbols = symbols();
            }
            const bool is_list =
                column.type == ColumnType::list_integer || column.type == ColumnType::list_real;
            plan_.list_sizes.push_back(is_list ? list_size(map) : 0);
        }
        std::vector<std::string> known;
        for (const contract::Column& column : input_->columns) {
            known.push_back(column.name);
        }
        for (const config::NamedColumn& named : table_->columns) {
            check_known("column", named, known);
        }
    }

    std::uint32_t list_size(const ColumnMap& map) {
        if (map.pattern.empty()) {
            errors_.add(
                map.place,
                "a list needs a pattern of columns, for example { pattern = \"F{1..33}\" }");
            return 1;
        }
        return static_cast<std::uint32_t>(source::source_names(map).size());
    }

    void check_known(const std::string& what, const config::NamedColumn& named,
                     const std::vector<std::string>& known) {
        if (std::find(known.begin(), known.end(), named.name) != known.end()) {
            return;
        }
        std::string sentence = description_.id + " has no " + what + " \"" + named.name +
                               "\" in input \"" + input_->name + "\"";
        if (const auto suggestion = nearest(named.name, known)) {
            sentence += "; did you mean \"" + *suggestion + "\"?";
        }
        errors_.add(named.map.place, sentence);
    }

    std::vector<std::pair<std::string, std::int32_t>> symbols() {
        std::vector<std::pair<std::string, std::int32_t>> found;
        for (const auto& [symbol, word] : table_->symbols) {
            const auto state = state_of(word);
            std::optional<std::int32_t> number;
            if (state == State::suppressed_at_source) {
                number = WM_STATE_SUPPRESSED_AT_SOURCE;
            } else if (state == State::unavailable) {
                number = WM_STATE_UNAVAILABLE;
            } else if (state == State::not_applicable) {
                number = WM_STATE_NOT_APPLICABLE;
            } else if (state == State::rounds_to_zero) {
                number = WM_STATE_ROUNDS_TO_ZERO;
            } else if (state == State::missing) {
                number = WM_STATE_MISSING;
            }
            if (!number) {
                errors_.add(table_->place, "symbol \"" + symbol + "\" cannot mean \"" + word +
                                               "\"; use suppressed_at_source, unavailable, "
                                               "not_applicable, rounds_to_zero or missing");
                continue;
            }
            found.emplace_back(symbol, *number);
        }
        return found;
    }

    void who() {
        if (table_->person && !input_->aggregate) {
            plan_.roles.person = want_role("person", ColumnType::key, false, *table_->person);
        } else if (!input_->aggregate) {
            errors_.add(table_->place, "table \"" + input_->name +
                                           "\" does not say whom a row is about; give `person` (a "
                                           "column, or { row_number = true })");
        }
        if (table_->service) {
            plan_.roles.service =
                want_role("service", ColumnType::category, false, *table_->service);
        } else if (services_.ids.size() != 1 && !plan_.path_per_service &&
                   (!config_.caseload || input_->aggregate)) {
            errors_.add(table_->place,
                        "table \"" + input_->name +
                            "\" does not say which service a row belongs to; give "
                            "`service`, one service, or {service} in the source's path");
        }
        if (config_.caseload && !input_->aggregate) {
            link_rule();
        }
        if (input_->has_unit && table_->unit) {
            plan_.roles.unit = want_role("unit", ColumnType::key, false, *table_->unit);
        } else if (input_->has_unit) {
            errors_.add(table_->place,
                        "input \"" + input_->name +
                            "\" needs `unit`: the key inside a case, for example the school");
        } else if (table_->unit) {
            errors_.add(table_->unit->place,
                        "input \"" + input_->name + "\" has no units; leave `unit` out");
        }
    }

    void link_rule() {
        caseload::LinkRule rule;
        const std::vector<config::NamedColumn>& schemes = config_.caseload->schemes;
        for (std::uint32_t i = 0; i < schemes.size(); ++i) {
            if (schemes[i].name == table_->scheme) {
                rule.scheme = i + 1;  // 0 is the main one
            }
        }
        rule.membership = table_->membership;
        rule.days_before = table_->days_before;
        rule.days_after = table_->days_after;
        rule.date = input_->date_column;
        rule.is_of_service = table_->service.has_value() || plan_.path_per_service;
        if (rule.membership != config::Membership::ever && (input_->whole_record || !rule.date)) {
            const char* const why = input_->whole_record
                                        ? "needs rows from before a spell to after it"
                                        : "has no date to tell a person's spells by";
            errors_.add(table_->place,
                        "input \"" + input_->name + "\" " + why + "; write membership = \"ever\"");
        }
        plan_.link = rule;
    }

    void strata_and_case_columns() {
        plan_.roles.strata.resize(strata_.size());
        for (const config::NamedColumn& stratum : table_->strata) {
            const auto kind =
                std::find(strata_.begin(), strata_.end(), stratum.name) - strata_.begin();
            plan_.roles.strata[static_cast<std::size_t>(kind)] =
                want_role(stratum.name, ColumnType::category, true, stratum.map);
            if (table_->total && table_->total->stratum == stratum.name) {
                plan_.roles.total_kind = static_cast<std::uint32_t>(kind);
                plan_.roles.total_value = table_->total->value;
            }
        }
        if (table_->total && !plan_.roles.total_kind) {
            errors_.add(table_->place, "total names stratum \"" + table_->total->stratum +
                                           "\", which this table does not have");
        }
        std::vector<contract::Column> facts(2);
        facts[0].name = "start";
        facts[1].name = "end";
        facts[0].type = facts[1].type = ColumnType::date;
        facts.insert(facts.end(), description_.case_columns.begin(),
                     description_.case_columns.end());
        std::vector<std::string> known;
        for (contract::Column& fact : facts) {
            fact.nullable = true;
            known.push_back(fact.name);
        }
        plan_.roles.case_columns.resize(facts.size());
        for (const config::NamedColumn& named : table_->case_columns) {
            check_known("case column", named, known);
            const auto place = std::find(known.begin(), known.end(), named.name);
            if (place != known.end()) {
                const auto index = static_cast<std::size_t>(place - known.begin());
                plan_.roles.case_columns[index] = want(facts[index], named.map);
            }
        }
    }

    void period() {
        if (!input_->aggregate) {
            return;
        }
        if (!table_->period || !table_->period_grain) {
            errors_.add(table_->place,
                        "input \"" + input_->name +
                            "\" is a published table: say which period a row is about, "
                            "for example period = { column = \"date\", grain = \"day\" }");
            return;
        }
        plan_.period = want_role("period", ColumnType::date, false, *table_->period);
        plan_.period_grain = *table_->period_grain;
    }

    // Rows dated after what the run may know are out of scope; without windows, which may lie
    // anywhere, so are those outside the periods. A query need not even ask for them.
    void scope() {
        if (monitor_.from) {
            plan_.from = *monitor_.from - std::chrono::days{input_->history_days};
            plan_.to = std::min(
                monitor_.to.value_or(as_of_) + std::chrono::days{input_->ahead_days}, as_of_);
        }
        const std::optional<std::uint32_t> date = plan_.period ? plan_.period : input_->date_column;
        if (!date) {
            return;
        }
        source::Wanted& wanted = plan_.wanted[*date];
        if (!monitor_.windows.empty() || !monitor_.from) {
            wanted.scope = {date_of(earliest_year, 1, 1), as_of_};
            wanted.scope_reason = "dated after the day of the run";
            return;
        }
        const bool is_period = plan_.period.has_value();
        const std::chrono::days history{is_period ? 0 : input_->history_days};
        const std::chrono::days ahead{is_period ? 0 : input_->ahead_days};
        wanted.scope = {*monitor_.from - history,
                        std::min(monitor_.to.value_or(as_of_) + ahead, as_of_)};
        wanted.scope_reason = "dated outside the periods asked for";
    }

    void unique() {
        for (const std::string& name : input_->unique) {
            if (name == "person" || name == "service" || name == "unit") {
                const auto& role = name == "person"    ? plan_.roles.person
                                   : name == "service" ? plan_.roles.service
                                                       : plan_.roles.unit;
                if (role) {
                    plan_.unique.push_back(*role);
                }
                continue;
            }
            if (name == "period" || name == "strata") {
                continue;
            }
            for (std::size_t i = 0; i < input_->columns.size(); ++i) {
                if (input_->columns[i].name == name) {
                    plan_.unique.push_back(static_cast<std::uint32_t>(i));
                }
            }
        }
        // A published table has one row per service, unit, period and strata, whatever the measure
        // says.
        if (input_->aggregate) {
            for (const auto& role : {plan_.roles.service, plan_.roles.unit, plan_.period}) {
                if (role) {
                    plan_.unique.push_back(*role);
                }
            }
            for (const auto& role : plan_.roles.strata) {
                if (role) {
                    plan_.unique.push_back(*role);
                }
            }
        }
    }

    const config::Config& config_;
    const config::Monitor& monitor_;
    const contract::Description& description_;
    const caseload::ServiceScope& services_;
    const std::vector<std::string>& strata_;
    Date as_of_;
    ErrorList& errors_;
    const contract::Input* input_ = nullptr;
    const config::Table* table_ = nullptr;
    TablePlan plan_;
};

}  // namespace

// Which inputs must be fed: required ones, and exactly one of each one_of group.
static void check_needs(const config::Monitor& monitor, const contract::Description& description,
                        ErrorList& errors) {
    const auto is_given = [&](const contract::Input& input) {
        return std::any_of(monitor.tables.begin(), monitor.tables.end(),
                           [&](const config::Table& table) { return table.input == input.name; });
    };
    std::vector<std::string> groups;
    for (const contract::Input& input : description.inputs) {
        if (input.need == contract::InputNeed::required && !is_given(input)) {
            errors.add(monitor.place, "monitor \"" + monitor.id + "\" does not feed input \"" +
                                          input.name + "\"; add [monitor.table." + input.name +
                                          "]");
        }
        if (input.need == contract::InputNeed::one_of &&
            std::find(groups.begin(), groups.end(), input.one_of) == groups.end()) {
            groups.push_back(input.one_of);
            const auto given =
                std::count_if(description.inputs.begin(), description.inputs.end(),
                              [&](const contract::Input& other) {
                                  return other.one_of == input.one_of && is_given(other);
                              });
            if (given != 1) {
                errors.add(monitor.place,
                           "monitor \"" + monitor.id + "\" must feed exactly one input of \"" +
                               input.one_of + "\", but feeds " + std::to_string(given));
            }
        }
    }
}

std::vector<TablePlan> table_plans(const config::Config& config, const config::Monitor& monitor,
                                   const contract::Description& description,
                                   const caseload::ServiceScope& services,
                                   const std::vector<std::string>& strata, Date as_of,
                                   ErrorList& errors) {
    std::vector<std::string> inputs;
    for (const contract::Input& input : description.inputs) {
        inputs.push_back(input.name);
    }
    for (const config::Table& table : monitor.tables) {
        if (std::find(inputs.begin(), inputs.end(), table.input) == inputs.end()) {
            std::string sentence = description.id + " has no input \"" + table.input + "\"";
            if (const auto suggestion = nearest(table.input, inputs)) {
                sentence += "; did you mean \"" + *suggestion + "\"?";
            }
            errors.add(table.place, sentence);
        }
    }
    check_needs(monitor, description, errors);
    std::vector<TablePlan> plans;
    TableFitter fitter(config, monitor, description, services, strata, as_of, errors);
    for (std::uint32_t i = 0; i < inputs.size(); ++i) {
        for (const config::Table& table : monitor.tables) {
            if (table.input == inputs[i]) {
                plans.push_back(fitter.fitted(table, i));
            }
        }
    }
    return plans;
}

}  // namespace waymark::run
