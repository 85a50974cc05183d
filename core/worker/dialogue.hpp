// SPDX-License-Identifier: MIT
// The host's half of the conversation with one worker: what is outstanding, which message may come
// next, and what it means. No input or output: packets go in, checked answers come out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "worker/answer_check.hpp"
#include "worker/wire.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

/// A worker answers in the order it is asked; anything out of turn ends the conversation. Every
/// throw is a MeasureFailure, or Error(interrupted) once cancelled. One thread at a time.
class Dialogue {
public:
    /// The opening outlives the dialogue.
    explicit Dialogue(const Opening& opening);

    // Told when the message has been sent.
    void loading();
    void opening();
    void reading(std::uint32_t slot, std::span<const batch::SliceHeader> slices);
    void setting_sessions();
    /// The receiver takes the answers; it outlives them.
    void asking(const Question& question, Receiver& receiver);
    void closing();
    void cancelling() noexcept { is_cancelling_ = true; }

    /// One packet from the worker, beginning at a multiple of 8.
    void receive(std::span<const std::byte> packet);

    [[nodiscard]] bool is_idle() const noexcept { return outstanding_.empty(); }
    [[nodiscard]] std::size_t outstanding() const noexcept { return outstanding_.size(); }
    /// Of these, questions.
    [[nodiscard]] std::size_t questions() const noexcept { return questions_; }
    /// It has closed: that its line ends now is in order.
    [[nodiscard]] bool is_over() const noexcept { return is_over_; }
    [[nodiscard]] std::uint64_t rows_outstanding() const noexcept { return rows_outstanding_; }
    /// Messages that brought the work forward; log lines do not.
    [[nodiscard]] std::uint64_t progress() const noexcept { return progress_; }
    [[nodiscard]] bool is_free(std::uint32_t slot) const { return !busy_slots_.contains(slot); }

    /// What the worker is at: "loading", "reading rows of \"marks\"".
    [[nodiscard]] std::string doing() const;

    /// A failure of this plugin at what it is doing.
    [[nodiscard]] MeasureFailure failed(Outcome outcome, const std::string& what) const;

    [[nodiscard]] const Introduction& introduction() const noexcept { return introduction_; }
    [[nodiscard]] std::uint32_t layers() const noexcept { return layers_; }

    /// The plugin's file name, as sentences have it.
    [[nodiscard]] std::string plugin() const;
    /// Hands a line of the plugin or its worker to the log, cleaned and bounded in number.
    void log(int level, std::string_view line);
    /// A line of its standard output or error.
    void print(std::string_view line);

private:
    enum class Step : std::uint8_t { load, open, read, set_sessions, answer, close };
    struct Work {
        Step step = Step::load;
        std::uint64_t rows = 0;
        std::uint32_t slot = 0;
        std::set<std::uint32_t> tables{};
        Question question{};
        Receiver* receiver = nullptr;  ///< of the answers to a question
    };

    void add(Work work);
    void finish_work(const Header& header);
    void take_fault(const Header& header, std::span<const std::byte> payload);
    void take_answers(const Header& header, std::span<const std::byte> payload);
    void take_description(std::span<const std::byte> payload);
    [[noreturn]] void take_error(const Header& header, std::string_view said) const;
    [[nodiscard]] bool is_at(Step step) const noexcept;
    [[noreturn]] void out_of_turn(const char* what) const;
    [[nodiscard]] std::string table_name(std::uint32_t table) const;

    const Opening& opening_;
    AnswerCheck check_;
    std::deque<Work> outstanding_;
    std::size_t questions_ = 0;
    std::uint64_t rows_outstanding_ = 0;
    std::uint64_t progress_ = 0;
    std::set<std::uint32_t> busy_slots_;
    Introduction introduction_;
    std::uint32_t layers_ = 0;
    int log_lines_ = 0;
    bool is_cancelling_ = false;
    bool is_over_ = false;
};

}  // namespace waymark::worker
