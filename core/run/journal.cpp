// SPDX-License-Identifier: MIT
#include "run/journal.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <nlohmann/json.hpp>

namespace waymark::run {

struct Journal::Sink {
    spdlog::logger logger;
};

// Not registered with spdlog: main hands the stream on, and nobody finds this logger by name.
Journal::Journal(std::ostream& out, const Clock& clock, bool is_simulated)
    : sink_(new Sink{spdlog::logger(
          "daemon", std::make_shared<spdlog::sinks::ostream_sink_mt>(out, /*force_flush=*/true))}),
      clock_(clock),
      is_simulated_(is_simulated) {
    sink_->logger.set_pattern("%v");
}

Journal::~Journal() = default;

void Journal::write(Level level, std::string_view event,
                    const nlohmann::ordered_json& fields) const {
    static constexpr std::string_view words[] = {"info", "warning", "error"};
    static constexpr spdlog::level::level_enum levels[] = {spdlog::level::info, spdlog::level::warn,
                                                           spdlog::level::err};
    const auto index = static_cast<std::size_t>(level);
    nlohmann::ordered_json line{
        {"time", instant_text(clock_.now())}, {"level", words[index]}, {"event", event}};
    if (is_simulated_) {
        line["clock"] = "simulated";
    }
    line.update(fields);
    // A path may hold any bytes; what is no UTF-8 is replaced rather than the line lost.
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    sink_->logger.log(levels[index], "{}", line.dump(-1, ' ', false, replace));
}

}  // namespace waymark::run
