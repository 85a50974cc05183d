// SPDX-License-Identifier: MIT
// One page after another from one server, each fetched whole before anybody reads it.
#pragma once

#include <memory>
#include <string>

#include "config/config.hpp"
#include "source/spool.hpp"
#include "source/watch.hpp"

namespace waymark::source {

/// A whole body and what was said of it.
struct Page {
    std::string url{};           ///< it came from, after redirects
    std::string content_type{};  ///< lower-case, without parameters; "" when not given
    std::string etag{};
    std::string next{};     ///< target of Link rel="next"; "" = none
    bool is_framed = true;  ///< a body cut short would have been noticed
};

/// A connection to one server. Certificates are verified, redirects followed to the same server
/// only, and each page is asked for again, after growing waits, when it did not come whole, or the
/// server was busy or failed. One thread at a time.
class HttpClient {
public:
    /// Reads the credentials: throws what secret_text() throws.
    HttpClient(const config::Source& source, Watch watch);
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    ~HttpClient();

    /// Fetches a page into `body`. Throws Error: source_unavailable (no whole answer in time or
    /// after all retries, too large, another server), permission (401, 403), input_missing (404,
    /// 410), interrupted.
    [[nodiscard]] Page get(const std::string& url, Spool& body);

private:
    struct Handles;
    struct Transfer;
    /// A try that may succeed if repeated: why, and how long the server asks to wait.
    struct Failed {
        std::string why;
        std::chrono::seconds wait{0};
    };

    void set_up(const config::Source& source);
    [[nodiscard]] std::unique_ptr<Failed> attempt(const std::string& url, Spool& body, Page& page);
    [[nodiscard]] std::unique_ptr<Failed> judged(int code, const Transfer& transfer);
    [[nodiscard]] std::unique_ptr<Failed> judged_status(long status);
    void wait(std::uint32_t tries, const Failed& failed);

    const config::Reach reach_;
    std::string name_;
    std::string origin_;
    Watch watch_;
    std::uint64_t received_ = 0;  ///< of the pages before
    std::unique_ptr<Handles> handles_;
};

}  // namespace waymark::source
