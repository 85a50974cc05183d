// SPDX-License-Identifier: MIT
#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "worker/child.hpp"
#include "worker/inspection.hpp"
#include "worker/sandbox.hpp"
#include "worker/sentences.hpp"
#include "worker/twin.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often `cancelled` is asked while nothing happens.
static constexpr milliseconds most_wait{50};
// Slots begin and end with pages.
static constexpr std::uint64_t ring_page = 4096;
// So that a worker has the next question when it has answered one, and no more.
static constexpr std::size_t questions_at_once = 2;

#ifdef WAYMARK_SANITIZED
// Sanitizers reserve terabytes and make system calls that the sandbox forbids.
static constexpr bool only_twins = true;
#else
static constexpr bool only_twins = false;
#endif

static std::uint32_t bits_of(const std::vector<std::string>& words) {
    std::uint32_t bits = 0;
    for (const std::string& word : words) {
        const auto* const found = std::ranges::find(layer_words, word);
        if (found == layer_words.end()) {
            throw Error(ErrorKind::configuration,
                        "there is no sandbox layer \"" + word +
                            "\"; there are namespaces, uid, no_new_privs, rlimits, landlock and "
                            "seccomp");
        }
        bits |= 1U << (found - layer_words.begin());
    }
    return bits;
}

static Layers words_of(std::uint32_t bits) {
    Layers words;
    for (std::size_t i = 0; i < layer_words.size(); ++i) {
        if ((bits >> i & 1U) != 0) {
            words.emplace_back(layer_words[i]);
        }
    }
    return words;
}

struct Crew::State {
    explicit State(const Opening& copied) : opening(copied) {}

    [[nodiscard]] Hand& hand(std::uint32_t worker) {
        check(worker < hands.size(), "the crew has this worker");
        return *hands[worker];
    }
    void wait();
    void wait_until_idle();
    void check_cancelled();

    Opening opening;
    std::vector<std::unique_ptr<Hand>> hands;
    Layers layers;
    bool is_cancelled = false;
};

// Once cancelled, plugins get a moment to stop by themselves; with nothing to stop it ends here.
void Crew::State::check_cancelled() {
    if (is_cancelled || !opening.cancelled || !opening.cancelled()) {
        return;
    }
    is_cancelled = true;
    const bool is_idle =
        std::ranges::all_of(hands, [](const auto& hand) { return hand->outstanding() == 0; });
    if (is_idle) {
        throw Error(ErrorKind::interrupted, "stopped as asked; nothing of this run is used");
    }
    for (const auto& hand : hands) {
        hand->cancel();
    }
}

// Until any of them has something to say or is late, or some time has passed.
static void wait_for(std::span<const std::unique_ptr<Hand>> hands) {
    std::vector<pollfd> list;
    auto until = steady_clock::now() + most_wait;
    for (const auto& hand : hands) {
        hand->watch(list);
        until = std::min(until, hand->deadline().value_or(until));
    }
    const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
    ::poll(list.data(), list.size(), static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    for (const auto& hand : hands) {
        hand->attend();
    }
}

void Crew::State::wait() {
    check_cancelled();
    wait_for(hands);
}

void Crew::State::wait_until_idle() {
    while (std::ranges::any_of(hands, [](const auto& hand) { return hand->outstanding() > 0; })) {
        wait();
    }
}

// The worker looks for itself before it loads the plugin; the twin has no layer to give.
static void require_no_layers(const Opening& opening) {
    if (!opening.require.empty()) {
        throw failure(Outcome::refused, opening.image->path.filename().string(), "being loaded",
                      "in this process there is no sandbox, but the layer " +
                          opening.require.front() + " is required");
    }
}

static void require_expected(const std::string& description, const Opening& opening) {
    if (!opening.expected_description.empty() && description != opening.expected_description) {
        throw failure(Outcome::refused, opening.image->path.filename().string(), "being loaded",
                      "it describes itself otherwise than its sidecar does");
    }
}

Crew::Crew(const Opening& opening) : state_(std::make_unique<State>(opening)) {
    check(opening.image != nullptr && opening.workers > 0 && opening.shards > 0 &&
              opening.slots > 0 && opening.slot_bytes > 0 && opening.rows_per_second > 0,
          "an opening says what to open, for whom and how fast");
    state_->opening.slot_bytes = (opening.slot_bytes + ring_page - 1) / ring_page * ring_page;
    const std::uint32_t require = bits_of(opening.require);
    const bool is_twin = opening.in_process || only_twins;
    if (opening.in_process) {
        require_no_layers(opening);
    }
    for (std::uint32_t worker = 0; worker < opening.workers; ++worker) {
        if (is_twin) {
            state_->hands.push_back(std::make_unique<Twin>(state_->opening, worker));
        } else {
            state_->hands.push_back(std::make_unique<Child>(state_->opening, worker, require));
        }
    }
    state_->wait_until_idle();
    for (const auto& hand : state_->hands) {
        require_expected(hand->introduction().description, opening);
    }
    for (const auto& hand : state_->hands) {
        hand->open();
    }
    state_->wait_until_idle();
    state_->layers = words_of(state_->hands.front()->layers());
}

Crew::~Crew() = default;

std::span<std::byte> Crew::slot(std::uint32_t worker) {
    Hand& hand = state_->hand(worker);
    for (;;) {
        if (const std::span<std::byte> slot = hand.free_slot(); !slot.empty()) {
            return slot;
        }
        state_->wait();
    }
}

void Crew::submit(std::uint32_t worker, std::span<const batch::SliceHeader> slices) {
    state_->hand(worker).submit(slices);
}

void Crew::open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions) {
    for (const auto& hand : state_->hands) {
        hand->open_sessions(calendar, sessions);
    }
    state_->wait_until_idle();
}

void Crew::ask(const Question& question, Receiver& receiver) {
    check(question.shard < state_->opening.shards, "a question is to a shard of the run");
    Hand& hand = *state_->hands[question.shard % state_->hands.size()];
    state_->check_cancelled();
    while (hand.questions() >= questions_at_once) {
        state_->wait();
    }
    hand.ask(question, receiver);
}

void Crew::await_answers() {
    state_->check_cancelled();
    state_->wait_until_idle();
}

void Crew::answer(std::span<const Question> questions, Receiver& receiver) {
    for (const Question& question : questions) {
        ask(question, receiver);
    }
    await_answers();
}

void Crew::finish() {
    for (const auto& hand : state_->hands) {
        hand->close();
    }
    state_->wait_until_idle();
}

const Layers& Crew::layers() const noexcept {
    return state_->layers;
}

// What a worker of its own tells after the greeting.
static Introduction greeted(Opening opening, const std::vector<std::string>& require) {
    opening.slots = 1;
    opening.slot_bytes = ring_page;
    std::vector<std::unique_ptr<Hand>> hand;
    hand.push_back(std::make_unique<Child>(opening, 0, bits_of(require)));
    while (hand.front()->outstanding() > 0) {
        wait_for(hand);
    }
    return hand.front()->introduction();
}

Introduction introduction(const Image& image, const std::vector<std::string>& require) {
    if (only_twins) {
        const wm_measure& measure = resident_measure(image);
        return {measure.description, measure.abi_minor_needed, {}};
    }
    Opening opening;
    opening.image = &image;
    return greeted(opening, require);
}

std::vector<FileFault> file_faults(const Image& image, const std::vector<std::string>& require) {
    if (only_twins) {
        return inspected(image.memory.get());
    }
    Opening opening;
    opening.image = &image;
    opening.inspects = true;
    opening.wall_clock = opening.floor = std::chrono::seconds{10};
    opening.memory_bytes = std::uint64_t{512} << 20;
    return greeted(opening, require).faults;
}

void expect_plain(const Image& image, const std::vector<std::string>& require) {
    if (only_twins) {
        return;
    }
    std::string broken;
    for (const FileFault& fault : file_faults(image, require)) {
        broken += (broken.empty() ? "rule " : "; rule ") + fault.rule + ": " + fault.sentence;
    }
    if (!broken.empty()) {
        throw failure(Outcome::refused, image.path.filename().string(), "being inspected", broken);
    }
}

std::string describe(const Image& image, const std::vector<std::string>& require) {
    expect_plain(image, require);
    return introduction(image, require).description;
}

std::filesystem::path worker_program() {
    std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
    program.replace_filename("waymark-worker");
    if (!std::filesystem::exists(program)) {
        throw Error(ErrorKind::configuration,
                    "there is no " + program.string() +
                        "; it is installed beside waymark and plugins cannot run without it");
    }
    return program;
}

}  // namespace waymark::worker
