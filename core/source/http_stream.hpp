// SPDX-License-Identifier: MIT
// What an HTTP source answers, all its pages as one CSV text.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "source/byte_stream.hpp"
#include "source/file_stream.hpp"
#include "source/http_client.hpp"
#include "source/json_records.hpp"

namespace waymark::source {

/// Fetches page after page while it is read. A page is put aside whole before its first row is
/// handed out, so a body cut short gives no rows at all. The digest is of the bodies as received,
/// one after the other.
class HttpStream final : public ByteStream {
public:
    /// `url` has its placeholders filled in; `columns` are the members wanted of JSON records.
    HttpStream(const config::Source& source, std::string url, std::vector<std::string> columns,
               const Watch& watch);
    ~HttpStream() override;

    /// Throws Error as HttpClient::get and JsonRecords do; refused for the wrong type of content, a
    /// page that was there before, more pages than allowed, another header on a later page.
    [[nodiscard]] std::size_t read(char* to, std::size_t room) override;
    [[nodiscard]] std::uint64_t stored_bytes() const noexcept override { return bytes_; }
    [[nodiscard]] Digest digest() override { return hash_.finish(); }
    [[nodiscard]] std::string proved() const override;

private:
    void fetch();
    void check_content(const Page& page) const;
    void find_next(const Page& page, const std::optional<std::string>& member);
    void take_page();
    [[nodiscard]] std::size_t read_text(char* to, std::size_t room);
    [[nodiscard]] Error refused(const std::string& what) const;

    config::Source source_;
    std::string url_;
    std::string name_;
    Watch watch_;
    HttpClient client_;
    JsonRecords records_;
    Spool body_;
    Spool csv_;
    std::set<std::string> fetched_;
    std::optional<std::string> next_;
    std::unique_ptr<FileStream> text_;  ///< of the page being read, as CSV
    std::string ahead_;                 ///< handed out before text_ goes on
    std::string header_;                ///< CSV: of the first page
    bool ends_in_line_ = true;
    std::string etags_;
    Sha256 hash_;
    std::uint64_t bytes_ = 0;
};

}  // namespace waymark::source
