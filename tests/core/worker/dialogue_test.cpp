// SPDX-License-Identifier: MIT
#include "worker/dialogue.hpp"

#include <catch2/catch.hpp>

using namespace waymark;
using namespace waymark::worker;

namespace {

/// A conversation with a worker whose every word is made up here.
struct Talk {
    contract::Description description;
    Image image{.path = "talk.so", .memory = {}, .sha256 = {}};
    Opening opening;

    Talk() {
        contract::Input input;
        input.name = "marks";
        description.inputs.push_back(input);
        input.name = "terms";
        description.inputs.push_back(input);
        opening.image = &image;
        opening.description = &description;
    }
};

}  // namespace

static std::vector<std::byte> message(Kind kind, std::uint32_t slot = 0) {
    Header header;
    header.kind = kind;
    header.slot = slot;
    return packet(header);
}

static Outcome outcome_of(Dialogue& dialogue, std::span<const std::byte> bytes) {
    try {
        dialogue.receive(bytes);
    } catch (const MeasureFailure& failure) {
        return failure.outcome();
    }
    return Outcome::ok;
}

TEST_CASE("Replies are taken in the order of the questions only", "[worker]") {
    Talk talk;
    Dialogue dialogue(talk.opening);
    const batch::SliceHeader slice;
    dialogue.reading(0, std::span(&slice, 1));
    dialogue.reading(1, std::span(&slice, 1));
    CHECK_FALSE(dialogue.is_free(0));
    CHECK(outcome_of(dialogue, message(Kind::ack, 0)) == Outcome::ok);
    CHECK(dialogue.is_free(0));
    CHECK(outcome_of(dialogue, message(Kind::ack, 0)) == Outcome::protocol);
}

TEST_CASE("A message is taken only in its phase", "[worker]") {
    for (const Kind kind :
         {Kind::ready, Kind::ack, Kind::done, Kind::contributions, Kind::exclusions, Kind::findings,
          Kind::description, Kind::hello, Kind::bye, static_cast<Kind>(999)}) {
        CAPTURE(static_cast<int>(kind));
        Talk talk;
        Dialogue idle(talk.opening);
        CHECK(outcome_of(idle, message(kind)) == Outcome::protocol);
        Dialogue opening(talk.opening);
        opening.opening();
        const Outcome expected = kind == Kind::done ? Outcome::ok : Outcome::protocol;
        CHECK(outcome_of(opening, message(kind)) == expected);
    }
}

TEST_CASE("A header that lies is out of turn", "[worker]") {
    Talk talk;
    const auto good = message(Kind::done);
    for (const std::size_t damaged : {0, 4, 8}) {
        Dialogue dialogue(talk.opening);
        dialogue.opening();
        auto bytes = good;
        bytes[damaged] ^= std::byte{0x41};
        CHECK(outcome_of(dialogue, bytes) == Outcome::protocol);
    }
    Dialogue dialogue(talk.opening);
    dialogue.opening();
    CHECK(outcome_of(dialogue, std::span(good).first(63)) == Outcome::protocol);
}

TEST_CASE("A description without end is refused", "[worker]") {
    Talk talk;
    Dialogue dialogue(talk.opening);
    dialogue.loading();
    Header header;
    header.kind = Kind::description;
    const std::vector<std::byte> piece(std::size_t{64} << 10);
    Outcome outcome = Outcome::ok;
    for (int i = 0; i < 20 && outcome == Outcome::ok; ++i) {
        outcome = outcome_of(dialogue, packet(header, piece));
    }
    CHECK(outcome == Outcome::refused);
}

TEST_CASE("What is being done is told by the names of the measure", "[worker]") {
    Talk talk;
    Dialogue dialogue(talk.opening);
    CHECK(dialogue.doing() == "waiting for work");
    std::vector<batch::SliceHeader> slices(3);
    slices[0].table = 1;
    slices[1].table = 0;
    slices[2].table = WM_TABLE_CASES;
    dialogue.reading(0, slices);
    CHECK(dialogue.doing() == "reading rows of \"marks\" and rows of \"terms\" and cases");
    slices[0].rows = 70;
    dialogue.reading(1, slices);
    CHECK(dialogue.rows_outstanding() == 70);
}

TEST_CASE("Log lines are cleaned, bounded, and no progress", "[worker]") {
    Talk talk;
    std::vector<std::string> lines;
    talk.opening.log = [&](int, const std::string& line) { lines.push_back(line); };
    Dialogue dialogue(talk.opening);
    Header header;
    header.kind = Kind::log;
    header.code = 77;
    for (int i = 0; i < 2000; ++i) {
        dialogue.receive(packet(header, bytes_of("a\nb")));
    }
    CHECK(lines.size() == 501);
    CHECK(lines.front() == "talk.so: a?b");
    CHECK(lines.back() == "talk.so: further lines are left out");
    CHECK(dialogue.progress() == 0);
}
