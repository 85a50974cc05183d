// SPDX-License-Identifier: MIT
#include "source/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <exception>
#include <random>
#include <thread>

#include "source/credential.hpp"
#include "source/url.hpp"

namespace waymark::source {

struct HttpClient::Handles {
    struct Free {
        void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
        void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
    };
    std::unique_ptr<curl_slist, Free> headers;
    std::unique_ptr<CURL, Free> easy{curl_easy_init()};
    std::array<char, CURL_ERROR_SIZE> words{};
    std::mt19937 random{std::random_device{}()};
};

// What curl calls back for, during one try.
struct HttpClient::Transfer {
    CURL* easy;
    Spool& body;
    const Watch& watch;
    std::uint64_t room;
    Page& page;
    bool has_length = false;
    bool is_chunked = false;
    bool is_too_large = false;
    std::exception_ptr failure{};  // of the spool; must not pass through curl

    static std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* self) {
        return static_cast<Transfer*>(self)->add({bytes, size}) ? size : size + 1;
    }
    static std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* self) {
        static_cast<Transfer*>(self)->header({bytes, size});
        return size;
    }
    static int is_over(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<Transfer*>(self)->watch.is_over() ? 1 : 0;
    }

    bool add(std::string_view bytes) {
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) {
            return true;  // an error's page: nobody reads it
        }
        if (body.size() + bytes.size() > room) {
            is_too_large = true;
            return false;
        }
        try {
            body.write(bytes);
            return true;
        } catch (...) {
            failure = std::current_exception();
            return false;
        }
    }

    void header(std::string_view line) {
        const std::size_t colon = line.find(':');
        if (line.starts_with("HTTP/")) {
            page = Page{.url = page.url};
            has_length = is_chunked = false;
        }
        if (colon == std::string_view::npos) {
            return;
        }
        std::string name(line.substr(0, colon));
        for (char& c : name) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
        if (name == "etag") {
            page.etag = value.substr(0, 200);
        } else if (name == "link" && page.next.empty()) {
            page.next = next_link(value);
        } else if (name == "content-length") {
            has_length = true;
        } else if (name == "transfer-encoding") {
            is_chunked = value.find("chunked") != std::string_view::npos;
        } else if (name == "content-type") {
            page.content_type = value.substr(0, value.find_first_of("; \t"));
            for (char& c : page.content_type) {
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            }
        }
    }
};

HttpClient::HttpClient(const config::Source& source, Watch watch)
    : reach_(source.reach),
      name_(without_query(source.reach.url)),
      watch_(std::move(watch)),
      handles_(std::make_unique<Handles>()) {
    check(handles_->easy != nullptr, "libcurl can be set up");
    set_up(source);
}

HttpClient::~HttpClient() = default;

void HttpClient::set_up(const config::Source& source) {
    CURL* easy = handles_->easy.get();
    const auto set = [&](CURLoption option, auto value) {
        check(curl_easy_setopt(easy, option, value) == CURLE_OK, "libcurl knows its options");
    };
    const std::string bearer = secret_text(reach_.bearer);
    const std::string password = secret_text(reach_.password);
    if (!bearer.empty()) {
        set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
        set(CURLOPT_XOAUTH2_BEARER, bearer.c_str());
    } else if (!password.empty()) {
        set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
        set(CURLOPT_USERNAME, reach_.user.c_str());
        set(CURLOPT_PASSWORD, password.c_str());
    }
    if (!reach_.ca_file.empty()) {
        set(CURLOPT_CAINFO, reach_.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    const bool is_plain = reach_.url.starts_with("http:") || reach_.url.starts_with("HTTP:");
    const char* accept = source.body.format == config::BodyFormat::csv ? "Accept: text/csv"
                         : source.body.format == config::BodyFormat::json
                             ? "Accept: application/json"
                             : "Accept: application/x-ndjson";
    handles_->headers.reset(curl_slist_append(nullptr, accept));
    set(CURLOPT_HTTPHEADER, handles_->headers.get());
    set(CURLOPT_PROTOCOLS_STR, is_plain ? "http" : "https");
    if (is_plain) {
        // To this machine in the clear; a proxy of the environment would carry it to another one.
        set(CURLOPT_NOPROXY, "*");
    }
    set(CURLOPT_USERAGENT, "waymark");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
    set(CURLOPT_ERRORBUFFER, handles_->words.data());
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME,
        static_cast<long>(std::chrono::ceil<std::chrono::seconds>(reach_.stall).count()));
    set(CURLOPT_WRITEFUNCTION, &Transfer::take_body);
    set(CURLOPT_HEADERFUNCTION, &Transfer::take_header);
    set(CURLOPT_XFERINFOFUNCTION, &Transfer::is_over);
}

Page HttpClient::get(const std::string& url, Spool& body) {
    if (origin_.empty()) {
        origin_ = origin_of(url);
    }
    Page page;
    std::string target = url;
    constexpr int most_redirects = 5;
    for (int redirects = 0; redirects <= most_redirects; ++redirects) {
        for (std::uint32_t tries = 1;; ++tries) {
            body.clear();
            page = Page{.url = target};
            const auto failed = attempt(target, body, page);
            if (failed == nullptr) {
                break;
            }
            if (tries > reach_.retries) {
                throw Error(ErrorKind::source_unavailable,
                            failed->why + " (tried " + std::to_string(tries) +
                                (tries == 1 ? " time" : " times") +
                                "). Nothing was kept; run again later",
                            {.file = name_});
            }
            wait(tries, *failed);
        }
        char* location = nullptr;
        curl_easy_getinfo(handles_->easy.get(), CURLINFO_REDIRECT_URL, &location);
        if (location == nullptr) {
            received_ += body.size();
            return page;
        }
        target = location;
        if (origin_of(target) != origin_) {
            throw Error(ErrorKind::source_unavailable,
                        "the server sends on to another one, " + origin_of(target) +
                            ", which is not followed. If that is right, put it into url",
                        {.file = name_});
        }
    }
    throw Error(ErrorKind::source_unavailable, "the server sends on from page to page",
                {.file = name_});
}

// One try; null when a page or a redirect came whole.
std::unique_ptr<HttpClient::Failed> HttpClient::attempt(const std::string& url, Spool& body,
                                                        Page& page) {
    CURL* easy = handles_->easy.get();
    const std::uint64_t room =
        reach_.max_bytes > received_ ? reach_.max_bytes - received_ : std::uint64_t{0};
    Transfer transfer{.easy = easy, .body = body, .watch = watch_, .room = room, .page = page};
    const auto left = static_cast<long>(watch_.left().count());
    if (left == 0) {
        throw watch_.error(name_);
    }
    constexpr long connect_ms = 15'000;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, left);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, std::min(left, connect_ms));
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &transfer);
    handles_->words[0] = '\0';
    const CURLcode code = curl_easy_perform(easy);
    if (transfer.failure) {
        std::rethrow_exception(transfer.failure);
    }
    long version = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
    page.is_framed = transfer.has_length || transfer.is_chunked || version >= CURL_HTTP_VERSION_2_0;
    return judged(code, transfer);
}

std::unique_ptr<HttpClient::Failed> HttpClient::judged(int code, const Transfer& transfer) {
    if (code != CURLE_OK && watch_.is_over()) {
        throw watch_.error(name_);
    }
    if (transfer.is_too_large) {
        throw Error(ErrorKind::source_unavailable,
                    "the answer is larger than max_size, " + std::to_string(reach_.max_bytes) +
                        " bytes. Ask for less, or raise max_size",
                    {.file = name_});
    }
    long status = 0;
    curl_easy_getinfo(handles_->easy.get(), CURLINFO_RESPONSE_CODE, &status);
    switch (code) {
        case CURLE_OK:
            return judged_status(status);
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            throw Error(ErrorKind::source_unavailable,
                        std::string("the server's certificate is not trusted: ") +
                            handles_->words.data() +
                            ". Give the authority's certificate as ca_file",
                        {.file = name_});
        case CURLE_OPERATION_TIMEDOUT:
            return std::make_unique<Failed>(Failed{"the server stalled, or did not answer"});
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_HTTP2_STREAM:
            return std::make_unique<Failed>(Failed{"the answer ended before it was whole"});
        default:
            return std::make_unique<Failed>(
                Failed{std::string("the server cannot be reached: ") + handles_->words.data()});
    }
}

std::unique_ptr<HttpClient::Failed> HttpClient::judged_status(long status) {
    const auto refuse = [&](ErrorKind kind, const std::string& what) {
        throw Error(kind, what + " (HTTP status " + std::to_string(status) + ")", {.file = name_});
    };
    constexpr std::array<long, 6> passing{408, 429, 500, 502, 503, 504};
    if (std::find(passing.begin(), passing.end(), status) != passing.end()) {
        constexpr curl_off_t a_year =
            curl_off_t{366} * 24 * 3600;  // beyond every timeout, within all units
        curl_off_t wait = 0;
        curl_easy_getinfo(handles_->easy.get(), CURLINFO_RETRY_AFTER, &wait);
        return std::make_unique<Failed>(
            Failed{std::string(status == 429 ? "the server has had too many requests"
                                             : "the server failed") +
                       ", HTTP status " + std::to_string(status),
                   std::chrono::seconds{std::min(wait, a_year)}});
    }
    if (status == 401 || status == 403) {
        refuse(ErrorKind::permission,
               "the server refuses the credentials, or their rights. Check bearer, or user and "
               "password");
    }
    if (status == 404 || status == 410) {
        refuse(ErrorKind::input_missing, "the server has no such page. Correct url");
    }
    const bool is_redirect = status >= 300 && status < 400 && status != 304;
    if (status != 200 && !is_redirect) {
        refuse(ErrorKind::source_unavailable, "the server did not answer with a table");
    }
    return nullptr;
}

// Each wait is twice the one before, plus or minus a half by chance, so that many clients of a
// server that was down do not come back all at once.
void HttpClient::wait(std::uint32_t tries, const Failed& failed) {
    const double chance = std::uniform_real_distribution<double>(0.5, 1.5)(handles_->random);
    const auto doubled =
        std::chrono::duration<double, std::milli>(reach_.retry_wait) *
        (static_cast<double>(std::uint64_t{1} << std::min(tries - 1, 20U)) * chance);
    auto left = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(doubled),
                         std::chrono::milliseconds(failed.wait));
    if (left > watch_.left()) {
        throw Error(ErrorKind::source_unavailable,
                    failed.why + "; the next try would come after the timeout. Run again later",
                    {.file = name_});
    }
    while (left.count() > 0) {
        if (watch_.is_over()) {
            throw watch_.error(name_);
        }
        const auto nap = std::min(left, std::chrono::milliseconds{100});
        std::this_thread::sleep_for(nap);
        left -= nap;
    }
}

}  // namespace waymark::source
