// SPDX-License-Identifier: MIT
#include "source/drop_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>

#include "base/error.hpp"
#include "source/locate.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

using namespace std::chrono_literals;

const Instant noon = Instant{std::chrono::sys_days{date_of(2024, 9, 3)} + 12h};

// A file that was last changed so long before noon.
void drop(const TestFolder& folder, const std::string& name, std::chrono::seconds age) {
    const auto path = folder.file(name, "a\n1\n");
    const auto changed =
        std::chrono::duration_cast<std::chrono::seconds>((noon - age).time_since_epoch());
    const struct timespec times[2] = {{changed.count(), 0}, {changed.count(), 0}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

TEST_CASE("A file has settled exactly when it is unchanged for the time given", "[source]") {
    const TestFolder folder;
    drop(folder, "a.csv", 60s);
    drop(folder, "b.csv", 59s);
    drop(folder, "c.csv", -1h);  // from a clock that is ahead
    const Dropped found = dropped_files(folder.path(), "*.csv", {.settle = 60s}, noon);
    CHECK(found.settled == std::vector{folder.path() / "a.csv"});
    CHECK(found.growing == std::vector<std::string>{"b.csv", "c.csv"});
}

TEST_CASE("Names of unfinished files, hidden ones and folders never count", "[source]") {
    const TestFolder folder;
    for (const char* name : {".a.csv", "b.csv.part", "c.tmp", "d.partial", "e.filepart", "f.csv"}) {
        drop(folder, name, 1h);
    }
    std::filesystem::create_directory(folder.path() / "g.csv");
    const Dropped found = dropped_files(folder.path(), "*", {.settle = 60s}, noon);
    CHECK(found.settled == std::vector{folder.path() / "f.csv"});
    CHECK(found.growing.empty());
}

TEST_CASE("The clock that is handed in decides, and waiting is told in words", "[source]") {
    const TestFolder folder;
    drop(folder, "a.csv", 10s);
    PullRequest request = request_for({wanted("a", contract::ColumnType::integer)});
    request.source.kind = config::SourceKind::drop_folder;
    request.source.path = folder.path().string();
    FixedClock clock(noon);
    const Asked asked{.base = {}, .as_of = date_of(2024, 9, 3), .clock = &clock};
    CHECK_THROWS_WITH(locate(request, asked), Catch::Contains("waits") && Catch::Contains("a.csv"));
    clock.set(noon + 50s);
    CHECK(locate(request, asked).empty());
    CHECK(pulled(request).rows == std::vector<std::string>{"2: 1"});
}

TEST_CASE("A file that goes on growing before its turn comes ends the pull", "[source]") {
    const TestFolder folder;
    drop(folder, "a.csv", 1h);
    PullRequest request = request_for({wanted("a", contract::ColumnType::integer)});
    request.source.kind = config::SourceKind::drop_folder;
    request.source.path = folder.path().string();
    const FixedClock clock(noon);
    const Asked asked{.base = {}, .as_of = date_of(2024, 9, 3), .clock = &clock};
    CHECK(locate(request, asked).empty());
    drop(folder, "a.csv", 59s);
    CHECK_THAT(pulled(request).error, Catch::Contains("changed before its turn came"));
}

TEST_CASE("A file that is changed while it is read ends the pull", "[source]") {
    const TestFolder folder;
    drop(folder, "a.csv", 1h);
    const auto stream = settled_stream(folder.path() / "a.csv", noon - 60s);
    std::ofstream(folder.path() / "a.csv", std::ios::app) << "2\n";
    std::string text(100, ' ');
    CHECK_THROWS_WITH(
        [&] {
            while (stream->read(text.data(), text.size()) > 0) {
            }
        }(),
        Catch::Contains("changed while it was read"));
}

}  // namespace
}  // namespace waymark::source
