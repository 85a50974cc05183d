// SPDX-License-Identifier: MIT
#include "run/golden.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "run/golden_cells.hpp"
#include "run/trial.hpp"

namespace waymark::run {

namespace fs = std::filesystem;

static constexpr const char* head_file = "golden.json";

// --------------------------------------------------------------------------------------- writing

static std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

static void write_file(const fs::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) {
        throw Error(ErrorKind::permission, "cannot be written", {.file = file.string()});
    }
}

static std::string csv_of(const std::vector<TrialFigure>& figures) {
    std::string text;
    const auto add_row = [&](const auto& fields) {
        for (std::size_t i = 0; i < cell_columns.size(); ++i) {
            text += (i == 0 ? "" : ",") + csv_field(fields[i]);
        }
        text += '\n';
    };
    add_row(cell_columns);
    for (const TrialFigure& figure : figures) {
        add_row(cell_texts(figure));
    }
    return text;
}

// Copies a file into the case under a name of its own; its new name.
static std::string copied(const fs::path& file, const fs::path& folder, const std::string& name) {
    std::error_code failure;
    fs::copy_file(file, folder / name, fs::copy_options::overwrite_existing, failure);
    if (failure) {
        throw Error(ErrorKind::permission,
                    "cannot be copied to " + folder.string() + ": " + failure.message(),
                    {.file = file.string()});
    }
    return name;
}

static bool is_document(const Plan& plan, const std::string& parameter) {
    return std::any_of(plan.description().parameters.begin(), plan.description().parameters.end(),
                       [&](const contract::Parameter& one) {
                           return one.name == parameter &&
                                  one.type == contract::ParameterType::document;
                       });
}

void save_golden(const fs::path& folder, const TrialRequest& request, const Plan& plan,
                 const std::vector<TrialFigure>& figures) {
    if (fs::exists(folder)) {
        throw Error(ErrorKind::usage,
                    folder.string() + " is there already; remove it, or name another folder");
    }
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) {
        throw Error(ErrorKind::permission, "cannot be made: " + failure.message(),
                    {.file = folder.string()});
    }
    nlohmann::ordered_json head{{"schema", 1},
                                {"measure", plan.plugin->id},
                                {"as_of", date_text(request.as_of)},
                                {"inputs", nlohmann::ordered_json::object()}};
    for (const auto& [input, file] : request.inputs) {
        head["inputs"][input] = copied(file, folder, input + ".csv");
    }
    for (const auto& [name, text] : request.parameters) {
        head["parameters"][name] = is_document(plan, name)
                                       ? copied(text, folder, fs::path(text).filename().string())
                                       : text;
    }
    for (const calendar::Grain grain : plan.monitor->grains) {
        head["grains"].push_back(calendar::word(grain));
    }
    if (!request.windows.empty()) {
        head["windows"] = request.windows;
    }
    if (!request.strata.empty()) {
        head["strata"] = request.strata;
    }
    if (plan.monitor->from) {
        head["from"] = date_text(*plan.monitor->from);
    }
    if (plan.monitor->to) {
        head["to"] = date_text(*plan.monitor->to);
    }
    if (!request.calendar.empty()) {
        head["calendar"] = copied(request.calendar, folder, "calendar.toml");
    }
    write_file(folder / head_file, head.dump(2) + "\n");
    write_file(folder / cells_file, csv_of(figures));
}

// --------------------------------------------------------------------------------------- reading

[[noreturn]] static void throw_unfit(const fs::path& file, const std::string& what) {
    throw Error(ErrorKind::configuration, what, {.file = file.string()});
}

static nlohmann::json parsed(const fs::path& file) {
    const std::string text = file_text(file);
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        const std::size_t at = std::min<std::size_t>(error.byte, text.size());
        const auto begin = text.begin();
        const auto end = begin + static_cast<std::ptrdiff_t>(at);
        const auto line = static_cast<std::uint64_t>(std::count(begin, end, '\n')) + 1;
        const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
        throw Error(ErrorKind::configuration, "this is no JSON",
                    {.file = file.string(),
                     .line = line,
                     .column = before == std::string::npos ? at : at - before - 1});
    }
}

namespace {

/// The members of golden.json, each read with a sentence for what does not fit.
class Head {
public:
    explicit Head(const fs::path& folder)
        : folder_(folder), file_(folder / head_file), json_(parsed(file_)) {
        if (!json_.is_object() || json_.value("schema", nlohmann::json()) != 1) {
            throw_unfit(file_, "a golden case is an object with \"schema\": 1");
        }
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs(const char* name) const {
        std::vector<std::pair<std::string, std::string>> found;
        const nlohmann::json members = json_.value(name, nlohmann::json::object());
        for (const auto& [key, value] : members.items()) {
            if (!value.is_string()) {
                throw_unfit(file_, std::string(name) + "." + key + " must be a text");
            }
            found.emplace_back(key, value.get<std::string>());
        }
        return found;
    }
    [[nodiscard]] std::vector<std::string> list(const char* name) const {
        std::vector<std::string> found;
        const nlohmann::json items = json_.value(name, nlohmann::json::array());
        for (const auto& value : items) {
            if (!value.is_string()) {
                throw_unfit(file_, std::string(name) + " must be a list of texts");
            }
            found.push_back(value.get<std::string>());
        }
        return found;
    }
    [[nodiscard]] std::optional<Date> date(const char* name) const {
        if (!json_.contains(name)) {
            return std::nullopt;
        }
        const auto date =
            json_[name].is_string() ? parse_date(json_[name].get<std::string>()) : std::nullopt;
        if (!date) {
            throw_unfit(file_, std::string(name) + " must be a date such as \"2024-09-02\"");
        }
        return date;
    }
    [[nodiscard]] fs::path path(const char* name) const {
        return json_.contains(name) && json_[name].is_string()
                   ? folder_ / json_[name].get<std::string>()
                   : fs::path();
    }
    [[nodiscard]] const fs::path& file() const noexcept { return file_; }

private:
    fs::path folder_;
    fs::path file_;
    nlohmann::json json_;
};

}  // namespace

TrialRequest golden_request(const fs::path& folder, const fs::path& library) {
    const Head head(folder);
    TrialRequest request;
    request.library = library;
    for (const auto& [input, file] : head.pairs("inputs")) {
        request.inputs.emplace_back(input, folder / file);
    }
    for (const auto& [name, text] : head.pairs("parameters")) {
        // Documents stand beside golden.json; no other parameter is the name of a file there.
        const bool is_beside = text.find('/') == std::string::npos && fs::exists(folder / text);
        request.parameters.emplace_back(
            name, is_beside && !text.empty() ? fs::absolute(folder / text).string() : text);
    }
    for (const std::string& word : head.list("grains")) {
        const auto grain = calendar::grain_of(word);
        if (!grain) {
            throw_unfit(head.file(), "there is no grain \"" + word + "\"");
        }
        request.grains.push_back(*grain);
    }
    request.windows = head.list("windows");
    request.strata = head.list("strata");
    request.calendar = head.path("calendar");
    request.from = head.date("from");
    request.to = head.date("to");
    const auto as_of = head.date("as_of");
    if (!as_of) {
        throw_unfit(head.file(), "as_of is missing: the day up to which the case is known");
    }
    request.as_of = *as_of;
    return request;
}

std::vector<fs::path> golden_cases(const fs::path& folder) {
    if (fs::exists(folder / head_file)) {
        return {folder};
    }
    std::vector<fs::path> found;
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
        if (fs::exists(entry.path() / head_file)) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace waymark::run
