// SPDX-License-Identifier: MIT
#include "source/locate.hpp"

#include "base/error.hpp"
#include "source/drop_folder.hpp"
#include "source/http_stream.hpp"
#include "source/layout.hpp"
#include "source/odbc_stream.hpp"
#include "source/placeholders.hpp"
#include "source/sqlite_stream.hpp"
#include "source/url.hpp"

namespace waymark::source {
namespace {

using Remarks = std::vector<std::string>;

std::filesystem::path filled_path(const config::Source& source, const Asked& asked) {
    return asked.base /
           filled_in(source.path, source, asked.as_of, path_part(source, asked.service), plain);
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
        text += (i == 0 ? "" : ", ") + names[i];
    }
    return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more"
                               : text;
}

Remarks locate_dropped(PullRequest& request, const Asked& asked) {
    const config::Source& source = request.source;
    check(asked.clock != nullptr, "whoever reads a drop folder hands in a clock");
    const std::filesystem::path folder = filled_path(source, asked);
    const std::string pattern = filled_in(source.drop.pattern, source, asked.as_of,
                                          path_part(source, asked.service), plain);
    const Instant now = asked.clock->now();
    Dropped found = dropped_files(folder, pattern, source.drop, now);
    const std::string waited =
        found.growing.empty()
            ? std::string()
            : "source '" + source.id + "' waits for files that were changed less than " +
                  std::to_string(
                      std::chrono::duration_cast<std::chrono::seconds>(source.drop.settle)
                          .count()) +
                  " s ago: " + listed(found.growing);
    if (found.settled.empty()) {
        const bool is_waiting = !waited.empty();
        throw Error(is_waiting ? ErrorKind::source_unavailable : ErrorKind::input_missing,
                    is_waiting ? waited + ". Run again when they are complete"
                               : "no file in " + folder.string() + " matches \"" + pattern +
                                     "\" (source '" + source.id +
                                     "'). Put one there, or correct path and pattern",
                    source.place);
    }
    request.files = std::move(found.settled);
    request.open = [files = request.files, settled_by = now - source.drop.settle](
                       std::size_t part) { return settled_stream(files[part], settled_by); };
    return waited.empty() ? Remarks{} : Remarks{waited};
}

// The values of a query's parameters.
Bound bound_values(const config::Source& source, const Asked& asked) {
    Bound bound{{"as_of", date_text(asked.as_of)}};
    for (const auto& [name, day] : {std::pair{"from", asked.from}, std::pair{"to", asked.to}}) {
        if (day) {
            bound[name] = date_text(*day);
        } else if (source.query.uses(name)) {
            throw Error(ErrorKind::configuration,
                        "the query of source '" + source.id + "' has :" + name +
                            ", but no days are asked for here: the monitor has no `from`, or this "
                            "is a table of the caseload. Take :" +
                            name + " out, or give the monitor one",
                        source.query.place);
        }
    }
    if (!asked.service.empty()) {
        bound["service"] = asked.service;
    } else if (source.query.uses("service")) {
        throw Error(ErrorKind::configuration,
                    "the query of source '" + source.id +
                        "' has :service, but no service is read here. Name the monitor's services, "
                        "or take :service out",
                    source.query.place);
    }
    return bound;
}

void locate_sqlite(PullRequest& request, const Asked& asked) {
    const std::filesystem::path path = filled_path(request.source, asked);
    request.files = {path};
    request.open = [path, query = request.source.query, bound = bound_values(request.source, asked),
                    limit = request.source.reach.timeout,
                    cancelled = asked.cancelled](std::size_t) {
        return std::make_unique<SqliteStream>(path, query, bound, Watch(limit, cancelled));
    };
}

void locate_odbc(PullRequest& request, const Asked& asked) {
    request.files = {database_name(request.source)};
    request.open = [source = request.source, bound = bound_values(request.source, asked),
                    cancelled = asked.cancelled](std::size_t) {
        return std::make_unique<OdbcStream>(source, bound, Watch(source.reach.timeout, cancelled));
    };
}

void locate_http(PullRequest& request, const Asked& asked) {
    const config::Source& source = request.source;
    std::string url =
        filled_in(source.reach.url, source, asked.as_of, asked.service, percent_encoded);
    request.files = {without_query(url)};
    request.open = [source, url, columns = needed_columns(request),
                    cancelled = asked.cancelled](std::size_t) {
        return std::make_unique<HttpStream>(source, url, columns,
                                            Watch(source.reach.timeout, cancelled));
    };
    if (source.body.format != config::BodyFormat::csv) {
        request.source.delimiter = ',';
        request.source.encoding = config::Encoding::utf8;
    }
}

}  // namespace

std::vector<std::string> locate(PullRequest& request, const Asked& asked) {
    switch (request.source.kind) {
        case config::SourceKind::csv:
            break;
        case config::SourceKind::drop_folder:
            return locate_dropped(request, asked);
        case config::SourceKind::sqlite:
            locate_sqlite(request, asked);
            return {};
        case config::SourceKind::odbc:
            locate_odbc(request, asked);
            return {};
        case config::SourceKind::http:
            locate_http(request, asked);
            return {};
    }
    request.files = expand_path(request.source, asked.base, asked.as_of, asked.service);
    return {};
}

}  // namespace waymark::source
