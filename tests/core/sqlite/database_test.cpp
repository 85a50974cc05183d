// SPDX-License-Identifier: MIT
#include "sqlite/database.hpp"

#include <SQLiteCpp/Statement.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "base/error.hpp"
#include "core/sqlite/test_folder.hpp"
#include "sqlite/values.hpp"

using namespace waymark;

static constexpr std::array notes{
    sqlite::Migration{.version = 1, .sql = "CREATE TABLE note (text TEXT)"},
};
static constexpr sqlite::Schema shared{
    .noun = "notebook", .application_id = 77, .file_mode = 0644, .migrations = notes};
static constexpr sqlite::Schema secret{
    .noun = "diary", .application_id = 77, .file_mode = 0600, .migrations = notes};
static const FixedClock noon{date_of(2024, 10, 10) + std::chrono::hours{12}};
static const sqlite::Options hasty{.busy_timeout = std::chrono::milliseconds{20}, .on_step = {}};

static unsigned mode_of(const std::filesystem::path& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

static std::int64_t note_count(const sqlite::Database& database) {
    return database.read([](SQLite::Database& connection) {
        return connection.execAndGet("SELECT count(*) FROM note").getInt64();
    });
}

static void add_note(sqlite::Database& database, const std::string& text) {
    database.write([&](SQLite::Database& connection) {
        SQLite::Statement insert(connection, "INSERT INTO note VALUES (?)");
        sqlite::run(insert, text);
    });
}

template <class Action>
static Error failure_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was refused");
    return {ErrorKind::internal, ""};
}

TEST_CASE("A file is created with its schema's mode whatever the umask says", "[sqlite]") {
    const test::Folder folder;
    const mode_t before = ::umask(0);
    { const sqlite::Database open_mask(folder / "diary", secret, noon, {}); }
    ::umask(077);
    { const sqlite::Database closed_mask(folder / "notebook", shared, noon, {}); }
    ::umask(before);
    CHECK(mode_of(folder / "diary") == 0600);
    CHECK(mode_of(folder / "notebook") == 0644);
}

TEST_CASE("A private file that others may read is refused", "[sqlite]") {
    const test::Folder folder;
    { const sqlite::Database diary(folder / "diary", secret, noon, {}); }
    REQUIRE(::chmod((folder / "diary").c_str(), 0640) == 0);
    const Error writing =
        failure_of([&] { const sqlite::Database diary(folder / "diary", secret, noon, {}); });
    const Error reading =
        failure_of([&] { const sqlite::Database diary(folder / "diary", secret, {}); });
    CHECK(writing.kind() == ErrorKind::permission);
    CHECK(reading.kind() == ErrorKind::permission);
    CHECK_THAT(writing.what(), Catch::Contains("chmod 600"));
}

TEST_CASE("A file that is no database is refused and left alone", "[sqlite]") {
    const test::Folder folder;
    const std::string content = GENERATE(std::string("x"), std::string(5000, 'x'));
    std::ofstream(folder / "text") << content;
    const Error error =
        failure_of([&] { const sqlite::Database text(folder / "text", shared, noon, {}); });
    CHECK(error.kind() == ErrorKind::store);
    CHECK_THAT(error.what(), Catch::Contains("is not an SQLite database"));
    CHECK(std::filesystem::file_size(folder / "text") == content.size());
}

TEST_CASE("A database of another application is refused and left alone", "[sqlite]") {
    const test::Folder folder;
    const char* statement = GENERATE("PRAGMA application_id = 78; CREATE TABLE a (b)",
                                     "CREATE TABLE a (b)", "PRAGMA user_version = 1");
    {
        SQLite::Database other((folder / "other").string(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec(statement);
    }
    const auto before = std::filesystem::last_write_time(folder / "other");
    const Error error =
        failure_of([&] { const sqlite::Database taken(folder / "other", shared, noon, {}); });
    CHECK(error.kind() == ErrorKind::store);
    CHECK_THAT(error.what(), Catch::Contains("another application"));
    CHECK(std::filesystem::last_write_time(folder / "other") == before);
}

TEST_CASE("A reader of a file that is not there says so and creates none", "[sqlite]") {
    const test::Folder folder;
    const Error error =
        failure_of([&] { const sqlite::Database none(folder / "none", shared, {}); });
    CHECK(error.kind() == ErrorKind::input_missing);
    CHECK_FALSE(std::filesystem::exists(folder / "none"));
}

TEST_CASE("A folder that is not there is named", "[sqlite]") {
    const test::Folder folder;
    const Error error =
        failure_of([&] { const sqlite::Database none(folder / "no" / "where", shared, noon, {}); });
    CHECK(error.kind() == ErrorKind::store);
    CHECK_THAT(error.what(), Catch::Contains("no/where"));
}

TEST_CASE("A locked file makes a writer try later, and nothing is written", "[sqlite]") {
    const test::Folder folder;
    sqlite::Database first(folder / "n", shared, noon, {});
    sqlite::Database second(folder / "n", shared, noon, hasty);
    first.write([&](SQLite::Database&) {
        const Error error = failure_of([&] { add_note(second, "lost"); });
        CHECK(error.kind() == ErrorKind::try_later);
        CHECK(error.place().file == (folder / "n").string());
        CHECK_THAT(error.what(), Catch::Contains("run the same command again"));
    });
    CHECK(note_count(second) == 0);
    add_note(second, "after the lock");
    CHECK(note_count(first) == 1);
}

TEST_CASE("A reader that stays makes the commit try later, and nothing is half written",
          "[sqlite]") {
    const test::Folder folder;
    sqlite::Database writer(folder / "n", shared, noon, hasty);
    const sqlite::Database reader(folder / "n", shared, {});
    reader.read([&](SQLite::Database& connection) {
        static_cast<void>(connection.execAndGet("SELECT count(*) FROM note").getInt());
        CHECK(failure_of([&] { add_note(writer, "lost"); }).kind() == ErrorKind::try_later);
    });
    CHECK(note_count(writer) == 0);
}

TEST_CASE("A full disk is told and leaves nothing half written", "[sqlite]") {
    const test::Folder folder;
    sqlite::Database database(folder / "n", shared, noon, {});
    add_note(database, "before");
    database.read([](SQLite::Database& connection) {
        static_cast<void>(connection.execAndGet("PRAGMA max_page_count = 8").getInt());
    });
    const Error error = failure_of([&] { add_note(database, std::string(100'000, 'x')); });
    CHECK(error.kind() == ErrorKind::store);
    CHECK_THAT(error.what(), Catch::Contains("no space left") && Catch::Contains("free space"));
    CHECK(note_count(database) == 1);
    add_note(database, "small enough");
    CHECK(note_count(database) == 2);
}

// Runs in a child, whose file size limit ends with it. 0 = as it should be.
static int write_beyond_limit(const std::filesystem::path& path) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 64 * 1024, .rlim_max = 64 * 1024};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) {
        return 1;
    }
    try {
        sqlite::Database database(path, shared, noon, {});
        add_note(database, std::string(300'000, 'x'));
        return 2;
    } catch (const Error& error) {
        return error.kind() == ErrorKind::store ? 0 : 3;
    }
}

TEST_CASE("A write that the system cuts short is rolled back", "[sqlite]") {
    const test::Folder folder;
    sqlite::Database database(folder / "n", shared, noon, {});
    add_note(database, "before");

    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(write_beyond_limit(folder / "n"));
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);

    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(note_count(database) == 1);
    CHECK(database.read([](SQLite::Database& connection) {
        return connection.execAndGet("PRAGMA integrity_check").getString();
    }) == "ok");
}

TEST_CASE("A snapshot is complete, read-only and replaces the earlier one", "[sqlite]") {
    const test::Folder folder;
    sqlite::Database database(folder / "n", shared, noon, {});
    for (const std::int64_t count : {1, 2}) {
        add_note(database, "one more");
        database.snapshot(folder / "copy");
        CHECK(note_count(sqlite::Database(folder / "copy", shared, {})) == count);
    }
    CHECK(mode_of(folder / "copy") == 0444);
    CHECK_FALSE(std::filesystem::exists(folder / "copy.draft"));
}

TEST_CASE("A file's data version changes when another connection writes", "[sqlite]") {
    const test::Folder folder;
    sqlite::Database mine(folder / "n", shared, noon, {});
    sqlite::Database other(folder / "n", shared, noon, {});
    const auto version = [&] {
        return mine.read([&](SQLite::Database&) { return mine.data_version(); });
    };
    const auto before = version();
    add_note(mine, "my own");
    CHECK(version() == before);
    add_note(other, "another's");
    CHECK(version() != before);
}
