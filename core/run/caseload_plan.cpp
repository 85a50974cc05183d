// SPDX-License-Identifier: MIT
#include "run/caseload_plan.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace waymark::run {

static constexpr const char* read_whole = "a caseload is checked when its keys are read";

using config::ColumnMap;
using contract::ColumnType;

std::vector<std::string> wanted_strata(const config::Caseload& caseload,
                                       const config::Monitor& monitor) {
    std::vector<std::string> names = caseload.strata_names();
    if (monitor.strata != std::vector<std::string>{"*"}) {
        std::erase_if(names, [&](const std::string& name) {
            return std::find(monitor.strata.begin(), monitor.strata.end(), name) ==
                   monitor.strata.end();
        });
    }
    return names;
}

static CaseloadTable table_of(const config::Config& config, const std::string& name,
                              const std::string& source) {
    const auto found =
        std::find_if(config.sources.begin(), config.sources.end(),
                     [&](const config::Source& candidate) { return candidate.id == source; });
    check(found != config.sources.end(), "the configuration names its sources");
    return {name, &*found, {}, found->is_per_service(), false};
}

static std::uint32_t want(CaseloadTable& table, const std::string& name, ColumnType type,
                          bool nullable, const ColumnMap& map) {
    contract::Column column;
    column.name = name;
    column.type = type;
    column.nullable = nullable;
    source::Wanted wanted;
    wanted.column = std::move(column);
    wanted.map = map;
    table.wanted.push_back(std::move(wanted));
    return static_cast<std::uint32_t>(table.wanted.size() - 1);
}

static std::optional<std::uint32_t> want_if(CaseloadTable& table, const std::string& name,
                                            ColumnType type, const std::optional<ColumnMap>& map) {
    return map ? std::optional(want(table, name, type, true, *map)) : std::nullopt;
}

// Where the caseload has the fact a measure asks of its cases; null when it has not.
static const ColumnMap* map_of_fact(const config::Caseload& caseload, const std::string& name) {
    for (const config::NamedColumn& column : caseload.columns) {
        if (column.name == name) {
            return &column.map;
        }
    }
    const std::optional<ColumnMap>* known = name == "born"   ? &caseload.born
                                            : name == "sex"  ? &caseload.sex
                                            : name == "area" ? &caseload.area
                                                             : nullptr;
    return known != nullptr && known->has_value() ? &**known : nullptr;
}

static std::optional<std::uint32_t> kind_of(const std::vector<std::string>& strata,
                                            const std::string& name) {
    const auto found = std::find(strata.begin(), strata.end(), name);
    return found == strata.end()
               ? std::nullopt
               : std::optional(static_cast<std::uint32_t>(found - strata.begin()));
}

static void plan_strata(CaseloadPlan& plan, const std::vector<std::string>& strata) {
    const config::Caseload& caseload = *plan.caseload;
    plan.roles.strata.resize(strata.size());
    const auto supplied = [&](const std::string& name, const ColumnMap& map) {
        if (const auto kind = kind_of(strata, name)) {
            plan.roles.strata[*kind] = want(plan.spells, name, ColumnType::category, true, map);
        }
    };
    if (caseload.sex) {
        supplied("sex", *caseload.sex);
    }
    for (const config::NamedColumn& stratum : caseload.strata) {
        supplied(stratum.name, stratum.map);
    }
    if (!caseload.age_bands.empty()) {
        plan.derived.age_band = kind_of(strata, "age_band");
        plan.derived.least_ages = caseload.age_bands;
    }
    plan.derived.entry_quarter = kind_of(strata, "entry_quarter");
    plan.derived.entry_year = kind_of(strata, "entry_year");
    if (caseload.deprivation) {
        plan.derived.deprivation = kind_of(strata, caseload.deprivation->name);
    }
}

static CaseloadTable list_table(const config::Config& config, const std::string& name,
                                const config::IdentifierList& list) {
    CaseloadTable table = table_of(config, name, list.source);
    static_cast<void>(
        want(table, "scheme", ColumnType::category, false, checked(list.scheme, read_whole)));
    static_cast<void>(
        want(table, "identifier", ColumnType::key, false, checked(list.identifier, read_whole)));
    if (list.person) {
        static_cast<void>(want(table, "person", ColumnType::key, false, *list.person));
    }
    return table;
}

static CaseloadTable deprivation_table(const config::Config& config,
                                       const config::Deprivation& deprivation) {
    CaseloadTable table = table_of(config, "deprivation", deprivation.source);
    static_cast<void>(
        want(table, "area", ColumnType::category, false, checked(deprivation.area, read_whole)));
    const std::uint32_t place =
        deprivation.rank ? want(table, "rank", ColumnType::integer, true, *deprivation.rank)
                         : want(table, "decile", ColumnType::integer, true,
                                checked(deprivation.decile, read_whole));
    contract::Column& column = table.wanted[place].column;
    column.min = 1;
    column.max = deprivation.rank ? deprivation.areas : 10;
    return table;
}

CaseloadPlan caseload_plan(const config::Config& config, const contract::Description& description,
                           const std::vector<std::string>& strata) {
    const config::Caseload& caseload = checked(config.caseload, read_whole);
    CaseloadPlan plan;
    plan.caseload = &caseload;
    plan.spells = table_of(config, "caseload", caseload.source);
    CaseloadTable& spells = plan.spells;
    plan.roles.person =
        want(spells, "person", ColumnType::key, false, checked(caseload.person, read_whole));
    if (caseload.service) {
        plan.roles.service =
            want(spells, "service", ColumnType::category, false, *caseload.service);
    }
    plan.roles.start =
        want(spells, "start", ColumnType::date, false, checked(caseload.start, read_whole));
    plan.roles.end = want_if(spells, "end", ColumnType::date, caseload.end);
    plan.roles.born = want_if(spells, "born", ColumnType::date, caseload.born);
    plan.roles.area = want_if(spells, "area", ColumnType::category, caseload.area);
    plan.roles.consent = want_if(spells, "consent", ColumnType::boolean, caseload.consent);
    plan.roles.withdrawn =
        want_if(spells, "consent_withdrawn", ColumnType::date, caseload.consent_withdrawn);
    for (const config::NamedColumn& scheme : caseload.schemes) {
        plan.schemes.push_back(scheme.name);
        plan.roles.schemes.push_back(
            want(spells, "scheme " + scheme.name, ColumnType::key, true, scheme.map));
    }
    plan_strata(plan, strata);
    for (const contract::Column& fact : description.case_columns) {
        plan.roles.facts.emplace_back();
        if (const ColumnMap* map = map_of_fact(caseload, fact.name)) {
            plan.roles.facts.back() = want(spells, fact.name, fact.type, true, *map);
            spells.wanted.back().column.codes = fact.codes;
            spells.wanted.back().column.min = fact.min;
            spells.wanted.back().column.max = fact.max;
        } else if (fact.name == "previous_end" && fact.type == ColumnType::date) {
            // Known from the spells themselves; the first two case columns are start and end.
            plan.derived.previous_end = static_cast<std::uint32_t>(plan.roles.facts.size() + 1);
        }
    }
    if (caseload.deprivation && plan.derived.deprivation) {
        plan.deprivation = deprivation_table(config, *caseload.deprivation);
    }
    if (caseload.id_map) {
        plan.id_map = list_table(config, "id_map", *caseload.id_map);
    }
    if (caseload.opt_out) {
        plan.opt_out = list_table(config, "opt_out", *caseload.opt_out);
        plan.opt_out->must_be_whole = true;  // a refused row is a person who is not left out
    }
    return plan;
}

}  // namespace waymark::run
