// SPDX-License-Identifier: MIT
#include "source/http_stream.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "source/chunk.hpp"
#include "source/url.hpp"

namespace waymark::source {

using config::BodyFormat;

namespace {

/// A body whose reading ends with the pull's time: a small one may unpack to a very large one.
class WatchedBody final : public ByteStream {
public:
    WatchedBody(const Spool& body, const Watch& watch, const std::string& name)
        : watch_(watch), name_(name), body_(body.from_begin(), name) {}

    std::size_t read(char* to, std::size_t room) override {
        if (watch_.is_over()) {
            throw watch_.error(name_);
        }
        return body_.read(to, room);
    }
    std::uint64_t stored_bytes() const noexcept override { return body_.stored_bytes(); }
    Digest digest() override { return body_.digest(); }

private:
    const Watch& watch_;
    const std::string& name_;
    FileStream body_;
};

}  // namespace

HttpStream::HttpStream(const config::Source& source, std::string url,
                       std::vector<std::string> columns, const Watch& watch)
    : source_(source),
      url_(std::move(url)),
      name_(without_query(url_)),
      watch_(watch),
      client_(source, watch),
      records_(source.body, std::move(columns), name_),
      next_(url_) {}

HttpStream::~HttpStream() = default;

Error HttpStream::refused(const std::string& what) const {
    return Error(ErrorKind::refused, what, {.file = name_});
}

std::string HttpStream::proved() const {
    const std::size_t pages = fetched_.size();
    return (pages == 1 ? "body as received" : std::to_string(pages) + " bodies as received") +
           (etags_.empty() ? "" : ", ETag " + etags_);
}

std::size_t HttpStream::read(char* to, std::size_t room) {
    for (;;) {
        const std::size_t size = read_text(to, room);
        if (size > 0) {
            ends_in_line_ = to[size - 1] == '\n';
            return size;
        }
        if (!next_) {
            if (source_.body.format != BodyFormat::csv) {
                records_.check_columns();
            }
            return 0;
        }
        fetch();
    }
}

std::size_t HttpStream::read_text(char* to, std::size_t room) {
    if (!ahead_.empty()) {
        const std::size_t size = std::min(room, ahead_.size());
        std::copy_n(ahead_.data(), size, to);
        ahead_.erase(0, size);
        return size;
    }
    return text_ ? text_->read(to, room) : 0;
}

void HttpStream::fetch() {
    text_.reset();
    if (!fetched_.insert(*next_).second) {
        throw refused("a page names an earlier page as the next one. Correct `next`");
    }
    if (fetched_.size() > source_.body.max_pages) {
        throw refused("there are more than " + std::to_string(source_.body.max_pages) +
                      " pages. Ask for larger ones, or raise max_pages");
    }
    const std::string url = *std::exchange(next_, std::nullopt);
    const Page page = client_.get(url, body_);
    check_content(page);
    body_.add_to(hash_);
    bytes_ += body_.size();
    if (!page.etag.empty() && fetched_.size() <= 3) {
        etags_ += (etags_.empty() ? "" : " ") + page.etag;
    }
    if (source_.body.format == BodyFormat::csv) {
        find_next(page, std::nullopt);
        take_page();
        return;
    }
    csv_.clear();
    if (fetched_.size() == 1) {
        csv_.write(records_.header());
    }
    WatchedBody body(body_, watch_, name_);
    const auto member = records_.convert(body, [this](std::string_view csv) { csv_.write(csv); });
    find_next(page, member);
    text_ = std::make_unique<FileStream>(csv_.from_begin(), name_);
}

void HttpStream::check_content(const Page& page) const {
    static constexpr std::array<std::string_view, 9> csv{"text/csv",
                                                         "application/csv",
                                                         "text/plain",
                                                         "text/tab-separated-values",
                                                         "application/octet-stream",
                                                         "application/gzip",
                                                         "application/x-gzip",
                                                         "application/zstd",
                                                         "application/vnd.ms-excel"};
    static constexpr std::array<std::string_view, 8> json{
        "application/json",     "text/json",
        "text/plain",           "application/octet-stream",
        "application/x-ndjson", "application/ndjson",
        "application/jsonl",    "application/x-jsonlines"};
    const std::string& type = page.content_type;
    const bool is_csv = source_.body.format == BodyFormat::csv;
    const bool fits =
        type.empty() || (is_csv ? std::find(csv.begin(), csv.end(), type) != csv.end()
                                : std::find(json.begin(), json.end(), type) != json.end() ||
                                      type.ends_with("+json"));
    if (!fits) {
        throw refused("the server answers with " + type + ", not with " +
                      (is_csv ? "CSV" : "JSON") +
                      (type == "text/html" ? "; is it a page to log in on?" : "") +
                      ". Check url, format and credentials");
    }
    if (!page.is_framed && source_.body.format != BodyFormat::json) {
        throw refused(
            "the server tells neither how long its answer is nor where it ends, so one "
            "cut short would look whole. It must send Content-Length, or chunks");
    }
}

// The next page: a member of the body, or else the Link header.
void HttpStream::find_next(const Page& page, const std::optional<std::string>& member) {
    const config::Body& body = source_.body;
    std::string reference = page.next;
    if (!body.next.empty()) {
        reference = !member ? std::string()
                    : body.next_parameter.empty()
                        ? *member
                        : with_parameter(url_, body.next_parameter, *member);
    }
    if (reference.empty()) {
        return;
    }
    next_ = resolved(page.url, reference);
    if (!next_ || origin_of(*next_) != origin_of(url_)) {
        throw refused(
            "the next page is on another server, which is not followed. Correct url, or "
            "tell whoever runs the server");
    }
}

// Where the first line feed outside quotes stands.
static std::size_t record_end(std::string_view text) {
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        inside ^= text[at] == '"';
        if (text[at] == '\n' && !inside) {
            return at;
        }
    }
    return std::string_view::npos;
}

// A CSV page: after the first one, its header is taken off and must be the first one's.
void HttpStream::take_page() {
    text_ = std::make_unique<FileStream>(body_.from_begin(), name_);
    std::array<char, 65536> buffer;
    std::string begin;
    std::size_t end = std::string::npos;
    while (end == std::string::npos && begin.size() <= max_record_bytes) {
        const std::size_t size = text_->read(buffer.data(), buffer.size());
        if (size == 0) {
            break;
        }
        begin.append(buffer.data(), size);
        end = record_end(begin);
    }
    std::string line = begin.substr(0, end);
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    if (line.starts_with("\xEF\xBB\xBF")) {
        line.erase(0, 3);
    }
    if (fetched_.size() == 1) {
        header_ = line;
        ahead_ = begin;
        return;
    }
    if (line != header_) {
        throw refused("page " + std::to_string(fetched_.size()) +
                      " has another header than the first page");
    }
    ahead_ = (ends_in_line_ ? "" : "\n") +
             (end == std::string::npos ? std::string() : begin.substr(end + 1));
}

}  // namespace waymark::source
