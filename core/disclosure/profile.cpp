// SPDX-License-Identifier: MIT
#include "disclosure/profile.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "disclosure/profiles_text.hpp"

namespace waymark::disclosure {
namespace {

[[noreturn]] void refuse(const std::string& id, const std::string& what) {
    throw Error(ErrorKind::configuration, "disclosure profile '" + id + "': " + what);
}

// Reads the keys of one table and remembers which, so that a mistyped one does not pass unseen: a
// rule that silently does not hold is the worst kind.
class Keys {
public:
    Keys(std::string id, const toml::table& table) : id_(std::move(id)), table_(table) {}

    template <typename Value>
    void read(const char* key, Value& into) {
        known_.insert(key);
        const toml::node* node = table_.get(key);
        if (node == nullptr) {
            return;
        }
        const auto value = node->value_exact<Value>();
        if (!value) {
            refuse(id_, std::string("'") + key + "' has the wrong type");
        }
        into = *value;
    }

    void refuse_unknown() const {
        for (const auto& [key, node] : table_) {
            if (!known_.contains(std::string(key.str()))) {
                refuse(id_, "unknown key '" + std::string(key.str()) + "'");
            }
        }
    }

private:
    std::string id_;
    const toml::table& table_;
    std::set<std::string> known_;
};

void refuse_contradictions(const Profile& profile) {
    if (profile.hide_up_to < 0 || profile.round_parts_to < 1 || profile.round_totals_to < 1 ||
        profile.fewest_for_moments < 0 || profile.fewest_for_rates < 0) {
        refuse(profile.id, "thresholds may not be negative, rounding starts at 1");
    }
    if ((profile.round_parts_to > 1) != (profile.round_totals_to > 1)) {
        refuse(profile.id, "parts and totals are both rounded or both exact");
    }
    if (profile.hide_up_to > 0 && !profile.secondary && !profile.rounds()) {
        refuse(profile.id, "hidden cells beside exact totals need secondary = true");
    }
    if (profile.shows_everything() && !profile.needs_reason) {
        refuse(profile.id, "a profile that hides nothing must need a reason");
    }
    if (profile.status != "verified" && profile.status != "background") {
        refuse(profile.id, "status is 'verified' or 'background'");
    }
}

Profile parsed_profile(const std::string& id, const toml::table& table) {
    Profile profile;
    profile.id = id;
    Keys keys(id, table);
    keys.read("title", profile.title);
    keys.read("hide_up_to", profile.hide_up_to);
    keys.read("round_parts_to", profile.round_parts_to);
    keys.read("round_totals_to", profile.round_totals_to);
    keys.read("secondary", profile.secondary);
    keys.read("fewest_for_moments", profile.fewest_for_moments);
    keys.read("fewest_for_rates", profile.fewest_for_rates);
    keys.read("whole_percentages", profile.whole_percentages);
    keys.read("needs_reason", profile.needs_reason);
    keys.read("status", profile.status);
    keys.read("source", profile.source);
    keys.refuse_unknown();
    refuse_contradictions(profile);
    return profile;
}

}  // namespace

std::vector<Profile> parse_profiles(std::string_view toml) {
    try {
        const toml::table document = toml::parse(toml);
        std::vector<Profile> parsed;
        for (const auto& [id, node] : document) {
            const toml::table* table = node.as_table();
            if (table == nullptr) {
                refuse(std::string(id.str()), "a profile is a table");
            }
            parsed.push_back(parsed_profile(std::string(id.str()), *table));
        }
        return parsed;
    } catch (const toml::parse_error& error) {
        throw Error(ErrorKind::configuration,
                    "disclosure profiles: " + std::string(error.description()),
                    {"profiles.toml", error.source().begin.line, error.source().begin.column});
    }
}

Profile attrition_rules(const Profile& profile) {
    constexpr std::int64_t step = 5;
    Profile rules = profile;
    if (!profile.rounds() && !profile.shows_everything()) {
        rules.round_parts_to = (profile.hide_up_to + 2 + step - 1) / step * step;
        rules.round_totals_to = rules.round_parts_to;
        rules.secondary = false;
    }
    return rules;
}

const std::vector<Profile>& profiles() {
    static const std::vector<Profile> known = parse_profiles(profiles_text());
    return known;
}

const Profile& profile_named(std::string_view id) {
    const auto& known = profiles();
    const auto at =
        std::find_if(known.begin(), known.end(), [&](const Profile& one) { return one.id == id; });
    if (at == known.end()) {
        std::string ids;
        for (const Profile& one : known) {
            ids += (ids.empty() ? "" : ", ") + one.id;
        }
        throw Error(ErrorKind::configuration,
                    "unknown disclosure profile '" + std::string(id) + "'; known are " + ids);
    }
    return *at;
}

}  // namespace waymark::disclosure
