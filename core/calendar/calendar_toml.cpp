// SPDX-License-Identifier: MIT
#include "calendar/calendar_toml.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <initializer_list>
#include <optional>

#include "base/nearest.hpp"

namespace waymark::calendar {
namespace {

using Keys = std::initializer_list<std::string_view>;

std::string quoted(std::string_view key) {
    return "\"" + std::string(key) + "\"";
}

// Reads fields of tables; what is wrong goes to the list of faults.
class FieldReader {
public:
    FieldReader(const std::string& file, ErrorList& faults) : file_(file), faults_(faults) {}

    [[nodiscard]] Place place(const toml::source_region& region) const {
        return {file_, region.begin.line, region.begin.column};
    }
    void fault(const toml::node& node, std::string_view sentence) const {
        faults_.add(place(node.source()), sentence);
    }

    void refuse_unknown(const toml::table& table, Keys known) const;
    [[nodiscard]] Placed<std::string> text(const toml::table& table, std::string_view key) const;
    [[nodiscard]] Placed<std::string> needed_text(const toml::table& table,
                                                  std::string_view key) const;
    [[nodiscard]] std::optional<Date> date(const toml::table& table, std::string_view key) const;
    [[nodiscard]] std::optional<DateRange> days(const toml::table& table) const;
    [[nodiscard]] std::optional<int> ordinal(const toml::table& table, int largest) const;
    [[nodiscard]] std::optional<Sessions> sessions(const toml::table& table) const;
    [[nodiscard]] std::vector<const toml::table*> tables(const toml::table& root,
                                                         std::string_view key) const;

private:
    const std::string& file_;
    ErrorList& faults_;
};

void FieldReader::refuse_unknown(const toml::table& table, Keys known) const {
    const std::vector<std::string> words(known.begin(), known.end());
    for (const auto& [key, value] : table) {
        if (std::ranges::find(words, key.str()) == words.end()) {
            const auto likely = nearest(key.str(), words);
            faults_.add(place(key.source()),
                        quoted(key.str()) + " is not known here" +
                            (likely ? "; did you mean " + quoted(*likely) + "?" : "."));
        }
    }
}

Placed<std::string> FieldReader::text(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
        return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value || value->empty()) {
        fault(*node, quoted(key) + " must be a text that is not empty.");
    }
    return {value.value_or(""), place(node->source())};
}

Placed<std::string> FieldReader::needed_text(const toml::table& table, std::string_view key) const {
    if (!table.contains(key)) {
        fault(table, quoted(key) + " is missing; give a text.");
    }
    return text(table, key);
}

std::optional<Date> FieldReader::date(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
        fault(table, quoted(key) + " is missing; give a date like 2024-09-02.");
        return std::nullopt;
    }
    const auto value = node->value_exact<toml::date>();
    if (!value || value->year < 1 || value->year > 9998) {
        fault(*node, quoted(key) + " must be a date like 2024-09-02, without quotation marks.");
        return std::nullopt;
    }
    return date_of(value->year, value->month, value->day);
}

// `date`, or `first` and `last`.
std::optional<DateRange> FieldReader::days(const toml::table& table) const {
    if (table.contains("date")) {
        if (table.contains("first") || table.contains("last")) {
            fault(table, "Give either \"date\", or \"first\" and \"last\", not both.");
            return std::nullopt;
        }
        const auto only = date(table, "date");
        return only ? std::optional(DateRange{*only, *only}) : std::nullopt;
    }
    const auto first = date(table, "first");
    const auto last = date(table, "last");
    if (!first || !last) {
        return std::nullopt;
    }
    if (*last < *first || *last - *first > std::chrono::days{366}) {
        fault(*table.get("last"), "\"last\" must be a day from \"first\" to one year later.");
        return std::nullopt;
    }
    return DateRange{*first, *last};
}

std::optional<int> FieldReader::ordinal(const toml::table& table, int largest) const {
    const toml::node* node = table.get("ordinal");
    const auto value = node != nullptr ? node->value_exact<std::int64_t>() : std::nullopt;
    if (!value || *value < 1 || *value > largest) {
        fault(node != nullptr ? *node : table,
              "\"ordinal\" must be a whole number from 1 to " + std::to_string(largest) + ".");
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::optional<Sessions> FieldReader::sessions(const toml::table& table) const {
    if (!table.contains("session")) {
        return whole_day;
    }
    const std::string session = text(table, "session").value;
    if (session == "morning") {
        return morning;
    }
    if (session == "afternoon") {
        return afternoon;
    }
    if (!session.empty()) {
        fault(*table.get("session"), "\"session\" must be morning or afternoon.");
    }
    return std::nullopt;
}

std::vector<const toml::table*> FieldReader::tables(const toml::table& root,
                                                    std::string_view key) const {
    std::vector<const toml::table*> found;
    const toml::node* node = root.get(key);
    if (node == nullptr) {
        return found;
    }
    const toml::array* entries = node->as_array();
    if (entries == nullptr || !entries->is_homogeneous(toml::node_type::table)) {
        fault(*node, "Write " + quoted(key) + " as [[" + std::string(key) + "]] tables.");
        return found;
    }
    for (const toml::node& entry : *entries) {
        found.push_back(entry.as_table());
    }
    return found;
}

void read_spans(const FieldReader& fields, const toml::table& root, Grain grain,
                std::vector<WrittenSpan>& spans) {
    for (const toml::table* table : fields.tables(root, word(grain))) {
        fields.refuse_unknown(*table, {"ordinal", "first", "last", "name"});
        const auto ordinal = fields.ordinal(*table, grain == Grain::term ? 3 : 6);
        const auto days = fields.days(*table);
        const std::string name = fields.text(*table, "name").value;
        if (ordinal && days) {
            spans.push_back({grain, *ordinal, *days, name, fields.place(table->source())});
        }
    }
}

std::vector<Placed<SessionChange>> read_changes(const FieldReader& fields, const toml::table& root,
                                                std::string_view key) {
    std::vector<Placed<SessionChange>> changes;
    for (const toml::table* table : fields.tables(root, key)) {
        fields.refuse_unknown(*table, {"date", "first", "last", "session", "reason"});
        const auto days = fields.days(*table);
        const auto sessions = fields.sessions(*table);
        (void)fields.text(*table, "reason");  // for readers of the file; only its type matters
        if (days && sessions) {
            changes.push_back({{*days, *sessions}, fields.place(table->source())});
        }
    }
    return changes;
}

std::vector<Placed<Date>> read_bank_holidays(const FieldReader& fields, const toml::table& root) {
    std::vector<Placed<Date>> holidays;
    for (const toml::table* table : fields.tables(root, "spring_bank_holiday")) {
        fields.refuse_unknown(*table, {"date", "reason", "standing"});
        const auto date = fields.date(*table, "date");
        (void)fields.text(*table, "reason");
        const auto standing = fields.needed_text(*table, "standing");
        if (!standing.value.empty() && standing.value != "verified" &&
            standing.value != "background") {
            fields.fault(*table->get("standing"), "\"standing\" must be verified or background.");
        }
        if (date) {
            holidays.push_back({*date, fields.place(table->source())});
        }
    }
    return holidays;
}

toml::table parsed(std::string_view toml_text, const std::string& file) {
    try {
        return toml::parse(toml_text, file);
    } catch (const toml::parse_error& fault) {
        const toml::source_position& where = fault.source().begin;
        throw Error(ErrorKind::configuration, std::string(fault.description()) + ".",
                    {file, where.line, where.column});
    }
}

}  // namespace

WrittenCalendar written_calendar(std::string_view toml_text, const std::string& file,
                                 ErrorList& faults) {
    const toml::table root = parsed(toml_text, file);
    const FieldReader fields(file, faults);
    fields.refuse_unknown(root, {"id", "version", "authority", "basis", "source", "open_days",
                                 "term", "half_term", "closure", "open", "spring_bank_holiday"});
    WrittenCalendar written;
    written.id = fields.needed_text(root, "id");
    written.version = fields.needed_text(root, "version");
    written.authority = fields.needed_text(root, "authority");
    written.source = fields.needed_text(root, "source");
    written.basis = fields.needed_text(root, "basis");
    written.open_days = fields.text(root, "open_days");
    read_spans(fields, root, Grain::term, written.spans);
    read_spans(fields, root, Grain::half_term, written.spans);
    written.closures = read_changes(fields, root, "closure");
    written.openings = read_changes(fields, root, "open");
    written.spring_bank_holidays = read_bank_holidays(fields, root);
    return written;
}

}  // namespace waymark::calendar
