// SPDX-License-Identifier: MIT
// A measure on its author's own CSV files: a run without configuration, ledger or store. Columns
// are taken by the names the measure declares; what a configuration would say is read off the
// headers.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "config/config.hpp"
#include "run/catalogue.hpp"
#include "run/evaluation.hpp"
#include "run/plan.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

/// What is tried. Names and texts are as the author wrote them.
struct TrialRequest {
    std::filesystem::path library;                                      ///< NAME.so
    std::vector<std::pair<std::string, std::filesystem::path>> inputs;  ///< input -> CSV file
    std::vector<std::pair<std::string, std::string>> parameters;        ///< name -> text
    std::vector<calendar::Grain> grains;  ///< empty, without windows: one the measure allows
    std::vector<std::string> windows;     ///< "0..6m"
    std::vector<std::string> strata;      ///< columns that make strata
    std::filesystem::path calendar;       ///< "" = the civil one
    std::optional<Date> from;             ///< not given: the first day in the data
    std::optional<Date> to;               ///< not given: the last day in the data
    Date as_of;
};

/// The service a trial's rows belong to when they have no column `service`.
inline constexpr const char* trial_service = "trial";

/// A trial worked out. Beside the declared columns a file may have:
///   person    whom a row is about; needed, but for published tables
///   service   rows of several services; else all are of trial_service
///   unit      needed where the input has units
///   period    published tables: a day inside the row's period, whose grain is the first asked for
///   start, end and the case columns the measure asks for
/// Lists come from columns NAME1, NAME2, ... . No row is too many to refuse: the account tells
/// them. Neither copied nor moved: the plan points into it. One thread.
class Trial {
public:
    /// Throws Error: usage (an input nobody declares, or one that is missing, with what there is),
    /// input_missing, refused (a header without what is needed, with file and line), configuration
    /// (parameters); worker::MeasureFailure when the plugin cannot be asked what it is.
    explicit Trial(const TrialRequest& request);
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;
    ~Trial() = default;

    [[nodiscard]] const Plan& plan() const noexcept {
        return checked(plan_, "worked out by the constructor");
    }
    [[nodiscard]] const config::Monitor& monitor() const noexcept { return config_.monitors[0]; }

    /// Runs it. Throws as evaluated() does, and Error(usage) for a watched person whom the data do
    /// not have.
    [[nodiscard]] Evaluation evaluation(const EvaluationOptions& options) const;

private:
    worker::Image image_;
    std::string description_json_;
    Plugin plugin_;
    config::Config config_;
    std::optional<Plan> plan_;
};

/// The configuration a trial stands for.
[[nodiscard]] config::Config trial_config(const TrialRequest& request,
                                          const contract::Description& description);

}  // namespace waymark::run
