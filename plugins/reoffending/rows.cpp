// SPDX-License-Identifier: MIT
#include "rows.hpp"

namespace reoffending {

const std::vector<std::string>& event_type_codes() {
    static const std::vector<std::string> codes{"custody_release", "conviction", "caution",
                                                "drug_test",       "re_release", "none",
                                                "custody_start",   "custody_end"};
    return codes;
}

const std::vector<std::string>& proof_codes() {
    static const std::vector<std::string> codes{
        "conviction", "caution",       "youth_caution", "youth_conditional_caution",
        "reprimand",  "final_warning", "none",          "pending"};
    return codes;
}

const std::vector<std::string>& place_codes() {
    static const std::vector<std::string> codes{"EW", "SCO", "NI", "ABROAD"};
    return codes;
}

const std::vector<std::string>& offence_group_codes() {
    static const std::vector<std::string> codes{"violence_against_the_person",
                                                "sexual",
                                                "robbery",
                                                "theft",
                                                "criminal_damage_and_arson",
                                                "drug",
                                                "possession_of_weapons",
                                                "public_order",
                                                "miscellaneous_crimes_against_society",
                                                "fraud",
                                                "summary_non_motoring",
                                                "summary_motoring",
                                                "other"};
    return codes;
}

}  // namespace reoffending
