// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "example.hpp"

namespace waymark::config {

using Catch::Contains;
using Catch::StartsWith;

struct Wrong {
    std::string was;
    std::string now;
    std::string sentence;  ///< the whole of the one error, without "waymark.toml:" and what follows
};

static void check_each(const std::vector<Wrong>& wrongs) {
    for (const Wrong& wrong : wrongs) {
        CAPTURE(wrong.now);
        CHECK(errors_of(with(wrong.was, wrong.now)) ==
              "waymark.toml:" + wrong.sentence + "\n1 error. Nothing was changed.");
    }
}

static const std::string marks = "source = \"registers\"\n";  // the last line of the least one

TEST_CASE("The least configuration has no error", "[config]") {
    CHECK(errors_of(least).empty());
}

TEST_CASE("Errors of the head are told at their places", "[config]") {
    check_each({
        {"config_version = 1", "config_version = 2",
         "1:18: error: \"config_version\": expected 1, the only version there is"},
        {"config_version = 1", "config_version = \"1\"",
         "1:18: error: \"config_version\": expected a whole number"},
        {"\"west\"", "\"West End\"",
         "3:6: error: \"id\": expected lower-case letters, digits, - and _"},
        {"Europe/London", "Europe/Londn",
         "4:12: error: \"timezone\": the system knows no zone \"Europe/Londn\"; expected a name "
         "such as \"Europe/London\""},
        {"Europe/London", "../zoneinfo/Europe/London",
         "4:12: error: \"timezone\": the system knows no zone \"../zoneinfo/Europe/London\"; "
         "expected a name such as \"Europe/London\""},
        {"\"indicators.sqlite\"", "\"\"", "8:8: error: \"path\": expected a path"},
        {"indicators.sqlite", "ledger.sqlite",
         "8:8: error: \"path\": the ledger has this path; it is private and the store is not"},
        {"[store]", "[store]\ndriver = \"postgresql\"",
         "8:10: error: \"driver\": \"postgresql\" is not there yet; the only driver is \"sqlite\""},
        {"nhs_hes", "nhs_hse",
         "10:11: error: \"profile\": unknown word \"nhs_hse\"; expected one of nhs_hes opensafely "
         "research_10 dfe_cla moj_small open_data; did you mean \"nhs_hes\"?"},
        {"[[service]]", "[plugins.pins]\n\"org.x.y\" = \"ab\"\n[[service]]",
         "12:1: error: \"pins\": \"org.x.y\": expected a SHA-256 of 64 digits 0-9 a-f, as waymark "
         "plugin list prints it"},
        {"nhs_hes", "open_data",
         "10:11: error: \"profile\": \"open_data\" shows everything; it needs a \"reason\" in "
         "[disclosure]"},
        {"IG-2026-014", "", "11:15: error: \"approved_by\": expected a text that is not empty"},
        {"[[service]]", "[sandbox]\nrequire = [\"seccomp\", \"secomp\"]\n[[service]]",
         "13:23: error: \"require\": unknown word \"secomp\"; expected one of namespaces uid "
         "no_new_privs rlimits landlock seccomp; did you mean \"seccomp\"?"},
        {"[[service]]", "[machine]\nshards = 0\n[[service]]",
         "13:10: error: \"shards\": expected a whole number from 1 to 256"},
        {"[[service]]", "[machine]\nworkers = 9\n[[service]]",
         "13:11: error: \"workers\": expected at most as many workers as shards, 8"},
    });
}

TEST_CASE("Errors of sources and services are told at their places", "[config]") {
    check_each({
        {"\"csv\"", "\"oracle\"",
         "15:8: error: \"kind\": unknown word \"oracle\"; expected one of csv drop_folder "
         "sqlite odbc http"},
        {"registers.csv", "{site}/r.csv",
         "16:8: error: \"path\": \"{site}\" is no placeholder; expected {as_of} or {service}"},
        {"kind =", "delimiter = \",,\"\nkind =",
         "15:13: error: \"delimiter\": expected one ASCII character, not a quote, a letter or a "
         "digit"},
        {"kind =", "encoding = \"latin\"\nkind =",
         "15:12: error: \"encoding\": unknown word \"latin\"; expected one of utf-8 windows-1252"},
        {"kind =", "max_refused = 1.5\nkind =",
         "15:15: error: \"max_refused\": expected a share from 0 to 1"},
        {"kind =", "warn_refused = 0.2\nkind =",
         "15:16: error: \"warn_refused\": expected at most max_refused"},
        {"kind =", "missing = \"NA\"\nkind =",
         "15:11: error: \"missing\": expected a list of texts, [\"...\"]"},
    });
}

TEST_CASE("Errors of a monitor are told at their places", "[config]") {
    check_each({
        {"grains = [\"term\"]", "grains = [\"terms\"]",
         "19:11: error: \"grains\": unknown word \"terms\"; expected one of day week month "
         "half_term term academic_year quarter financial_year calendar_year; did you mean "
         "\"term\"?"},
        {"grains = [\"term\"]\n", "", "17:1: error: expected grains or windows in [[monitor]]"},
        {"grains = [\"term\"]", "windows = [\"6m..0\"]",
         "19:11: error: \"windows\": \"6m..0\" is no window; expected a span of days, weeks or "
         "months such as \"-12m..0\" or \"0..6m\""},
        {"grains =", "version = \">=1\"\ngrains =",
         "19:11: error: \"version\": \">=1\" is no version; expected \"~1.3\", \"1\" or \"1.3.0\""},
        {"grains =", "services = [\"northgat\"]\ngrains =",
         "19:12: error: unknown service \"northgat\"; did you mean \"northgate\"?"},
        {"grains =", "calendars = [\"bristol\"]\ngrains =",
         "19:13: error: unknown calendar \"bristol\"; the configuration lists none"},
        {"grains =", "calendar_of_service = { northgate = \"b\" }\ngrains =",
         "19:23: error: calendar \"b\" of service \"northgate\" is none of the monitor's "
         "calendars"},
        {"grains =", "from = 2024-08-02\nto = 2024-08-01\ngrains =",
         "20:6: error: \"to\": expected a day not before from"},
        {"grains =", "from = \"2024-08-02\"\ngrains =",
         "19:8: error: \"from\": expected a date without quotes, such as 2024-08-01"},
        {"grains =", "limits = { memory = \"2GB\" }\ngrains =",
         "19:21: error: \"memory\": expected a size above 0 such as \"512KiB\", \"512MiB\" or "
         "\"2GiB\""},
        {"grains =", "alarm = [{ indicator = \"x\", source = \"s\" }]\ngrains =",
         "19:10: error: expected least or most in [[monitor.alarm]]"},
        {"grains =",
         "alarm = [{ indicator = \"x\", source = \"s\", least = 2, most = 1 }]\ngrains =",
         "19:61: error: \"most\": expected no less than least"},
        {"grains =", "limits = { memory = \"1MiB\" }\ngrains =",
         "19:21: error: \"memory\": expected at least \"16MiB\""},
        {"grains =", "limits = { wall_clock = 20 }\ngrains =",
         "19:25: error: \"wall_clock\": expected a duration above 0 such as \"500ms\", \"90s\", "
         "\"20m\" or \"2h\""},
        {"org.waymark.attendance", "org.waymark.Attendance",
         "18:11: error: \"measure\": \"Attendance\" is no id of a monitor; expected lower-case "
         "letters, digits, - and _"},
        {marks, "source = \"register\"\n",
         "21:10: error: unknown source \"register\"; did you mean \"registers\"?"},
    });
}

TEST_CASE("Errors of a table are told at their places", "[config]") {
    check_each({
        {marks, marks + "person = {}\n",
         "22:10: error: expected exactly one of column, columns, first_of, pattern, constant and "
         "row_number "
         "in [monitor.table.marks.person]"},
        {marks, marks + "person = { column = \"a\", constant = \"b\" }\n",
         "22:10: error: expected exactly one of column, columns, first_of, pattern, constant and "
         "row_number "
         "in [monitor.table.marks.person]"},
        {marks, marks + "person = 3\n",
         "22:10: error: \"person\": expected a header name or a table such as { column = \"...\" "
         "}"},
        {marks, marks + "person = { first_of = [] }\n",
         "22:23: error: \"first_of\": expected at least one header name"},
        {marks, marks + "unit = { row_number = false }\n",
         "22:23: error: \"row_number\": expected true, or leave it out"},
        {marks, marks + "columns = { items = { pattern = \"F{3..1}\" } }\n",
         "22:33: error: \"pattern\": expected header names with one ascending range of at most "
         "1000, such as \"F{1..33}\""},
        {marks, marks + "columns = { date = { column = \"d\", format = \"%Y-%j\" } }\n",
         "22:45: error: \"format\": unknown directive \"%j\"; expected %d %m %Y %y %b %B %V %H %M "
         "%S or %%"},
        {marks, marks + "columns = { end = { row_number = true, plus = { column = \"n\" } } }\n",
         "22:47: error: \"plus\": something can be added only to a date from a column or a "
         "constant"},
        {marks,
         marks + "columns = { end = { column = \"s\", plus = { column = \"n\", unit = "
                 "\"years\" } } }\n",
         "22:65: error: \"unit\": unknown word \"years\"; expected one of days weeks months"},
        {marks, marks + "period = \"time\"\n",
         "22:10: error: \"period\": expected a table with column and grain, such as { column = "
         "\"time_period\", format = \"%Y\", grain = \"calendar_year\" }"},
        {marks, marks + "period = { column = \"time\" }\n",
         "22:10: error: missing key \"grain\" in [monitor.table.marks.period]: kind of the row's "
         "period"},
        {marks, marks + "symbols = { c = \"suppressed\" }\n",
         "22:11: error: \"symbols\": \"c\" stands for \"suppressed\"; expected one of missing "
         "not_applicable suppressed_at_source unavailable rounds_to_zero"},
        {marks, marks + "total = { stratum = \"phase\", value = \"T\" }\n",
         "22:21: error: \"stratum\": \"phase\" is none of the table's strata"},
        {marks, marks + "[[monitor.table.marks.filter]]\ncolumn = \"level\"\n",
         "22:1: error: expected keep or drop in [[monitor.table.marks.filter]]"},
    });
}

TEST_CASE("A service given twice is an error, in the list and in a monitor", "[config]") {
    const std::string column = "service = \"school\"\n";
    CHECK(errors_of(with("[source", "[[service]]\nid = \"northgate\"\n[source") + column) ==
          "waymark.toml:15:6: error: service \"northgate\" is given twice\n"
          "1 error. Nothing was changed.");
    CHECK(errors_of(with("grains", "services = [\"northgate\", \"northgate\"]\ngrains") + column) ==
          "waymark.toml:19:12: error: \"services\": \"northgate\" stands here twice\n"
          "1 error. Nothing was changed.");
    CHECK(errors_of(with("grains", "services = [\"*\", \"northgate\"]\ngrains") + column) ==
          "waymark.toml:19:12: error: \"services\": expected [\"*\"] or ids of services\n"
          "1 error. Nothing was changed.");
}

TEST_CASE("Rows whose service nobody tells are an error", "[config]") {
    const std::string two = with("[source", "[[service]]\nid = \"harbour\"\n[source");
    CHECK(errors_of(two) ==
          "waymark.toml:23:10: error: the rows' service is not known: map \"service\" to a column, "
          "put {service} into the path (or :service into the query) of source \"registers\", or "
          "name one service\n"
          "1 error. Nothing was changed.");
    CHECK(errors_of(two + "service = \"school\"\n").empty());
}

TEST_CASE("Two monitors of one measure need different ids and different figures", "[config]") {
    const std::string monitor = least.substr(least.find("[[monitor]]"));
    CHECK_THAT(errors_of(least + monitor),
               Catch::Contains("waymark.toml:22:1: error: monitor \"attendance\" is given twice; "
                               "give one of them an \"id\" of its own\n"));
    const std::string second = "[[monitor]]\nid = \"second\"\n" + monitor.substr(12);
    CHECK(errors_of(least + second) ==
          "waymark.toml:22:1: error: monitor \"second\" makes the same figures as monitor "
          "\"attendance\" and each would take back the other's; give them other services, other "
          "periods or one monitor\n1 error. Nothing was changed.");
    const auto changed = [&](const std::string& was, const std::string& now) {
        std::string text = second;
        return errors_of(least + text.replace(text.find(was), was.size(), now));
    };
    CHECK(changed("grains = [\"term\"]", "grains = [\"month\"]").empty());
    CHECK(changed("grains = [\"term\"]", "windows = [\"0..6m\"]").empty());
    CHECK_FALSE(changed("org.waymark.attendance", "attendance").empty());
    CHECK(changed("org.waymark.attendance", "org.example.attendance").empty());
}

TEST_CASE("An unknown key is an error in every table", "[config]") {
    struct Unknown {
        std::string before;  ///< the new line stands before this text
        std::string header;
    };
    const std::vector<Unknown> tables{
        {"config_version", "at the top"},
        {"id = \"west\"", "in [deployment]"},
        {"path = \"ledger", "in [ledger]"},
        {"path = \"indi", "in [store]"},
        {"profile", "in [disclosure]"},
        {"id = \"northgate\"", "in [[service]]"},
        {"kind", "in [source.registers]"},
        {"measure", "in [[monitor]]"},
        {"source = \"registers\"", "in [monitor.table.marks]"},
    };
    for (const Unknown& table : tables) {
        CAPTURE(table.header);
        CHECK_THAT(errors_of(with(table.before, "zzzzzzzz = 1\n" + table.before)),
                   Contains(":1: error: unknown key \"zzzzzzzz\" " + table.header + "\n1 error."));
    }
    for (const std::string header : {"plugins", "sandbox", "machine"}) {
        CHECK_THAT(errors_of(least + "[" + header + "]\nzzzzzzzz = 1\n"),
                   Contains("22:1: error: unknown key \"zzzzzzzz\" in [" + header + "]") ||
                       Contains("23:1: error: unknown key \"zzzzzzzz\" in [" + header + "]"));
    }
    for (const std::string key : {"unit", "plus", "total", "period", "filter", "columns.\"a b\""}) {
        const std::string header = "monitor.table.marks." + key;
        const std::string own = key == "filter" ? "[[" + header + "]]"
                                : key == "plus" ? "[monitor.table.marks.unit.plus]"
                                                : "[" + header + "]";
        CAPTURE(own);
        CHECK_THAT(errors_of(least + own + "\nzzzzzzzz = 1\n"),
                   Contains("23:1: error: unknown key \"zzzzzzzz\" in " + own + "\n"));
    }
    CHECK_THAT(errors_of(with("grains", "limits = { zzzzzzzz = 1 }\ngrains")),
               Contains("19:12: error: unknown key \"zzzzzzzz\" in [monitor.limits]\n1 error."));
    CHECK_THAT(errors_of(least + "[calendar.bristol]\npath = \"b.toml\"\nzzzzzzzz = 1\n"),
               Contains("24:1: error: unknown key \"zzzzzzzz\" in [calendar.bristol]\n1 error."));
}

TEST_CASE("A mistyped key is told with the nearest known one", "[config]") {
    CHECK(errors_of(with("path = \"indi", "paht = \"indi")) ==
          "waymark.toml:7:1: error: missing key \"path\" in [store]: the store's SQLite file; "
          "dashboards read it\n"
          "waymark.toml:8:1: error: unknown key \"paht\" in [store]; did you mean \"path\"?\n"
          "2 errors. Nothing was changed.");
}

TEST_CASE("Everything mandatory that is absent is told at once", "[config]") {
    const std::string errors = errors_of("");
    for (const std::string name :
         {"key \"config_version\"", "table \"deployment\"", "table \"ledger\"", "table \"store\"",
          "table \"disclosure\"", "table \"monitor\""}) {
        CHECK_THAT(errors, Contains("waymark.toml: error: missing " + name + " at the top: "));
    }
    CHECK_THAT(errors, Catch::EndsWith("6 errors. Nothing was changed."));
    CHECK_THAT(errors_of("monitor = []\n" + least.substr(0, least.find("[[monitor]]"))),
               Contains("1:11: error: \"monitor\": expected at least one [[monitor]]"));
}

TEST_CASE("Text that is not TOML is told at its place", "[config]") {
    CHECK_THAT(errors_of("config_version = 1\n[store\n"), StartsWith("waymark.toml:2:"));
    CHECK_THAT(errors_of(least + "[store]\n"), StartsWith("waymark.toml:22:"));
}

}  // namespace waymark::config
