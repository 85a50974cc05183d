// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "base/file.hpp"
#include "config/query.hpp"
#include "config/readers.hpp"
#include "config/secret.hpp"
#include "config/source_readers.hpp"

namespace waymark::config {

static void check_query(const Section& section, std::string_view key, const std::string& text,
                        const std::string& file, Query& query) {
    const auto fault = read_query(text, query);
    if (!fault) {
        return;
    }
    const auto begin = text.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(fault->offset);
    const auto line = 1 + std::count(begin, end, '\n');
    const auto column =
        end -
        std::find(std::make_reverse_iterator(end), std::make_reverse_iterator(begin), '\n').base();
    std::string where = file.empty() ? "line " : file + ":";
    where += std::to_string(line) + (file.empty() ? ", column " : ":") + std::to_string(column + 1);
    section.fault(key, where + ": " + fault->sentence);
}

void read_statement(const Section& section, const std::filesystem::path& folder, Source& source) {
    source.reach.timeout = section.duration("timeout");
    const bool is_inline = section.given("query") != nullptr;
    const bool is_file = section.given("query_file") != nullptr;
    if (is_inline == is_file) {
        if (!section.is_faulty("query") && !section.is_faulty("query_file")) {
            section.fault(
                is_file ? "query_file" : "",
                "expected exactly one of \"query\" and \"query_file\" in " + section.header());
        }
        return;
    }
    if (is_inline) {
        source.query.place = section.place("query");
        check_query(section, "query", section.text("query"), "", source.query);
        return;
    }
    const std::filesystem::path path = path_under(section, "query_file", folder);
    std::error_code failed;
    if (!std::filesystem::is_regular_file(path, failed)) {
        section.fault("query_file", "no such file: " + path.string());
        return;
    }
    source.query.place = {.file = path.string(), .line = 1};
    check_query(section, "query_file", file_text(path), path.string(), source.query);
}

// A connection string is shown by `config show` and told in errors: it must not hold a password.
static bool holds_password(const std::string& connection) {
    std::string folded;
    for (const char c : connection) {
        if (c != ' ' && c != '\t') {
            folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    folded = ";" + folded;
    static constexpr std::array<std::string_view, 5> names{
        ";pwd=", ";password=", ";passwd=", ";token=", ";accesstoken="};
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        return folded.find(name) != std::string::npos;
    });
}

void read_odbc(const Section& section, const std::filesystem::path& folder, Source& source) {
    Reach& reach = source.reach;
    reach.dsn = section.text("dsn");
    reach.connection = section.text("connection");
    reach.user = section.text("user");
    reach.password = read_secret(section, "password", folder);
    if (reach.dsn.empty() == reach.connection.empty()) {
        section.fault(reach.dsn.empty() ? "" : "connection",
                      "expected exactly one of \"dsn\" and \"connection\" in " + section.header());
    }
    if (reach.dsn.find_first_of(";={}") != std::string::npos) {
        section.fault("dsn", "expected the name of a data source of odbc.ini");
    }
    if (holds_password(reach.connection)) {
        section.fault("connection",
                      "a secret never stands in the configuration; take it out and give "
                      "password = \"credential:NAME\" or \"file:PATH\"");
    }
    if (reach.password.is_given() && reach.user.empty()) {
        section.fault("password", "expected \"user\" beside it");
    }
}

}  // namespace waymark::config
