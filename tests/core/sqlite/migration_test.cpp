// SPDX-License-Identifier: MIT
#include "sqlite/migration.hpp"

#include <SQLiteCpp/Statement.h>

#include <array>
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "core/sqlite/test_folder.hpp"
#include "sqlite/database.hpp"

using namespace waymark;

static constexpr std::array first_only{
    sqlite::Migration{.version = 1, .sql = "CREATE TABLE note (text TEXT)"},
};
static constexpr std::array first_and_second{
    first_only[0],
    sqlite::Migration{.version = 2,
                      .sql = "ALTER TABLE note ADD COLUMN at TEXT; UPDATE note SET at = 'then'"},
};
static constexpr std::array broken_third{
    first_and_second[0],
    first_and_second[1],
    sqlite::Migration{.version = 3, .sql = "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)"},
};

static sqlite::Schema schema_of(std::span<const sqlite::Migration> migrations) {
    return {.noun = "notebook", .application_id = 77, .file_mode = 0600, .migrations = migrations};
}

static const FixedClock noon{date_of(2024, 10, 10) + std::chrono::hours{12}};

static std::string text(sqlite::Database& database, const std::string& query) {
    return database.read(
        [&](SQLite::Database& connection) { return connection.execAndGet(query).getString(); });
}

static ErrorKind kind_of_failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        CHECK_THAT(error.what(), Catch::Contains("notebook"));
        return error.kind();
    }
    FAIL("nothing was refused");
    return ErrorKind::internal;
}

TEST_CASE("An older file is brought to the newest version with its content", "[sqlite]") {
    const test::Folder folder;
    sqlite::Database(folder / "n", schema_of(first_only), noon, {})
        .write([](SQLite::Database& connection) {
            connection.exec("INSERT INTO note VALUES ('kept')");
        });

    sqlite::Database newer(folder / "n", schema_of(first_and_second), noon, {});

    CHECK(text(newer, "SELECT text || at FROM note") == "keptthen");
    CHECK(text(newer, "SELECT group_concat(version || ' ' || applied_at) FROM migration") ==
          "1 2024-10-10T12:00:00Z,2 2024-10-10T12:00:00Z");
    CHECK(text(newer, "PRAGMA user_version") == "2");
}

TEST_CASE("A migration that fails leaves the file as it was", "[sqlite]") {
    const test::Folder folder;
    { const sqlite::Database first(folder / "n", schema_of(first_only), noon, {}); }

    CHECK(kind_of_failure([&] {
              const sqlite::Database third(folder / "n", schema_of(broken_third), noon, {});
          }) == ErrorKind::internal);

    sqlite::Database first(folder / "n", schema_of(first_only), noon, {});
    CHECK(text(first, "PRAGMA user_version") == "1");
    CHECK(text(first, "SELECT group_concat(name) FROM sqlite_master WHERE type = 'table'") ==
          "migration,note");
}

TEST_CASE("A file of a newer version is refused and left alone", "[sqlite]") {
    const test::Folder folder;
    { const sqlite::Database second(folder / "n", schema_of(first_and_second), noon, {}); }
    const auto before = std::filesystem::last_write_time(folder / "n");

    CHECK(kind_of_failure([&] {
              const sqlite::Database first(folder / "n", schema_of(first_only), noon, {});
          }) == ErrorKind::store);
    CHECK(kind_of_failure([&] {
              const sqlite::Database first(folder / "n", schema_of(first_only), {});
          }) == ErrorKind::store);
    CHECK(std::filesystem::last_write_time(folder / "n") == before);
}

TEST_CASE("A reader says that an older file must be brought up to date first", "[sqlite]") {
    const test::Folder folder;
    { const sqlite::Database first(folder / "n", schema_of(first_only), noon, {}); }
    CHECK_THROWS_WITH(sqlite::Database(folder / "n", schema_of(first_and_second), {}),
                      Catch::Contains("schema version 1, older than the 2 this program reads"));
}

TEST_CASE("Opening a file of the newest version writes nothing", "[sqlite]") {
    const test::Folder folder;
    { const sqlite::Database first(folder / "n", schema_of(first_only), noon, {}); }
    const auto before = std::filesystem::last_write_time(folder / "n");
    { const sqlite::Database again(folder / "n", schema_of(first_only), noon, {}); }
    CHECK(std::filesystem::last_write_time(folder / "n") == before);
}
