// SPDX-License-Identifier: MIT
// Other programs read the store: Python's sqlite3 and the sqlite3 shell, for real.
#include <SQLiteCpp/Database.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>
#include <functional>

#include "base/error.hpp"
#include "core/sqlite/test_folder.hpp"
#include "core/store/test_gate.hpp"
#include "store/store.hpp"

using namespace waymark;

static const Date october = date_of(2024, 10, 10);
static const FixedClock noon{date_of(2024, 12, 1) + std::chrono::hours{12}};

static std::string output_of(const std::string& command) {
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
        text += buffer.data();
    }
    ::pclose(pipe);
    return text;
}

// As a user who may only read: root may do anything, so root becomes nobody.
static std::string as_reader(const std::string& command) {
    return ::geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " + command
                            : command;
}

// The first of these commands that the reader can run; "" when there is none.
static std::string first_that_runs(const std::vector<std::string>& commands) {
    for (const std::string& command : commands) {
        if (std::system((as_reader(command) + " >/dev/null 2>&1 --version").c_str()) == 0) {
            return command;
        }
    }
    return "";
}

static constexpr const char* query =
    "SELECT count(*), max(value), min(state) FROM observation_current";

// What each reading program of this machine answers to the query; says which are absent.
static std::vector<std::string> answers(const std::filesystem::path& store) {
    static const std::string python = first_that_runs({"python3", "/usr/bin/python3"});
    static const std::string shell = first_that_runs({"sqlite3", "/usr/bin/sqlite3"});
    std::vector<std::string> found;
    if (python.empty()) {
        WARN("no python3 that any user can run: not tested that it reads a store");
    } else {
        found.push_back(output_of(as_reader(
            python + " -I -c 'import sqlite3; print(*sqlite3.connect(\"file:" + store.string() +
            "?mode=ro\", uri=True, timeout=0).execute(\"" + query + "\").fetchone())'")));
    }
    if (shell.empty()) {
        WARN("no sqlite3 shell that any user can run: not tested that it reads a store");
    } else {
        found.push_back(output_of(as_reader(shell + " -batch -noheader -separator ' ' -readonly '" +
                                            store.string() + "' '" + query + "'")));
    }
    return found;
}

static void check_answers(const std::vector<std::string>& answers, const std::string& expected) {
    for (const std::string& answer : answers) {
        CHECK(answer == expected);
    }
}

static release::Publication first_run() {
    return test::publication("run-1", october,
                             {test::absence("north", 9, 0.25), test::hidden("north", 10)});
}

static release::Publication second_run() {
    return test::publication("run-2", october,
                             {test::absence("north", 10, 0.5), test::absence("north", 11, 0.5)});
}

TEST_CASE("Other programs read a store that has no writer, from a read-only folder", "[store]") {
    const test::Folder folder;
    {
        store::Store store(folder / "store", noon);
        static_cast<void>(store.commit(first_run()));
    }
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    check_answers(answers(folder / "store"), "2 0.25 observed\n");
    int count = 0;
    store::ReleaseReader(folder / "store").each({}, [&](const store::Recorded&) { ++count; });
    CHECK(count == 2);
    REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
}

TEST_CASE("Other programs read a store while a run writes, and see it as it was before",
          "[store]") {
    const test::Folder folder;
    std::vector<std::string> seen;
    sqlite::Options options;
    options.on_step = [&](std::string_view step) {
        if (step == "inserted") {
            seen = answers(folder / "store");
        }
    };
    {
        store::Store quiet(folder / "store", noon);
        static_cast<void>(quiet.commit(first_run()));
    }
    store::Store store(folder / "store", noon, options);
    static_cast<void>(store.commit(second_run()));
    const auto seen_after = answers(folder / "store");
    CHECK(seen.size() == seen_after.size());
    check_answers(seen, "2 0.25 observed\n");
    check_answers(seen_after, "3 0.5 observed\n");
}

TEST_CASE("Other programs read a snapshot", "[store]") {
    const test::Folder folder;
    {
        store::Store store(folder / "store", noon);
        static_cast<void>(store.commit(first_run()));
        store.reader().snapshot(folder / "published");
        static_cast<void>(store.commit(second_run()));
    }
    check_answers(answers(folder / "published"), "2 0.25 observed\n");
}

TEST_CASE("A reader opens neither a store of a newer schema nor a ledger", "[store]") {
    const test::Folder folder;
    { const store::Store store(folder / "store", noon); }
    const char* change = GENERATE("PRAGMA user_version = 99", "PRAGMA application_id = 7");
    {
        SQLite::Database file((folder / "store").string(), SQLite::OPEN_READWRITE);
        file.exec(change);
    }
    for (const auto& open :
         {std::function<void()>([&] { store::ReleaseReader(folder / "store"); }),
          std::function<void()>([&] { store::Store(folder / "store", noon); })}) {
        try {
            open();
            FAIL("it was opened");
        } catch (const Error& error) {
            CHECK(exit_code(error.kind()) == 74);
        }
    }
}

TEST_CASE("A full disk leaves the store as it was, and the run can be committed later", "[store]") {
    const test::Folder folder;
    std::vector<release::Release> many;
    for (int series = 1000; series < 6000; ++series) {
        release::Key key = test::absence_key("north", 9);
        key.series = std::to_string(series);
        many.push_back(test::Gate::release(key, test::absence("north", 9, 0.5).figures()));
    }
    const auto large = test::publication("run-2", october, many);
    {
        store::Store store(folder / "store", noon);
        static_cast<void>(store.commit(first_run()));
    }
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{.rlim_cur = 200 * 1024, .rlim_max = 200 * 1024};
        int result = ::setrlimit(RLIMIT_FSIZE, &limit) == 0 ? 1 : 2;
        try {
            store::Store store(folder / "store", noon);
            static_cast<void>(store.commit(large));
        } catch (const Error& error) {
            result = error.kind() == ErrorKind::store ? 0 : 3;
        }
        ::_exit(result);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);

    store::Store store(folder / "store", noon);
    CHECK(store.reader().runs(10).size() == 1);
    CHECK(store.commit(large).release_count == many.size());
}
