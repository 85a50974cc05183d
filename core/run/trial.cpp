// SPDX-License-Identifier: MIT
#include "run/trial.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"

namespace waymark::run {

static Plugin plugin_of(const worker::Image& image, const std::string& description_json) {
    contract::Description description = contract::parse_description(description_json);
    return {.library = image.path,
            .id = description.id,
            .version = description.version,
            .sha256 = hex_text(image.sha256),
            .description_json = description_json,
            .description = description};
}

Trial::Trial(const TrialRequest& request)
    : image_(worker::seal(request.library)),
      description_json_(worker::describe(image_, {})),
      plugin_(plugin_of(image_, description_json_)),
      config_(trial_config(request, plugin_.description)) {
    plan_.emplace(planned(config_, config_.monitors[0], plugin_, request.as_of, ""));
}

Evaluation Trial::evaluation(const EvaluationOptions& options) const {
    if (!options.watched_person.empty() && plan().is_aggregate()) {
        throw Error(ErrorKind::usage,
                    plugin_.id + " reads published tables: their rows are no people to look at");
    }
    Evaluation evaluation = evaluated(plan(), image_, description_json_, options);
    if (!options.watched_person.empty() && evaluation.story.cases == 0) {
        throw Error(ErrorKind::usage, "nobody in the rows used has the identifier \"" +
                                          options.watched_person + "\" in column person");
    }
    return evaluation;
}

}  // namespace waymark::run
