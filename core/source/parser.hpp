// SPDX-License-Identifier: MIT
// Everything that is done to one chunk on a parser's thread: index, decode, drop rows, count them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "source/chunk.hpp"
#include "source/decoder.hpp"
#include "source/layout.hpp"
#include "source/records.hpp"
#include "source/text_memo.hpp"

namespace waymark::source {

/// Tells how many records of the pull stand before chunk `number`, which has `count`. Only asked
/// when a column is the row number; may wait for the chunks before.
using CountRecords = std::function<std::uint64_t(std::uint64_t number, std::uint64_t count)>;

/// One thread's parser. The request and the reasons outlive it.
class Parser {
public:
    Parser(const PullRequest& request, const Reading& reading, Reasons& reasons,
           CountRecords count_records);

    /// Turns the chunk's bytes into its block, or sets its error. Which reason drops a row: a wrong
    /// number of fields, then the filters in order, then the columns with a scope, then the others.
    void parse(Chunk& chunk);

private:
    struct Filter {
        const config::RowFilter* filter;
        std::uint32_t reason;
        ForgetfulMemo<bool> memo;
    };

    void decode(Chunk& chunk, Rows& rows);
    void apply_filter(Filter& filter, std::uint32_t column, const Rows& rows);
    void drop_marked(Chunk& chunk);
    void identify(Chunk& chunk);

    const PullRequest& request_;
    Records records_;
    CountRecords count_records_;
    std::vector<Filter> filters_;
    std::vector<std::unique_ptr<Decoder>> decoders_;  ///< one for each wanted column
    std::vector<std::uint32_t> order_;                ///< in which columns are decoded
    std::vector<std::uint32_t> marks_;
    std::vector<std::uint8_t> keep_;
    std::string scratch_;
};

}  // namespace waymark::source
