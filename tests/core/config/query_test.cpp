// SPDX-License-Identifier: MIT
#include "config/query.hpp"

#include <catch2/catch.hpp>

namespace waymark::config {

static Query read(const std::string& text) {
    Query query;
    const auto fault = read_query(text, query);
    INFO(text);
    REQUIRE_FALSE(fault.has_value());
    return query;
}

static std::string fault_of(const std::string& text) {
    Query query;
    const auto fault = read_query(text, query);
    return fault ? std::to_string(fault->offset) + ": " + fault->sentence : "";
}

TEST_CASE("Parameters become marks in their order; the text stays as written", "[config]") {
    const std::string text =
        "SELECT a FROM t WHERE day >= :from AND day<=:to AND s = :service AND x < :to;\n";
    const Query query = read(text);
    CHECK(query.text == text);
    CHECK(query.positional == "SELECT a FROM t WHERE day >= ? AND day<=? AND s = ? AND x < ?");
    CHECK(query.parameters == std::vector<std::string>{"from", "to", "service", "to"});
    CHECK(query.uses("service"));
    CHECK_FALSE(query.uses("as_of"));
}

TEST_CASE("What stands in quotes, comments and casts is neither a parameter nor an end",
          "[config]") {
    for (const char* text :
         {"SELECT ':form; ?', \":form;?\", `:form;?` FROM t", "SELECT 'it''s :form; ?'",
          "SELECT a -- :form; ?\nFROM t", "SELECT a /* :form /* ? */ ; */ FROM t",
          "SELECT a::text, b::date FROM t", "SELECT $$ :form; ? $$, $tag$ ' $$ ; $tag$",
          "SELECT E'it\\'s :form; ?'", "  ( select 1 )  ; -- done\n /* ; */ "}) {
        CHECK(read(text).parameters.empty());
    }
    CHECK(read("SELECT a /* ? */ FROM t -- ?").positional == "SELECT a   FROM t  ");
}

TEST_CASE("Only one statement that reads is a query", "[config]") {
    CHECK(fault_of("SELECT 1; SELECT 2") == "10: a second statement begins here; a source has one");
    for (const char* text : {"DELETE FROM t", "(DELETE FROM t)", "PRAGMA x", "'SELECT'",
                             "; SELECT 1 x", "EXPLAIN SELECT 1"}) {
        INFO(text);
        CHECK_FALSE(fault_of(text).empty());
    }
    CHECK(fault_of("  -- nothing\n") == "0: the query is empty");
    for (const char* text : {"SELECT 'a", "SELECT \"a", "SELECT $x$ a $y$", "SELECT /* /* */ 1"}) {
        CHECK_THAT(fault_of(text), Catch::Contains("never closed"));
    }
}

TEST_CASE("Unknown parameters are told with the nearest there is", "[config]") {
    CHECK(fault_of("SELECT :form") == "7: unknown parameter :form; did you mean :from?");
    CHECK_THAT(fault_of("SELECT ?"), Catch::Contains("not ?"));
}

}  // namespace waymark::config
