// SPDX-License-Identifier: MIT
#include <algorithm>

#include "config/readers.hpp"

namespace waymark::config {

static constexpr std::int64_t oldest_band = 120;

// The scheme every caseload has: its main identifier.
static constexpr std::string_view main_scheme = "person";

std::vector<std::string> Caseload::strata_names() const {
    std::vector<std::string> names;
    if (sex) {
        names.emplace_back("sex");
    }
    if (!age_bands.empty()) {
        names.emplace_back("age_band");
    }
    for (const NamedColumn& stratum : strata) {
        names.push_back(stratum.name);
    }
    if (deprivation) {
        names.push_back(deprivation->name);
    }
    for (const std::string& span : entry) {
        names.push_back("entry_" + span);
    }
    return names;
}

static std::vector<std::uint32_t> read_age_bands(const Section& section) {
    std::vector<std::uint32_t> bands;
    for (const std::int64_t least : section.wholes("age_bands")) {
        const bool follows = bands.empty() || least > static_cast<std::int64_t>(bands.back());
        if (least < 0 || least > oldest_band || !follows) {
            section.fault("age_bands", "expected ages from 0 to 120, ascending");
            return {};
        }
        bands.push_back(static_cast<std::uint32_t>(least));
    }
    if (!bands.empty() && section.given("born") == nullptr) {
        section.fault("age_bands", "an age needs the date of birth; map \"born\"");
    }
    return bands;
}

static void check_schemes(const Section& section, const Caseload& caseload) {
    for (const NamedColumn& scheme : caseload.schemes) {
        if (scheme.name == main_scheme) {
            section.fault("schemes", "\"person\" is the scheme of the main identifier already");
        }
    }
}

static void check_strata(const Section& section, const Caseload& caseload) {
    std::vector<std::string> names{"all", "sex", "age_band", "entry_quarter", "entry_year"};
    if (caseload.deprivation) {
        names.push_back(caseload.deprivation->name);
    }
    for (const NamedColumn& stratum : caseload.strata) {
        if (std::find(names.begin(), names.end(), stratum.name) != names.end()) {
            section.fault("strata",
                          "\"" + stratum.name + "\" is a name Waymark uses itself; choose another");
        }
        names.push_back(stratum.name);
    }
}

static Deprivation read_deprivation(const Section::Child& child, Reading& reading) {
    const Section section(*child.table, deprivation_keys, child.header, reading);
    Deprivation deprivation;
    deprivation.source = section.text("source");
    deprivation.name = section.text("name");
    deprivation.area = read_column(section, "area");
    deprivation.decile = read_column(section, "decile");
    deprivation.rank = read_column(section, "rank");
    deprivation.place = section.place("source");
    if (deprivation.decile.has_value() == deprivation.rank.has_value()) {
        section.fault("", "expected either decile or rank in " + section.header());
    }
    if (deprivation.rank.has_value() != (section.given("areas") != nullptr)) {
        section.fault("", "rank and areas go together in " + section.header());
    }
    if (section.given("areas") != nullptr) {
        deprivation.areas = section.whole("areas", 5, 10'000'000);
    }
    if (!is_name(deprivation.name)) {
        section.fault("name", "expected lower-case letters, digits, - and _");
    }
    return deprivation;
}

static IdentifierList read_list(const Section::Child& child, const TableKeys& keys,
                                Reading& reading) {
    const Section section(*child.table, keys, child.header, reading);
    IdentifierList list;
    list.source = section.text("source");
    list.scheme = read_column(section, "scheme");
    list.identifier = read_column(section, "identifier");
    if (&keys == &id_map_keys) {
        list.person = read_column(section, "person");
    }
    list.place = section.place("source");
    return list;
}

Caseload read_caseload(const Section::Child& child, Reading& reading) {
    const Section section(*child.table, caseload_keys, child.header, reading);
    Caseload caseload;
    caseload.source = section.text("source");
    caseload.person = read_column(section, "person");
    caseload.service = read_column(section, "service");
    caseload.start = read_column(section, "start");
    caseload.end = read_column(section, "end");
    caseload.born = read_column(section, "born");
    caseload.sex = read_column(section, "sex");
    caseload.area = read_column(section, "area");
    caseload.consent = read_column(section, "consent");
    caseload.consent_withdrawn = read_column(section, "consent_withdrawn");
    caseload.age_bands = read_age_bands(section);
    caseload.entry = section.texts("entry");
    caseload.schemes = read_columns(section, "schemes");
    caseload.columns = read_columns(section, "columns");
    caseload.strata = read_columns(section, "strata");
    caseload.filters = read_filters(section);
    for (const Section::Child& own : section.children("deprivation")) {
        caseload.deprivation = read_deprivation(own, reading);
        if (section.given("area") == nullptr) {
            section.fault("deprivation", "a look-up by area needs the area; map \"area\"");
        }
    }
    for (const Section::Child& own : section.children("id_map")) {
        caseload.id_map = read_list(own, id_map_keys, reading);
    }
    for (const Section::Child& own : section.children("opt_out")) {
        caseload.opt_out = read_list(own, opt_out_keys, reading);
    }
    check_schemes(section, caseload);
    check_strata(section, caseload);
    caseload.place = section.place("source");
    return caseload;
}

}  // namespace waymark::config
