// SPDX-License-Identifier: MIT
// What a measure says of itself is what people will read beside its figures.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "conformance/check.hpp"

namespace waymark::conformance {

static Judgement valid(const Subject& subject) {
    if (subject.is_usable()) {
        return {};
    }
    return {Verdict::fail, subject.trouble()};
}

static Judgement stable(const Subject& subject) {
    const std::string again = worker::introduction(subject.image(), {}).description;
    return again == subject.description_json()
               ? Judgement{}
               : Judgement{
                     Verdict::fail,
                     "two workers were told different descriptions; it must be constant text"};
}

static Judgement told_in_words(const Subject& subject) {
    const contract::Description& description = subject.description();
    std::string lacking;
    const auto need = [&](bool is_told, const std::string& what) {
        lacking += is_told ? "" : (lacking.empty() ? "" : ", ") + what;
    };
    const auto is_filled_in = [](const std::string& text) {
        return !text.empty() && text.find("write here") == std::string::npos;
    };
    need(is_filled_in(description.summary), "summary");
    need(is_filled_in(description.author), "author");
    need(is_filled_in(description.licence), "licence");
    for (const contract::Input& input : description.inputs) {
        need(is_filled_in(input.doc), "doc of input " + input.name);
    }
    for (const contract::Parameter& parameter : description.parameters) {
        need(is_filled_in(parameter.doc), "doc of parameter " + parameter.name);
    }
    for (const contract::Indicator& indicator : description.indicators) {
        need(is_filled_in(indicator.definition), "definition of " + indicator.id);
        need(is_filled_in(indicator.source), "source of " + indicator.id);
        need(!indicator.unit.empty(), "unit of " + indicator.id);
    }
    return lacking.empty() ? Judgement{}
                           : Judgement{Verdict::warning, "not told, or not yet: " + lacking};
}

static Judgement sidecar(const Subject& subject) {
    std::filesystem::path file = subject.request().library;
    file.replace_extension(".measure.json");
    if (!std::filesystem::exists(file)) {
        return {Verdict::warning, "there is no " + file.filename().string() +
                                      " beside it; hosts need it: waymark-worker --describe " +
                                      subject.request().library.filename().string()};
    }
    const auto json = nlohmann::json::parse(file_text(file), nullptr, false);
    if (!json.is_object() || json.value("sha256", "") != hex_text(subject.image().sha256)) {
        return {Verdict::fail,
                file.filename().string() + " is of another build of the plugin; build it again"};
    }
    const auto live = nlohmann::json::parse(subject.description_json(), nullptr, false);
    return json.contains("description") && json["description"] == live
               ? Judgement{}
               : Judgement{Verdict::fail, file.filename().string() +
                                              " describes it otherwise than it does itself"};
}

std::vector<Check> description_checks() {
    return {{"description.valid", "Its description fits the contract.", valid, false},
            {"description.stable", "It describes itself the same each time.", stable},
            {"description.words",
             "People are told what it needs, what it defines and by which source.", told_in_words},
            {"description.sidecar", "The sidecar beside it is of this build.", sidecar}};
}

}  // namespace waymark::conformance
