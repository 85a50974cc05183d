// SPDX-License-Identifier: MIT
// The plugin under check: its image, what it says of itself, and the setting it is played in.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "calendar/period_set.hpp"
#include "conformance/sample.hpp"
#include "contract/description.hpp"
#include "worker/worker.hpp"

namespace waymark::conformance {

struct SubjectRequest {
    std::filesystem::path library;
    std::vector<std::pair<std::string, std::string>> parameters{};  ///< name -> text as written
    std::uint64_t seed = 1;
    bool in_process = false;
    std::chrono::seconds patience{20};  ///< so long a run of a check may take
};

/// Fixed once made; one thread.
class Subject {
public:
    /// Throws MeasureFailure(refused) and Error(input_missing) for a file that cannot be taken as a
    /// plugin; what it does once it is asked is for the checks to tell.
    explicit Subject(const SubjectRequest& request);

    [[nodiscard]] const SubjectRequest& request() const noexcept { return request_; }
    [[nodiscard]] const worker::Image& image() const noexcept { return image_; }

    /// What the plugin says of itself and whether that can be used; empty: `trouble` says why not.
    [[nodiscard]] bool is_usable() const noexcept { return description_.has_value(); }
    [[nodiscard]] const std::string& trouble() const noexcept { return trouble_; }
    [[nodiscard]] const std::string& description_json() const noexcept { return description_json_; }
    /// Only when usable.
    [[nodiscard]] const contract::Description& description() const {
        return checked(description_, "asked only when usable");
    }
    [[nodiscard]] const calendar::PeriodSet& periods() const {
        return checked(periods_, "asked only when usable");
    }

    /// All parameters as the plugin is handed them: `overrides`, those given, the defaults; of one
    /// without any of these the least that is allowed. Throws Error(configuration) for a document
    /// that nobody gave.
    [[nodiscard]] std::string parameters_json(const std::string& overrides = "{}") const;

    /// A sample of this measure; the seed of the request is mixed into that of `request`.
    [[nodiscard]] Sample sample(SampleRequest request) const;

private:
    void settle();

    SubjectRequest request_;
    worker::Image image_;
    std::string description_json_;
    std::string trouble_;
    std::optional<contract::Description> description_;
    std::optional<calendar::PeriodSet> periods_;
};

}  // namespace waymark::conformance
