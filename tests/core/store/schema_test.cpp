// SPDX-License-Identifier: MIT
#include "store/schema.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "base/file.hpp"
#include "core/sqlite/test_folder.hpp"
#include "core/store/test_gate.hpp"
#include "store/store.hpp"

using namespace waymark;

static const FixedClock noon{date_of(2024, 12, 1) + std::chrono::hours{12}};

struct DocumentedColumn {
    std::string name;
    std::string type;
    bool may_be_null = false;
};

// The sections of docs/data_model.md that hold a table of columns, in the order of the page.
static std::vector<std::pair<std::string, std::vector<DocumentedColumn>>> documented_views() {
    std::istringstream page(file_text(WAYMARK_SOURCE_DIR "/docs/data_model.md"));
    std::vector<std::pair<std::string, std::vector<DocumentedColumn>>> views;
    std::string section;
    bool is_in_table = false;
    for (std::string line; std::getline(page, line);) {
        if (line.rfind("## ", 0) == 0) {
            section = line.substr(3);
        } else if (line == "| column | type | null | meaning |") {
            views.emplace_back(section, std::vector<DocumentedColumn>{});
            is_in_table = true;
        } else if (line.rfind("| ", 0) != 0) {
            is_in_table = is_in_table && line.rfind("|-", 0) == 0;
        } else if (is_in_table) {
            std::istringstream row(line);
            std::string bar;
            DocumentedColumn column;
            std::string null;
            row >> bar >> column.name >> bar >> column.type >> bar >> null;
            column.may_be_null = null == "yes";
            REQUIRE((null == "yes" || null == "no"));
            views.back().second.push_back(column);
        }
    }
    return views;
}

// A store in which every column that may be empty is empty somewhere and filled somewhere.
static void fill(const std::filesystem::path& path) {
    store::Store store(path, noon);
    release::Figures window = test::hidden("harbour", 9).figures();
    window.period_start = window.period_end = std::nullopt;
    window.flags = with(0, Flag::held);
    release::Key key = test::absence_key("harbour", 9);
    key.grain = "window";
    key.period_key = "w:0..6m";
    auto publication =
        test::publication("run-1", date_of(2024, 10, 10),
                          {test::absence("north", 9, 0.1), test::absence("north", 10, 0.0),
                           test::Gate::release(key, window)});
    test::Gate::add_notices(publication);
    static_cast<void>(store.commit(publication));
    static_cast<void>(store.commit(
        test::publication("run-2", date_of(2024, 10, 11), {test::absence("north", 9, 0.1)})));
}

static std::vector<std::string> texts(SQLite::Database& database, const std::string& query) {
    SQLite::Statement statement(database, query);
    std::vector<std::string> found;
    while (statement.executeStep()) {
        found.push_back(statement.getColumn(0).getString());
    }
    return found;
}

TEST_CASE("The views are exactly those the data model documents", "[store]") {
    const test::Folder folder;
    fill(folder / "store");
    SQLite::Database database((folder / "store").string());
    std::vector<std::string> documented;
    for (const auto& [view, columns] : documented_views()) {
        documented.push_back(view);
    }
    std::sort(documented.begin(), documented.end());
    CHECK(texts(database, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name") ==
          documented);
}

TEST_CASE("The columns of every view are exactly as the data model documents them", "[store]") {
    const test::Folder folder;
    fill(folder / "store");
    SQLite::Database database((folder / "store").string());
    for (const auto& [view, columns] : documented_views()) {
        CAPTURE(view);
        std::vector<std::string> names;
        for (const DocumentedColumn& column : columns) {
            CAPTURE(column.name);
            names.push_back(column.name);
            const auto types = texts(database, "SELECT DISTINCT typeof(" + column.name + ") FROM " +
                                                   view + " ORDER BY 1");
            for (const std::string& type : types) {
                CHECK((type == column.type || (type == "null" && column.may_be_null)));
            }
            CHECK_FALSE(types.empty());
        }
        CHECK(texts(database, "SELECT name FROM pragma_table_info('" + view + "')") == names);
    }
}

TEST_CASE("Dates stand in the views as ISO text and as seconds of the same moment", "[store]") {
    const test::Folder folder;
    fill(folder / "store");
    SQLite::Database database((folder / "store").string());
    CHECK(texts(database,
                "SELECT period_start || ' ' || period_start_epoch || ' ' || period_end || ' ' ||"
                " period_end_epoch || ' ' || as_of || ' ' || as_of_epoch || ' ' || recorded_at ||"
                " ' ' || recorded_at_epoch FROM observation_current"
                " WHERE service_id = 'north' AND period_key = '2024-09'") ==
          std::vector<std::string>{"2024-09-01 1725148800 2024-09-30 1727654400 2024-10-10 "
                                   "1728518400 2024-12-01T12:00:00.000000Z 1733054400"});
}

TEST_CASE("The queries of the data model run", "[store]") {
    const test::Folder folder;
    fill(folder / "store");
    SQLite::Database database((folder / "store").string());
    const std::string page = file_text(WAYMARK_SOURCE_DIR "/docs/data_model.md");
    const auto begin = page.find("```sql\n") + 7;
    std::istringstream queries(page.substr(begin, page.find("```", begin) - begin));
    int count = 0;
    for (std::string query; std::getline(queries, query, ';');) {
        if (query.find("SELECT") != std::string::npos) {
            CHECK_NOTHROW(SQLite::Statement(database, query).executeStep());
            ++count;
        }
    }
    CHECK(count == 3);
}

// What a schema consists of, whatever the order it was made in.
static std::vector<std::string> schema_objects(SQLite::Database& database) {
    return texts(database,
                 "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_master"
                 " ORDER BY type, name");
}

TEST_CASE("A store of version 1 becomes one of today with all it held", "[store]") {
    const test::Folder folder;
    {
        SQLite::Database old((folder / "old").string(),
                             SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        old.exec(file_text(WAYMARK_SOURCE_DIR "/tests/core/store/version_1.sql"));
    }
    std::vector<release::Release> found;
    {
        const store::Store migrated(folder / "old", noon);
        migrated.reader().each(
            {}, [&](const store::Recorded& recorded) { found.push_back(recorded.release); });
        const store::Store fresh(folder / "new", noon);
    }
    CHECK(found == std::vector<release::Release>{test::absence("north", 9, 0.25),
                                                 test::hidden("north", 10)});
    SQLite::Database migrated((folder / "old").string());
    SQLite::Database fresh((folder / "new").string());
    CHECK(schema_objects(migrated) == schema_objects(fresh));
}
