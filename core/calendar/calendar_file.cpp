// SPDX-License-Identifier: MIT
#include "calendar/calendar_file.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"
#include "base/sha256.hpp"
#include "calendar/open_days.hpp"

namespace waymark::calendar {
namespace {

using Keys = std::initializer_list<std::string_view>;

// Reads one file and gathers every fault before any is told.
class CalendarReader {
public:
    CalendarReader(const std::filesystem::path& path, const toml::table& root)
        : path_(path), root_(root) {}

    Calendar read(std::string_view toml_text);

private:
    void fault(const toml::source_position& place, const std::string& sentence);
    void fault(const toml::node& node, const std::string& sentence) {
        fault(node.source().begin, sentence);
    }
    void refuse_unknown(const toml::table& table, Keys known);
    std::string text(const toml::table& table, std::string_view key, bool required);
    std::string id();
    Basis basis();
    std::optional<Date> date(const toml::table& table, std::string_view key, bool required);
    std::optional<DateRange> days(const toml::table& table);
    std::optional<int> ordinal(const toml::table& table, int largest);
    template <typename Read>
    void each(std::string_view key, Read read);
    void read_span(const toml::table& table, Grain grain);
    void read_bank_holiday(const toml::table& table);
    std::optional<SessionChange> session_change(const toml::table& table);
    void check_spans();
    void check_half_terms();
    std::optional<std::vector<Date>> listed_days(Sha256& hash);
    void check_openings(const std::vector<SessionChange>& openings);
    void finish() const;

    // A span with the place of its table, to tell what clashes with what.
    struct PlacedSpan {
        SchoolSpan span;
        toml::source_position place;
    };

    const std::filesystem::path& path_;
    const toml::table& root_;
    Calendar calendar_;
    std::vector<PlacedSpan> spans_;
    std::vector<std::string> faults_;
};

void CalendarReader::fault(const toml::source_position& place, const std::string& sentence) {
    faults_.push_back(Place{path_.string(), place.line, place.column}.text() + ": " + sentence);
}

void CalendarReader::refuse_unknown(const toml::table& table, Keys known) {
    const std::vector<std::string> words(known.begin(), known.end());
    for (const auto& [key, value] : table) {
        if (std::ranges::find(words, key.str()) == words.end()) {
            const auto likely = nearest(key.str(), words);
            fault(key.source().begin, "\"" + std::string(key.str()) + "\" is not known here" +
                                          (likely ? "; did you mean \"" + *likely + "\"?" : "."));
        }
    }
}

std::string CalendarReader::text(const toml::table& table, std::string_view key, bool required) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
        if (required) {
            fault(table, "\"" + std::string(key) + "\" is missing; give a text.");
        }
        return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value || value->empty()) {
        fault(*node, "\"" + std::string(key) + "\" must be a text that is not empty.");
        return {};
    }
    return *value;
}

std::string CalendarReader::id() {
    const std::string id = text(root_, "id", true);
    if (id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos) {
        fault(*root_.get("id"), "\"id\" may hold lower-case letters, digits, - and _ only.");
    }
    return id;
}

Basis CalendarReader::basis() {
    const std::string given = text(root_, "basis", true);
    const auto basis = basis_of(given);
    if (!given.empty() && (!basis || basis == Basis::civil)) {
        fault(
            *root_.get("basis"),
            "\"basis\" must be census, feed, school_calendar or observed, not \"" + given + "\".");
    }
    return basis.value_or(Basis::census);
}

std::optional<Date> CalendarReader::date(const toml::table& table, std::string_view key,
                                         bool required) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
        if (required) {
            fault(table, "\"" + std::string(key) + "\" is missing; give a date like 2024-09-02.");
        }
        return std::nullopt;
    }
    const auto value = node->value_exact<toml::date>();
    if (!value || value->year < 1 || value->year > 9998) {
        fault(*node, "\"" + std::string(key) +
                         "\" must be a date like 2024-09-02, without quotation marks.");
        return std::nullopt;
    }
    return date_of(value->year, value->month, value->day);
}

// `date`, or `first` and `last`.
std::optional<DateRange> CalendarReader::days(const toml::table& table) {
    if (table.contains("date")) {
        if (table.contains("first") || table.contains("last")) {
            fault(table, "Give either \"date\", or \"first\" and \"last\", not both.");
        }
        const auto only = date(table, "date", true);
        return only ? std::optional(DateRange{*only, *only}) : std::nullopt;
    }
    const auto first = date(table, "first", true);
    const auto last = date(table, "last", true);
    if (!first || !last) {
        return std::nullopt;
    }
    if (*last < *first || *last - *first > std::chrono::days{366}) {
        fault(*table.get("last"), "\"last\" must be a day from \"first\" to one year later.");
        return std::nullopt;
    }
    return DateRange{*first, *last};
}

std::optional<int> CalendarReader::ordinal(const toml::table& table, int largest) {
    const toml::node* node = table.get("ordinal");
    const auto value = node != nullptr ? node->value_exact<std::int64_t>() : std::nullopt;
    if (!value || *value < 1 || *value > largest) {
        fault(node != nullptr ? *node : table,
              "\"ordinal\" must be a whole number from 1 to " + std::to_string(largest) + ".");
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

template <typename Read>
void CalendarReader::each(std::string_view key, Read read) {
    const toml::node* node = root_.get(key);
    if (node == nullptr) {
        return;
    }
    const toml::array* entries = node->as_array();
    if (entries == nullptr) {
        fault(*node, "Write \"" + std::string(key) + "\" as [[" + std::string(key) + "]] tables.");
        return;
    }
    for (const toml::node& entry : *entries) {
        if (const toml::table* table = entry.as_table()) {
            read(*table);
        } else {
            fault(entry, "An entry of \"" + std::string(key) + "\" must be a table.");
        }
    }
}

void CalendarReader::read_span(const toml::table& table, Grain grain) {
    refuse_unknown(table, {"ordinal", "first", "last", "name"});
    const auto number = ordinal(table, grain == Grain::term ? 3 : 6);
    const auto range = days(table);
    const std::string name = text(table, "name", false);
    if (!number || !range) {
        return;
    }
    const std::int32_t year = academic_year_of(range->first);
    if (academic_year_of(range->last) != year) {
        fault(table, "A term lies inside one academic year, 1 August to 31 July.");
        return;
    }
    spans_.push_back({{{grain, year, *number}, *range, name}, table.source().begin});
}

void CalendarReader::read_bank_holiday(const toml::table& table) {
    refuse_unknown(table, {"date", "reason", "standing"});
    const auto day = date(table, "date", true);
    (void)text(table, "reason", false);
    const std::string standing = text(table, "standing", false);
    if (!standing.empty() && standing != "verified" && standing != "background") {
        fault(*table.get("standing"), "\"standing\" must be verified or background.");
    }
    if (!day) {
        return;
    }
    const std::int32_t year{int{std::chrono::year_month_day{*day}.year()}};
    // Within the summer term and its academic year, or the halves would have no days.
    if (*day < date_of(year, 5, 1) || *day > date_of(year, 6, 30)) {
        fault(*table.get("date"), "The spring bank holiday falls in May or June.");
    } else if (!calendar_.moved_spring_bank_holidays.emplace(year, *day).second) {
        fault(*table.get("date"), "The year " + std::to_string(year) + " has one already.");
    }
}

std::optional<SessionChange> CalendarReader::session_change(const toml::table& table) {
    refuse_unknown(table, {"date", "first", "last", "session", "reason"});
    const auto range = days(table);
    (void)text(table, "reason", false);
    const std::string session = text(table, "session", false);
    if (!session.empty() && session != "morning" && session != "afternoon") {
        fault(*table.get("session"), "\"session\" must be morning or afternoon.");
    }
    if (!range) {
        return std::nullopt;
    }
    const Sessions sessions =
        session.empty() ? whole_day : (session == "morning" ? morning : afternoon);
    return SessionChange{*range, sessions};
}

// Terms, and half terms, follow one another without overlap, numbered without a gap.
void CalendarReader::check_spans() {
    std::ranges::sort(spans_, {}, [](const PlacedSpan& placed) { return placed.span.key; });
    for (std::size_t i = 1; i < spans_.size(); ++i) {
        const SchoolSpan& before = spans_[i - 1].span;
        const SchoolSpan& span = spans_[i].span;
        if (before.key.grain != span.key.grain) {
            continue;
        }
        if (before.key == span.key) {
            fault(spans_[i].place, span.key.label() + " is given twice.");
        } else if (span.days.first <= before.days.last) {
            fault(spans_[i].place,
                  span.key.label() + " begins before " + before.key.label() + " has ended.");
        } else if (span.key.grain == Grain::term && before.key.year == span.key.year &&
                   span.key.ordinal != before.key.ordinal + 1) {
            fault(spans_[i].place, "The term before " + span.key.label() + " is missing.");
        }
    }
}

void CalendarReader::check_half_terms() {
    for (const PlacedSpan& placed : spans_) {
        const SchoolSpan& half = placed.span;
        if (half.key.grain != Grain::half_term) {
            continue;
        }
        const PeriodKey term{Grain::term, half.key.year, (half.key.ordinal + 1) / 2};
        const auto found = std::ranges::find_if(
            spans_, [&](const PlacedSpan& other) { return other.span.key == term; });
        if (found == spans_.end()) {
            fault(placed.place, half.key.label() + " has no [[term]] around it.");
        } else if (!found->span.days.contains(half.days.first) ||
                   !found->span.days.contains(half.days.last)) {
            fault(placed.place, half.key.label() + " is not inside its term.");
        }
    }
}

// The one-column CSV beside the file.
std::optional<std::vector<Date>> CalendarReader::listed_days(Sha256& hash) {
    const std::string name = text(root_, "open_days", false);
    if (name.empty()) {
        return std::nullopt;
    }
    const std::filesystem::path list = path_.parent_path() / name;
    const std::string csv = file_text(list);
    hash.update(csv);
    std::vector<Date> listed;
    std::uint64_t line = 0;
    for (std::size_t at = 0; at < csv.size();) {
        const std::size_t end = std::min(csv.find('\n', at), csv.size());
        std::string_view field(csv.data() + at, end - at);
        at = end + 1;
        field = field.substr(0, field.size() - (field.ends_with('\r') ? 1 : 0));
        if (++line == 1 && field == "date") {
            continue;
        }
        const auto day = parse_date(field);
        if (line == 1 || !day || (!listed.empty() && *day <= listed.back())) {
            faults_.push_back(Place{list.string(), line, 1}.text() +
                              (line == 1 ? ": The first line must be the column name, date."
                               : day     ? ": The days must ascend, each once."
                                         : ": This is no date like 2024-09-02."));
        } else {
            listed.push_back(*day);
        }
    }
    if (listed.empty()) {
        fault(*root_.get("open_days"), "The list of open days holds no day.");
        return std::nullopt;
    }
    return listed;
}

void CalendarReader::check_openings(const std::vector<SessionChange>& openings) {
    for (const SessionChange& opening : openings) {
        if (!calendar_.knows(opening.days)) {
            fault(*root_.get("open"), date_text(opening.days.first) +
                                          " is in no academic year whose terms the file gives.");
        }
    }
}

void CalendarReader::finish() const {
    if (faults_.empty()) {
        return;
    }
    std::string all;
    for (const std::string& sentence : faults_) {
        all += (all.empty() ? "" : "\n") + sentence;
    }
    throw Error(ErrorKind::configuration, all);
}

Calendar CalendarReader::read(std::string_view toml_text) {
    refuse_unknown(root_, {"id", "version", "authority", "basis", "source", "open_days", "term",
                           "half_term", "closure", "open", "spring_bank_holiday"});
    calendar_.id = id();
    calendar_.version = text(root_, "version", true);
    calendar_.authority = text(root_, "authority", true);
    calendar_.source = text(root_, "source", true);
    calendar_.basis = basis();
    each("term", [this](const toml::table& table) { read_span(table, Grain::term); });
    each("half_term", [this](const toml::table& table) { read_span(table, Grain::half_term); });
    each("spring_bank_holiday", [this](const toml::table& table) { read_bank_holiday(table); });
    check_spans();
    check_half_terms();
    std::vector<SessionChange> closures;
    std::vector<SessionChange> openings;
    const auto gather = [this](std::vector<SessionChange>& changes) {
        return [this, &changes](const toml::table& table) {
            if (const auto change = session_change(table)) {
                changes.push_back(*change);
            }
        };
    };
    each("closure", gather(closures));
    each("open", gather(openings));
    Sha256 hash;
    hash.update(toml_text);
    const auto listed = listed_days(hash);
    if (!listed && spans_.empty() && !closures.empty()) {
        fault(*root_.get("closure"), "Closures need [[term]] tables or a list of open days.");
    }
    for (PlacedSpan& placed : spans_) {
        calendar_.spans.push_back(std::move(placed.span));
    }
    if (!calendar_.spans.empty() && calendar_.basis == Basis::census) {
        fault(*root_.get("basis"),
              "The census basis has its own windows: leave out the terms, or "
              "name the basis they come from.");
    }
    finish();
    set_open_days(calendar_, listed, closures, openings);
    check_openings(openings);
    finish();
    calendar_.sha256 = hex_text(hash.finish());
    return std::move(calendar_);
}

}  // namespace

Calendar read_calendar(const std::filesystem::path& path) {
    const std::string text = file_text(path);
    try {
        const toml::table root = toml::parse(text, path.string());
        return CalendarReader(path, root).read(text);
    } catch (const toml::parse_error& fault) {
        const toml::source_position& place = fault.source().begin;
        throw Error(ErrorKind::configuration, std::string(fault.description()) + ".",
                    {path.string(), place.line, place.column});
    }
}

}  // namespace waymark::calendar
