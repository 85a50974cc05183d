// SPDX-License-Identifier: MIT
#include "disclosure/lines.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "base/error.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using observation::CellKey;
using observation::Observations;

bool adds_up_over_time(Kind kind) {
    return kind == Kind::count || kind == Kind::proportion || kind == Kind::ratio ||
           kind == Kind::rate || kind == Kind::mean;
}

// A window lies in another when both are told in one unit and form; a calendar period by its days.
bool lies_in(const calendar::Period& fine, const calendar::Period& coarse) {
    const bool windows = fine.key.window && coarse.key.window;
    if (windows) {
        return fine.key.window->unit == coarse.key.window->unit &&
               fine.key.window->start >= coarse.key.window->start &&
               fine.key.window->end <= coarse.key.window->end &&
               fine.key.window != coarse.key.window;
    }
    return fine.days && coarse.days && fine.key.grain != coarse.key.grain &&
           fine.days->first >= coarse.days->first && fine.days->last <= coarse.days->last &&
           *fine.days != *coarse.days;
}

std::string grains_text(const calendar::Period& fine, const calendar::Period& coarse) {
    return std::string(word(fine.key.grain)) + " within " + std::string(word(coarse.key.grain));
}

std::vector<std::vector<std::uint32_t>> coarser_periods(const Observations& observed) {
    std::vector<std::vector<std::uint32_t>> coarser(observed.periods.size());
    for (std::uint32_t fine = 0; fine < observed.periods.size(); ++fine) {
        for (std::uint32_t coarse = 0; coarse < observed.periods.size(); ++coarse) {
            if (lies_in(observed.periods[fine], observed.periods[coarse])) {
                coarser[fine].push_back(coarse);
            }
        }
    }
    return coarser;
}

std::map<std::string, std::uint32_t> index_of_indicators(const contract::Description& description) {
    std::map<std::string, std::uint32_t> index;
    for (std::uint32_t i = 0; i < description.indicators.size(); ++i) {
        index[description.indicators[i].id] = i;
    }
    return index;
}

// One line a cell lies on: the key of its total, which line to that total, and how it is called.
struct Membership {
    enum class Kind { strata, periods, part_of } kind = Kind::strata;
    CellKey total;
    std::uint32_t branch = 0;  ///< several lines may lead to one total
    std::string name;
};

class Finder {
public:
    Finder(const Observations& observed, const contract::Description& description)
        : observed_(observed),
          description_(description),
          coarser_(coarser_periods(observed)),
          indicator_index_(index_of_indicators(description)) {
        for (std::size_t i = 0; i < observed.cells.size(); ++i) {
            if (observed.cells[i].state == State::observed) {
                cell_index_[observed.cells[i].key] = i;
            }
        }
    }

    // Calls `found` with every membership of every observed cell whose total is observed too.
    void each(const std::function<void(std::size_t, std::size_t, const Membership&)>& found) const {
        for (const auto& [key, cell] : cell_index_) {
            for (const Membership& membership : memberships(key)) {
                const auto total = cell_index_.find(membership.total);
                if (total != cell_index_.end()) {
                    found(cell, total->second, membership);
                }
            }
        }
    }

private:
    [[nodiscard]] std::vector<Membership> memberships(const CellKey& key) const {
        const contract::Indicator& indicator = description_.indicators[key.indicator];
        std::vector<Membership> found;
        if (indicator.kind == Kind::published || indicator.is_attrition) {
            return found;
        }
        if (key.stratum_kind != 0) {
            CellKey total = key;
            total.stratum_kind = 0;
            total.stratum_value = 0;
            found.push_back({Membership::Kind::strata, total, key.stratum_kind,
                             "strata of '" + observed_.strata[key.stratum_kind].kind + "'"});
        }
        for (const std::uint32_t coarse : coarser_[key.period]) {
            if (adds_up_over_time(indicator.kind)) {
                CellKey total = key;
                total.period = coarse;
                const calendar::Period& fine = observed_.periods[key.period];
                found.push_back({Membership::Kind::periods, total,
                                 static_cast<std::uint32_t>(fine.key.grain),
                                 grains_text(fine, observed_.periods[coarse])});
            }
        }
        const auto whole = indicator_index_.find(indicator.part_of);
        if (!indicator.part_of.empty() && whole != indicator_index_.end()) {
            CellKey total = key;
            total.indicator = whole->second;
            found.push_back(
                {Membership::Kind::part_of, total, 0, "parts of '" + indicator.part_of + "'"});
        }
        return found;
    }

    const Observations& observed_;
    const contract::Description& description_;
    std::vector<std::vector<std::uint32_t>> coarser_;
    std::map<std::string, std::uint32_t> indicator_index_;
    std::map<CellKey, std::size_t> cell_index_;
};

}  // namespace

Lines lines_of(const Observations& observed, const contract::Description& description) {
    using Address = std::tuple<std::size_t, std::uint32_t>;
    std::map<Membership::Kind, std::map<Address, Line>> found;
    Finder(observed, description)
        .each([&](std::size_t cell, std::size_t total, const Membership& membership) {
            Line& line = found[membership.kind][{total, membership.branch}];
            line.total = total;
            line.parts.push_back(cell);
        });
    const auto listed = [&](Membership::Kind kind) {
        std::vector<Line> lines;
        for (auto& [address, line] : found[kind]) {
            lines.push_back(std::move(line));
        }
        return lines;
    };
    return {listed(Membership::Kind::strata), listed(Membership::Kind::periods),
            listed(Membership::Kind::part_of)};
}

// Cells are ascending by key: `all` comes first of its period, then stratum by stratum.
std::vector<Line> strata_lines(const Observations& observed,
                               const contract::Description& description) {
    std::vector<Line> lines;
    std::optional<std::size_t> total;
    for (std::size_t i = 0; i < observed.cells.size(); ++i) {
        const observation::Observation& cell = observed.cells[i];
        if (cell.state != State::observed ||
            description.indicators[cell.key.indicator].kind == Kind::published) {
            continue;
        }
        if (cell.key.stratum_kind == 0) {
            total = i;
            continue;
        }
        CellKey key_of_total = cell.key;
        key_of_total.stratum_kind = 0;
        key_of_total.stratum_value = 0;
        if (!total || observed.cells[*total].key != key_of_total) {
            continue;
        }
        const bool goes_on =
            !lines.empty() && lines.back().total == total &&
            observed.cells[lines.back().parts.back()].key.stratum_kind == cell.key.stratum_kind;
        if (!goes_on) {
            lines.push_back({{}, total});
        }
        lines.back().parts.push_back(i);
    }
    return lines;
}

void refuse_crossing_lines(const Observations& observed, const contract::Description& description,
                           const std::string& profile_id) {
    std::map<std::uint32_t, std::set<std::string>> kinds;
    Finder(observed, description)
        .each([&](std::size_t cell, std::size_t total, const Membership& membership) {
            kinds[observed.cells[cell].key.indicator].insert(membership.name);
            kinds[observed.cells[total].key.indicator].insert(membership.name);
        });
    for (const auto& [indicator, names] : kinds) {
        if (names.size() < 2) {
            continue;
        }
        std::string list;
        for (const std::string& name : names) {
            list += (list.empty() ? "" : "; ") + name;
        }
        throw Error(ErrorKind::configuration,
                    "disclosure profile '" + profile_id +
                        "' publishes totals exactly, but the cells of indicator '" +
                        description.indicators[indicator].id + "' add up in more than one way (" +
                        list +
                        "): what is hidden one way could be found the other way. Choose a profile "
                        "that rounds (nhs_hes, opensafely), or configure only one of these");
    }
}

}  // namespace waymark::disclosure
