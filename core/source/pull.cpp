// SPDX-License-Identifier: MIT
#include "source/pull.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/error.hpp"
#include "source/chunk.hpp"
#include "source/compaction.hpp"
#include "source/delimiter_doubt.hpp"
#include "source/framer.hpp"
#include "source/identity.hpp"
#include "source/ordered_digest.hpp"
#include "source/parser.hpp"

namespace waymark::source {

static Reading reading_of(const PullRequest& request) {
    return {.delimiter = request.source.delimiter,
            .encoding = request.source.encoding,
            .simd = request.portable ? Simd::portable : best_simd()};
}

// Each parser thread takes the next chunk (one at a time: Framer), parses it beside the others and
// puts it down under its number. The consumer picks the chunks up in order of their numbers, so
// whatever is told or counted comes in the order of the file.
class Pull::Stage {
public:
    explicit Stage(PullRequest request);
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;
    ~Stage() = default;

    [[nodiscard]] const batch::RowBlock* next();
    [[nodiscard]] Account& account() noexcept { return account_; }
    [[nodiscard]] const Framer& framer() const noexcept { return framer_; }
    [[nodiscard]] const std::vector<FileProof>& proofs() const noexcept { return proofs_; }

private:
    // Ends the threads before they are joined, also when the constructor could not start them all.
    struct Stopper {
        explicit Stopper(Stage& its) : stage(its) {}
        Stopper(const Stopper&) = delete;
        Stopper& operator=(const Stopper&) = delete;
        ~Stopper() { stage.stop(); }
        Stage& stage;
    };

    void stop();
    void work(Parser& parser, std::uint32_t thread);
    void parse(Chunk& chunk, Parser& parser, std::uint32_t thread);
    [[nodiscard]] Chunk* taken();
    void put_down(Chunk* chunk);
    [[nodiscard]] Chunk* picked_up();
    void give_back(Chunk* chunk);
    [[nodiscard]] std::uint64_t counted(std::uint64_t number, std::uint64_t records);

    void settle(Chunk& chunk);
    void refuse_repeats(Chunk& chunk);
    void count_dropped(const Chunk& chunk);

    const PullRequest request_;
    Framer framer_;    // used under reading_
    Reasons reasons_;  // constant once the threads run
    std::string repeated_;

    OrderedDigest digest_;

    std::mutex reading_;
    std::mutex mutex_;  // guards what follows, to chunks_
    std::condition_variable changed_;
    std::vector<Chunk*> idle_;
    std::vector<Chunk*> ready_;  // by number modulo the size of the pool
    bool all_taken_ = false;
    bool stopping_ = false;
    std::uint64_t taken_ = 0;
    std::uint64_t counted_chunks_ = 0;
    std::uint64_t counted_records_ = 0;
    std::deque<Chunk> chunks_;

    Chunk* current_ = nullptr;  // what follows is the consumer's
    bool has_failed_ = false;
    std::uint64_t picked_up_ = 0;
    Account account_;
    std::vector<FileProof> proofs_;
    IdentitySet identities_;
    std::uint32_t doubted_file_ = 0;
    DelimiterDoubt doubt_;

    std::deque<Parser> parsers_;
    std::vector<std::jthread> threads_;
    Stopper stopper_{*this};
};

static void check_request(const PullRequest& request) {
    const char delimiter = request.source.delimiter;
    const auto is_alphanumeric = [](char byte) {
        return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
               (byte >= 'a' && byte <= 'z');
    };
    if (delimiter == '"' || is_alphanumeric(delimiter) || delimiter == 0x7f ||
        (delimiter < 0x20 && delimiter != '\t')) {
        throw Error(
            ErrorKind::configuration,
            "the delimiter of source '" + request.source.id +
                "' must be one ASCII sign such as \",\", \";\", \"|\" or a tab, no letter, digit "
                "or quote",
            request.source.place);
    }
    for (const std::uint32_t i : request.unique) {
        check(i < request.wanted.size(), "unique columns are wanted");
    }
}

static std::string repeat_reason(const PullRequest& request) {
    std::string names;
    for (const std::uint32_t i : request.unique) {
        names += (names.empty() ? "'" : ", '") + request.wanted[i].column.name + "'";
    }
    return "repeats an earlier row: the same " + names;
}

Pull::Stage::Stage(PullRequest request)
    : request_((check_request(request), std::move(request))),
      framer_(request_, reading_of(request_)),
      repeated_(repeat_reason(request_)),
      digest_(request_.source.digest, block_count(request_.threads)) {
    const std::uint32_t threads = std::max(1U, request_.threads);
    CountRecords count_records;
    if (std::any_of(request_.wanted.begin(), request_.wanted.end(),
                    [](const Wanted& wanted) { return wanted.map.row_number; })) {
        count_records = [this](auto number, auto records) { return counted(number, records); };
    }
    for (std::uint32_t i = 0; i < threads; ++i) {
        parsers_.emplace_back(request_, reading_of(request_), reasons_, count_records);
    }
    chunks_.resize(block_count(threads));
    for (Chunk& chunk : chunks_) {
        chunk.block.number = static_cast<std::uint32_t>(idle_.size());
        idle_.push_back(&chunk);
    }
    ready_.resize(chunks_.size());
    for (std::uint32_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this, i] { work(parsers_[i], i); });
    }
}

void Pull::Stage::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
}

void Pull::Stage::work(Parser& parser, std::uint32_t thread) {
    // Such a text is turned into UTF-8 where it stands, so it must be hashed before.
    const bool hashes_first = request_.source.encoding != config::Encoding::utf8;
    const auto pass_on = [this](Chunk* chunk) { put_down(chunk); };
    while (Chunk* chunk = taken()) {
        digest_.prepare(*chunk);
        bool is_hashed = digest_.try_hash(*chunk);
        if (!is_hashed && hashes_first) {
            digest_.hash(*chunk);
            is_hashed = true;
        }
        parse(*chunk, parser, thread);
        if (is_hashed) {
            put_down(chunk);
        } else {
            digest_.leave(*chunk);
        }
        digest_.hash_left(pass_on);
    }
}

void Pull::Stage::parse(Chunk& chunk, Parser& parser, std::uint32_t thread) {
    if (chunk.error) {
        return;
    }
    try {
        parser.parse(chunk);
        const bool is_asked = request_.on_parsed && !request_.refuse_duplicates;
        if (is_asked && !chunk.error && chunk.block.rows > 0) {
            request_.on_parsed(chunk.block, thread);
        }
    } catch (...) {
        chunk.error = std::current_exception();
    }
}

// The next chunk of the files; null when there is none, or the consumer has gone.
Chunk* Pull::Stage::taken() {
    const std::lock_guard reading(reading_);
    std::unique_lock lock(mutex_);
    // Waiting with reading_ held keeps the chunks in hand consecutive: the consumer never waits for
    // one that nobody has.
    changed_.wait(lock, [&] { return stopping_ || all_taken_ || !idle_.empty(); });
    if (stopping_ || all_taken_) {
        return nullptr;
    }
    Chunk* chunk = idle_.back();
    idle_.pop_back();
    lock.unlock();
    const bool is_filled = framer_.next(*chunk);
    lock.lock();
    if (is_filled) {
        ++taken_;
        return chunk;
    }
    idle_.push_back(chunk);
    all_taken_ = true;
    lock.unlock();
    changed_.notify_all();
    return nullptr;
}

void Pull::Stage::put_down(Chunk* chunk) {
    {
        const std::lock_guard lock(mutex_);
        ready_[chunk->number % ready_.size()] = chunk;
        if (chunk->error) {
            counted_chunks_ = UINT64_MAX;  // nobody will ask for what comes after
        }
    }
    changed_.notify_all();
}

Chunk* Pull::Stage::picked_up() {
    std::unique_lock lock(mutex_);
    Chunk*& place = ready_[picked_up_ % ready_.size()];
    changed_.wait(lock, [&] { return place != nullptr || (all_taken_ && picked_up_ == taken_); });
    if (place != nullptr) {
        ++picked_up_;
    }
    return std::exchange(place, nullptr);
}

void Pull::Stage::give_back(Chunk* chunk) {
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(chunk);
    }
    changed_.notify_all();
}

std::uint64_t Pull::Stage::counted(std::uint64_t number, std::uint64_t records) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || counted_chunks_ >= number; });
    const std::uint64_t before = counted_records_;
    counted_records_ += records;
    counted_chunks_ += counted_chunks_ == number;
    lock.unlock();
    changed_.notify_all();
    return before;
}

const batch::RowBlock* Pull::Stage::next() {
    check(!has_failed_, "a pull that threw is not asked for more");
    for (;;) {
        if (current_ != nullptr) {
            give_back(std::exchange(current_, nullptr));
        }
        current_ = picked_up();
        if (current_ == nullptr) {
            return nullptr;
        }
        has_failed_ = true;  // until it is settled
        settle(*current_);
        has_failed_ = false;
        if (current_->block.rows > 0) {
            return &current_->block;
        }
    }
}

// What can only be done in the order of the files.
void Pull::Stage::settle(Chunk& chunk) {
    if (std::exchange(doubted_file_, chunk.block.file) != chunk.block.file) {
        doubt_ = {};
    }
    if (const auto fitting = doubt_.add(chunk)) {
        throw wrong_delimiter(request_.source.delimiter, *fitting, "nearly all rows have one field",
                              {.file = request_.files[chunk.block.file].string()});
    }
    if (chunk.error) {
        std::rethrow_exception(chunk.error);
    }
    if (chunk.proof) {
        proofs_.push_back(std::move(*chunk.proof));
    }
    account_.rows_read += chunk.rows_read;
    count_dropped(chunk);
    if (request_.refuse_duplicates && !request_.unique.empty()) {
        refuse_repeats(chunk);
    }
    account_.used += chunk.block.rows;
}

static void count(Reason& reason, const LineTally& tally, const std::string& file) {
    reason.count += tally.count;
    for (const std::uint64_t line : tally.lines) {
        if (reason.samples.size() < max_samples) {
            reason.samples.push_back({.file = file, .line = line});
        }
    }
}

void Pull::Stage::count_dropped(const Chunk& chunk) {
    for (const auto& [number, tally] : chunk.dropped) {
        const std::string file = request_.files[chunk.block.file].string();
        if (number > wrong_field_count) {
            constexpr std::uint32_t most =
                1000;  // so that no file can fill the account with reasons
            const std::uint32_t found = number - wrong_field_count;
            const std::string fields = found > most
                                           ? "more than " + std::to_string(most) + " fields"
                                       : found == 1 ? "1 field"
                                                    : std::to_string(found) + " fields";
            count(account_.refused["has " + fields + ", the header has " +
                                   std::to_string(chunk.layout->fields)],
                  tally, file);
        } else {
            const Reasons::Reason& reason = reasons_[number];
            count((reason.is_refusal ? account_.refused : account_.out_of_scope)[reason.text],
                  tally, file);
        }
    }
}

void Pull::Stage::refuse_repeats(Chunk& chunk) {
    LineTally repeats;
    std::vector<std::uint8_t> keep(chunk.block.rows, 1);
    for (std::uint32_t row = 0; row < chunk.block.rows; ++row) {
        if (!identities_.insert(chunk.identities[row])) {
            keep[row] = 0;
            repeats.add(chunk.block.lines[row]);
        }
    }
    if (repeats.count > 0) {
        count(account_.refused[repeated_], repeats, request_.files[chunk.block.file].string());
        keep_rows(chunk.block, keep);
    }
}

std::uint32_t Pull::block_count(std::uint32_t threads) noexcept {
    return 2 * std::max(1U, threads) + 2;
}

Pull::Pull(PullRequest request) : stage_(std::make_unique<Stage>(std::move(request))) {}
Pull::~Pull() = default;

const batch::RowBlock* Pull::next() {
    return stage_->next();
}
Account& Pull::account() noexcept {
    return stage_->account();
}
const std::vector<FileProof>& Pull::proofs() const noexcept {
    return stage_->proofs();
}
const std::vector<std::string>& Pull::columns() const noexcept {
    return stage_->framer().columns();
}
double Pull::progress() const noexcept {
    return stage_->framer().progress();
}

}  // namespace waymark::source
