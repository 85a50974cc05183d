// SPDX-License-Identifier: MIT
// A worker that says anything at all: the host must answer with a MeasureFailure or carry on.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/error.hpp"
#include "observation/sums.hpp"
#include "worker/dialogue.hpp"

using namespace waymark;
using namespace waymark::worker;

namespace {

// Looks at every value it is handed, so that a sanitizer sees each read.
class Reading final : public Receiver {
public:
    void contributions(std::uint32_t, const observation::Contributions& answer) override {
        for (std::size_t i = 0; i < answer.cases.size(); ++i) {
            sum_ += answer.a[i] + answer.cases[i];
            check(answer.cases[i] < 100, "a case is one that was asked about");
        }
        for (const std::uint32_t stratum : answer.strata) {
            check(stratum == WM_ALL || stratum < 3, "a stratum is declared");
        }
    }
    void exclusion(std::uint32_t, std::uint32_t, std::uint32_t case_number, std::uint32_t,
                   std::uint32_t reason) override {
        check(case_number < 100 && reason < 1, "an exclusion is declared");
    }
    void finding(std::uint32_t, const observation::Found& found) override {
        check(found.code < 1, "a finding is declared");
    }

private:
    double sum_ = 0;
};

}  // namespace

static contract::Description description() {
    contract::Description description;
    contract::Indicator indicator;
    indicator.id = "share";
    indicator.kind = contract::Kind::proportion;
    description.indicators.push_back(indicator);
    indicator.id = "time";
    indicator.kind = contract::Kind::time_to_event;
    description.indicators.push_back(indicator);
    description.strata.push_back({"age", {"young", "old"}});
    description.strata.push_back({"place", {"here"}});
    description.exclusions.push_back({"none", "none"});
    description.findings.push_back({"odd", "odd", {}});
    return description;
}

// The input is a run of messages: kind, length, then so many bytes of payload. Every other field of
// the header comes from the payload's own first bytes, so that the fuzzer reaches behind the
// header's checks.
static void converse(Dialogue& dialogue, std::span<const std::byte> input) {
    while (input.size() >= 4) {
        Header header;
        std::uint16_t length = 0;
        header.kind = static_cast<Kind>(static_cast<std::uint8_t>(input[0]));
        std::memcpy(&length, input.data() + 2, sizeof length);
        header.code = static_cast<std::uint8_t>(input[1]);
        input = input.subspan(4);
        const auto payload = input.first(std::min<std::size_t>(length, input.size()));
        input = input.subspan(payload.size());
        dialogue.receive(packet(header, payload));
    }
}

// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const contract::Description measure = description();
    Image image;
    Opening opening;
    opening.image = &image;
    opening.description = &measure;
    opening.periods = 4;
    opening.series_counts = {1, 3};
    opening.log = [](int, const std::string&) {};
    Dialogue dialogue(opening);
    if (size > 0 && data[0] % 2 == 0) {
        dialogue.loading();
        dialogue.opening();
    }
    Reading receiver;
    dialogue.asking({.shard = 0, .first = 0, .count = 100}, receiver);
    dialogue.closing();
    try {
        converse(dialogue, std::as_bytes(std::span(data, size)));
    } catch (const MeasureFailure&) {
        // The one way a conversation may break.
    }
    return 0;
}
