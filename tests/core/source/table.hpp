// SPDX-License-Identifier: MIT
// What the tests of the room share: files in a folder of their own, requests, and what a pull gave.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "source/pull.hpp"

namespace waymark::source {

/// A folder that is gone after the test.
class TestFolder {
public:
    TestFolder();
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    ~TestFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// Writes a file and gives its path.
    std::filesystem::path file(const std::string& name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

/// A column of the name `name`, read from the header column of that name.
[[nodiscard]] Wanted wanted(const std::string& name, contract::ColumnType type,
                            bool nullable = false);

/// All that a pull gave, in a form that can be compared and printed.
struct Pulled {
    std::vector<std::string> rows;     ///< "line: value|value", null as "-"
    std::vector<std::string> dropped;  ///< "refused 2: reason @ 3 7" and "out of scope 1: ..."
    std::uint64_t rows_read = 0;
    std::uint64_t used = 0;
    std::string error;  ///< the message without the file's folder, or ""
    std::vector<FileProof> proofs;

    friend bool operator==(const Pulled& a, const Pulled& b) {
        return a.rows == b.rows && a.dropped == b.dropped && a.rows_read == b.rows_read &&
               a.used == b.used && a.error == b.error;
    }
};

/// Reads everything a request asks for.
[[nodiscard]] Pulled pulled(const PullRequest& request);

/// One file of this text, read by a request that is otherwise `request`.
[[nodiscard]] Pulled pulled_text(std::string_view text, PullRequest request);

/// A request for columns of one file.
[[nodiscard]] PullRequest request_for(std::vector<Wanted> columns);

}  // namespace waymark::source
