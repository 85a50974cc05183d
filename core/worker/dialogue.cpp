// SPDX-License-Identifier: MIT
#include "worker/dialogue.hpp"

#include <cstring>

#include "base/error.hpp"
#include "worker/inspection.hpp"
#include "worker/sentences.hpp"

namespace waymark::worker {

static constexpr std::size_t most_description_bytes = std::size_t{1} << 20;
static constexpr std::size_t most_line_bytes = 1000;
static constexpr int most_log_lines = 500;

Dialogue::Dialogue(const Opening& opening) : opening_(opening), check_(opening) {}

void Dialogue::add(Work work) {
    rows_outstanding_ += work.rows;
    if (outstanding_.empty() && work.step == Step::answer) {
        check_.begin(work.question);
    }
    outstanding_.push_back(std::move(work));
}

void Dialogue::loading() {
    add({.step = Step::load});
}
void Dialogue::opening() {
    add({.step = Step::open});
}
void Dialogue::setting_sessions() {
    add({.step = Step::set_sessions});
}
void Dialogue::closing() {
    add({.step = Step::close});
}

void Dialogue::reading(std::uint32_t slot, std::span<const batch::SliceHeader> slices) {
    Work work{.step = Step::read, .slot = slot};
    for (const batch::SliceHeader& slice : slices) {
        work.rows += slice.rows;
        work.tables.insert(slice.table);
    }
    busy_slots_.insert(slot);
    add(std::move(work));
}

void Dialogue::asking(const Question& question, Receiver& receiver) {
    ++questions_;
    add({.step = Step::answer,
         .rows = question.count,
         .question = question,
         .receiver = &receiver});
}

bool Dialogue::is_at(Step step) const noexcept {
    return !outstanding_.empty() && outstanding_.front().step == step;
}

std::string Dialogue::plugin() const {
    return opening_.image->path.filename().string();
}

std::string Dialogue::table_name(std::uint32_t table) const {
    if (opening_.description == nullptr || table >= opening_.description->inputs.size()) {
        return "number " + std::to_string(table);
    }
    return "\"" + opening_.description->inputs[table].name + "\"";
}

std::string Dialogue::doing() const {
    if (outstanding_.empty()) {
        return "waiting for work";
    }
    const Work& work = outstanding_.front();
    std::string text;
    switch (work.step) {
        case Step::load:
            return opening_.inspects ? "being inspected" : "being loaded";
        case Step::open:
            return "opening";
        case Step::set_sessions:
            return "taking open days";
        case Step::answer:
            return "answering";
        case Step::close:
            return "closing";
        case Step::read:
            for (const std::uint32_t table : work.tables) {
                text += text.empty() ? "reading " : " and ";
                text += table == WM_TABLE_CASES ? "cases" : "rows of " + table_name(table);
            }
            return text;
    }
    return text;
}

MeasureFailure Dialogue::failed(Outcome outcome, const std::string& what) const {
    return failure(outcome, plugin(), doing(), what);
}

void Dialogue::out_of_turn(const char* what) const {
    throw failed(Outcome::protocol, std::string("it sent ") + what);
}

void Dialogue::log(int level, std::string_view line) {
    if (!opening_.log || log_lines_ > most_log_lines) {
        return;
    }
    if (++log_lines_ > most_log_lines) {
        opening_.log(WM_LOG_WARNING, plugin() + ": further lines are left out");
        return;
    }
    opening_.log(level, plugin() + ": " + cleaned(line, most_line_bytes));
}

void Dialogue::print(std::string_view line) {
    if (!opening_.printed) {
        log(WM_LOG_WARNING, line);
    } else if (++log_lines_ <= most_log_lines) {
        opening_.printed(cleaned(line, most_line_bytes));
    }
}

static std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void Dialogue::receive(std::span<const std::byte> packet) {
    Header header;
    if (packet.size() < sizeof header || packet.size() > most_packet_bytes) {
        out_of_turn("a message that is too short or too long");
    }
    std::memcpy(&header, packet.data(), sizeof header);
    const auto payload = packet.subspan(sizeof header);
    if (header.magic != wire_magic || header.version != wire_version ||
        header.bytes != payload.size()) {
        out_of_turn("a message whose header is wrong");
    }
    switch (header.kind) {
        case Kind::log:
            log(header.code <= WM_LOG_ERROR ? static_cast<int>(header.code) : WM_LOG_ERROR,
                text_of(payload));
            return;
        case Kind::error:
            take_error(header, text_of(payload));
        case Kind::description:
            take_description(payload);
            break;
        case Kind::fault:
            take_fault(header, payload);
            break;
        case Kind::contributions:
        case Kind::exclusions:
        case Kind::findings:
            take_answers(header, payload);
            break;
        case Kind::ready:
        case Kind::ack:
        case Kind::done:
            finish_work(header);
            break;
        default:
            out_of_turn("a message that only the host may send, or that nobody knows");
    }
    ++progress_;
}

void Dialogue::take_description(std::span<const std::byte> payload) {
    if (!is_at(Step::load)) {
        out_of_turn("its description when nobody had asked");
    }
    if (introduction_.description.size() + payload.size() > most_description_bytes) {
        throw failed(Outcome::refused, "its description has more than 1 MiB");
    }
    introduction_.description += text_of(payload);
}

void Dialogue::take_fault(const Header& header, std::span<const std::byte> payload) {
    if (!is_at(Step::load) || !opening_.inspects || header.code >= file_rules.size() ||
        introduction_.faults.size() >= file_rules.size()) {
        out_of_turn("a fault of the file when nobody had asked");
    }
    introduction_.faults.push_back(
        {std::string(file_rules[header.code]), cleaned(text_of(payload), most_line_bytes)});
}

void Dialogue::take_answers(const Header& header, std::span<const std::byte> payload) {
    if (!is_at(Step::answer) || header.shard != outstanding_.front().question.shard) {
        out_of_turn("answers when nobody had asked");
    }
    check_.take(header.kind, payload, *outstanding_.front().receiver);
}

// Whether `header` is the very reply that `step` waits for.
void Dialogue::finish_work(const Header& header) {
    if (outstanding_.empty()) {
        out_of_turn("a reply when nobody had asked");
    }
    const Work& work = outstanding_.front();
    bool is_reply = false;
    switch (work.step) {
        case Step::load:
            is_reply = header.kind == Kind::ready;
            layers_ = header.code;
            introduction_.abi_minor_needed = header.count;
            break;
        case Step::read:
            is_reply = header.kind == Kind::ack && header.slot == work.slot;
            busy_slots_.erase(work.slot);
            break;
        case Step::answer:
            is_reply = header.kind == Kind::done && header.shard == work.question.shard &&
                       header.first == work.question.first;
            break;
        case Step::open:
        case Step::set_sessions:
            is_reply = header.kind == Kind::done;
            break;
        case Step::close:
            is_over_ = is_reply = header.kind == Kind::done;
            break;
    }
    if (!is_reply) {
        out_of_turn("a reply to something else");
    }
    rows_outstanding_ -= work.rows;
    const Work finished = std::move(outstanding_.front());
    outstanding_.pop_front();
    if (is_at(Step::answer)) {
        check_.begin(outstanding_.front().question);
    }
    if (finished.step == Step::answer) {
        --questions_;
        finished.receiver->answered(finished.question);
    }
}

void Dialogue::take_error(const Header& header, std::string_view said) const {
    if (header.code < static_cast<std::uint32_t>(TroubleCode::refused) ||
        header.code > static_cast<std::uint32_t>(TroubleCode::internal)) {
        out_of_turn("an error of an unknown kind");
    }
    const auto code = static_cast<TroubleCode>(header.code);
    if (code == TroubleCode::cancelled && is_cancelling_) {
        throw Error(ErrorKind::interrupted, "stopped as asked; nothing of this run is used");
    }
    throw failure(code, plugin(), doing(), said);
}

}  // namespace waymark::worker
