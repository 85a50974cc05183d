// SPDX-License-Identifier: MIT
#include "run/evaluation.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "calendar/abi_calendars.hpp"
#include "run/intake.hpp"
#include "run/plan.hpp"
#include "run/summing.hpp"

namespace waymark::run {

static constexpr std::uint32_t cases_of_question = 1024;

static std::vector<batch::TableLayout> layouts_of(const Plan& plan) {
    const contract::Description& description = plan.description();
    std::vector<batch::TableLayout> layouts;
    layouts.push_back(batch::cases_layout(
        description, static_cast<std::uint32_t>(plan.periods.windows().size())));
    for (std::uint32_t input = 0; input < description.inputs.size(); ++input) {
        std::vector<std::uint32_t> list_sizes(description.inputs[input].columns.size(), 0);
        for (const TablePlan& table : plan.tables) {
            if (table.input == input) {
                list_sizes = table.list_sizes;
            }
        }
        layouts.push_back(batch::rows_layout(description, input, list_sizes));
    }
    return layouts;
}

// Of the plugin's own indicators: it knows of no others.
static std::vector<std::uint32_t> series_counts(const Plan& plan) {
    std::vector<std::uint32_t> counts;
    for (std::size_t i = 0; i < plan.description().indicators.size(); ++i) {
        counts.push_back(static_cast<std::uint32_t>(plan.series[i].size()));
    }
    return counts;
}

static worker::Opening opening_of(const Plan& plan, const worker::Image& image,
                                  std::vector<batch::TableLayout> layouts, std::uint64_t slot_bytes,
                                  const EvaluationOptions& options) {
    const config::Config& config = *plan.config;
    worker::Opening opening;
    opening.image = &image;
    opening.description = &plan.description();
    opening.parameters_json = plan.parameters.json;
    opening.calendars =
        calendar::pack(calendar::AbiCalendars(plan.periods, calendar::Observing::yes));
    opening.layouts = std::move(layouts);
    opening.periods = plan.periods.size();
    opening.series_counts = series_counts(plan);
    opening.shards = config.machine.shards;
    opening.workers = config.machine.workers;
    opening.slot_bytes = slot_bytes;
    opening.wall_clock = plan.monitor->limits.wall_clock;
    opening.memory_bytes = plan.monitor->limits.memory_bytes;
    opening.require = config.sandbox.require;
    opening.in_process = options.in_process;
    opening.log = options.log;
    opening.cancelled = options.cancelled;
    return opening;
}

// Shard by shard, so that the sums of a shard are at hand while it is asked: those of one worker's
// shards in turn with those of the others'. An instance is told of a block only when it has
// answered the one before.
static std::vector<worker::Question> questions_of(const caseload::CaseTable& cases,
                                                  std::uint32_t workers) {
    std::vector<std::vector<worker::Question>> of_worker(workers);
    for (std::uint32_t shard = 0; shard < cases.shards().size(); ++shard) {
        const std::uint32_t size = cases.shards()[shard].asked();
        for (std::uint32_t first = 0; first < size; first += cases_of_question) {
            of_worker[shard % workers].push_back(
                {shard, first, std::min(cases_of_question, size - first)});
        }
    }
    std::size_t most = 0;
    for (const auto& its : of_worker) {
        most = std::max(most, its.size());
    }
    std::vector<worker::Question> questions;
    for (std::size_t i = 0; i < most; ++i) {
        for (const auto& its : of_worker) {
            if (i < its.size()) {
                questions.push_back(its[i]);
            }
        }
    }
    return questions;
}

// Whom to watch is known once the cases are complete.
static CaseWatch watch_over(Summing& summing, const caseload::CaseTable& cases,
                            const EvaluationOptions& options, CaseStory& story) {
    const bool is_wanted = !options.watched_person.empty();
    return {summing,
            is_wanted ? cases.seats_of(options.watched_person) : std::vector<caseload::Seat>{},
            story};
}

// What was observed is complete once all rows are in, and before any answer.
static void tell_open_sessions(const Intake& intake, worker::Crew& crew) {
    const auto open = intake.open_sessions();
    for (std::uint32_t calendar = 0; calendar < open.size(); ++calendar) {
        crew.open_sessions(calendar, open[calendar]);
    }
}

// Every input is by_case: block by block, so that a plugin may forget each block when it has
// answered. A worker answers one while the next is on its way to it.
static void ask_by_blocks(Intake& intake, Feed& feed, worker::Crew& crew,
                          worker::Receiver& receiver, const Progress& progress) {
    intake.prepare(feed);
    const auto questions = questions_of(intake.cases(), feed.workers());
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const worker::Question& question = questions[i];
        intake.feed_block(feed, question.shard, question.first, question.count);
        feed.flush();
        crew.ask(question, receiver);
        progress("answers", static_cast<double>(i) / static_cast<double>(questions.size()));
    }
    crew.await_answers();
}

static observation::Observations frame_of(const Plan& plan, const caseload::CaseTable& cases) {
    observation::Observations frame;
    frame.services = cases.services();
    frame.periods = periods_of(plan);
    frame.series = plan.series;
    frame.strata.push_back({"all", {"all"}});
    for (std::size_t i = 0; i < plan.strata.size(); ++i) {
        frame.strata.push_back({plan.strata[i], cases.stratum_values()[i]});
    }
    for (const contract::OwnStrata& own : plan.description().strata) {
        frame.strata.push_back({own.kind, own.values});
    }
    return frame;
}

// What is said of a cell that nobody contributed to. Of a service of which no row came nothing is
// known, except where a caseload knows that nobody was there: that is a number.
static std::optional<State> state_of_nobody(const Plan& plan, const contract::Indicator& indicator,
                                            bool nothing_came) {
    if (plan.caseload && indicator.is_attrition) {
        return State::observed;
    }
    return nothing_came ? std::optional(State::missing) : std::nullopt;
}

// Adds what is missing, so that no service and period asked for is passed over in silence.
static void add_missing(const Plan& plan, const caseload::CaseTable& cases,
                        observation::Observations& observed) {
    std::set<observation::CellKey> present;
    for (const observation::Observation& cell : observed.cells) {
        present.insert(cell.key);
    }
    const auto add = [&](const observation::CellKey& key, bool nothing_came) {
        const contract::Indicator& indicator = plan.reported.indicators[key.indicator];
        const auto state = state_of_nobody(plan, indicator, nothing_came);
        const calendar::Period& period = observed.periods[key.period];
        if (state && plan.is_asked(key.period) && !present.contains(key) &&
            contract::allows(indicator, period.key.grain)) {
            const Maturity maturity = period.open ? Maturity::open : Maturity::final;
            observed.cells.push_back({key, {}, *state, maturity, 0});
        }
    };
    for (std::uint32_t service = 0; service < cases.services().size(); ++service) {
        const bool nothing_came = cases.rows_of_service()[service] == 0;
        for (std::uint32_t i = 0; i < plan.reported.indicators.size(); ++i) {
            for (std::uint32_t series = 0; series < plan.series[i].size(); ++series) {
                for (std::uint32_t period = 0; period < plan.periods.size(); ++period) {
                    add({service, i, series, period, 0, 0}, nothing_came);
                }
            }
        }
    }
    std::sort(observed.cells.begin(), observed.cells.end(),
              [](const auto& left, const auto& right) { return left.key < right.key; });
}

static std::vector<std::string> remarks_on(const Plan& plan, const Intake& intake) {
    std::vector<std::string> remarks = intake.remarks();
    const caseload::CaseTable& cases = intake.cases();
    if (const std::uint64_t count = intake.ambiguous_identifiers(); count > 0) {
        remarks.push_back(std::to_string(count) +
                          " identifiers of the caseload stand for two people; their rows are out "
                          "of scope");
    }
    for (std::size_t i = 0; i < plan.strata.size(); ++i) {
        if (const std::uint64_t count = cases.contradicted_strata()[i]; count > 0) {
            remarks.push_back(std::to_string(count) + " rows contradict the first \"" +
                              plan.strata[i] + "\" of their case; the first one holds");
        }
    }
    for (std::size_t i = 0; i < intake.too_many_rows().size(); ++i) {
        if (const std::uint64_t count = intake.too_many_rows()[i]; count > 0) {
            remarks.push_back(std::to_string(count) + " cases of " + cases.services()[i] +
                              " have more than a million rows and were left without them");
        }
    }
    return remarks;
}

std::string checked_description(const Plugin& plugin, const worker::Image& image,
                                const std::vector<std::string>& require) {
    if (hex_text(image.sha256) != plugin.sha256) {
        throw worker::MeasureFailure(
            worker::Outcome::refused,
            plugin.library.string() +
                " is not the file its sidecar describes (another SHA-256); build "
                "or install the plugin again");
    }
    std::string live = worker::describe(image, require);
    if (nlohmann::json::parse(live, nullptr, false) !=
        nlohmann::json::parse(plugin.description_json, nullptr, false)) {
        throw worker::MeasureFailure(
            worker::Outcome::refused,
            plugin.library.string() +
                " describes itself in another way than its sidecar; build the "
                "plugin again");
    }
    return live;
}

caseload::IsForgotten is_forgotten_by(ledger::Forgotten forgotten) {
    if (forgotten.empty()) {
        return {};
    }
    return
        [forgotten = std::move(forgotten)](std::string_view scheme, std::string_view identifier) {
            return forgotten.holds(scheme, identifier);
        };
}

Evaluation evaluated(const Plan& plan, const worker::Image& image, const std::string& description,
                     const EvaluationOptions& options) {
    Intake intake(plan, {.progress = options.progress,
                         .is_forgotten = options.is_forgotten,
                         .clock = options.clock,
                         .cancelled = options.cancelled});
    intake.gather();
    const std::vector<batch::TableLayout> layouts = layouts_of(plan);
    const std::uint64_t slot_bytes = std::max<std::uint64_t>(
        std::uint64_t{8} << 20, 4 * intake.largest_case_bytes(layouts) + 65536);
    worker::Opening opening = opening_of(plan, image, layouts, slot_bytes, options);
    opening.expected_description = description;
    worker::Crew crew(opening);
    Feed feed(plan, layouts, crew, intake.cases(), slot_bytes);
    Evaluation evaluation;
    std::unique_ptr<Summing> summing;
    if (intake.streams()) {
        intake.feed_gathered(feed);
        feed.flush();
        intake.stream(feed);
        summing = std::make_unique<Summing>(plan, intake.cases());
        tell_open_sessions(intake, crew);
        options.progress("answers", 0.0);
        CaseWatch watch = watch_over(*summing, intake.cases(), options, evaluation.story);
        crew.answer(questions_of(intake.cases(), feed.workers()), watch);
    } else {
        tell_open_sessions(intake, crew);
        summing = std::make_unique<Summing>(plan, intake.cases());
        CaseWatch watch = watch_over(*summing, intake.cases(), options, evaluation.story);
        ask_by_blocks(intake, feed, crew, watch, options.progress);
    }
    crew.finish();
    summing->add_rest_of_attrition();
    evaluation.observations =
        observation::summed(summing->shards(), frame_of(plan, intake.cases()));
    add_missing(plan, intake.cases(), evaluation.observations);
    evaluation.pulls = intake.pulls();
    evaluation.layers = crew.layers();
    evaluation.remarks = remarks_on(plan, intake);
    return evaluation;
}

}  // namespace waymark::run
