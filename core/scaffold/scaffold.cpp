// SPDX-License-Identifier: MIT
#include "scaffold/scaffold.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <utility>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "scaffold/templates_text.hpp"

namespace waymark::scaffold {

namespace fs = std::filesystem;
using Words = std::vector<std::pair<std::string, std::string>>;

const std::vector<Choice>& shapes() {
    static const std::vector<Choice> all{
        {"case",
         "a function of one person's rows, sorted by date: first and last score, an event "
         "and what followed"},
        {"fold", "rows added up per person and period, in any order: contacts, hours, visits"},
        {"sheet", "a cell per person and half day, then read: registers, where marks meet"},
        {"aggregate", "published tables: each row speaks of many people"}};
    return all;
}

const std::vector<Choice>& languages() {
    static const std::vector<Choice> all{
        {"cpp", "C++20 on the SDK's glue: the shortest, and the one to begin with"},
        {"c", "C11 on the plain contract abi.h: nothing between you and the host"},
        {"rust", "Rust without crates, on a safe view of the contract that comes with it"},
        {"python", "one file of Python, and an interpreter inside the plugin; the slowest"}};
    return all;
}

// What each shape's input is called, how it is asked for, and whom one could look at.
static Words shape_words(const std::string& shape) {
    if (shape == "case") {
        return {{"INPUT", "scores"}, {"OPTIONS", ""}, {"WHO", "ann"}};
    }
    if (shape == "fold") {
        return {{"INPUT", "contacts"}, {"OPTIONS", ""}, {"WHO", "ann"}};
    }
    if (shape == "sheet") {
        return {{"INPUT", "marks"}, {"OPTIONS", ""}, {"WHO", "ann"}};
    }
    return {{"INPUT", "published"}, {"OPTIONS", "--grain month"}, {"WHO", ""}};
}

static void expect_one_of(const std::vector<Choice>& choices, const std::string& word,
                          const std::string& what) {
    std::vector<std::string> known;
    std::string list;
    for (const Choice& choice : choices) {
        known.emplace_back(choice.word);
        list += (list.empty() ? "" : ", ") + known.back();
    }
    if (std::find(known.begin(), known.end(), word) != known.end()) {
        return;
    }
    const auto suggestion = nearest(word, known);
    throw Error(ErrorKind::usage,
                (word.empty() ? "say which " + what : "there is no " + what + " \"" + word + "\"") +
                    (suggestion ? "; did you mean \"" + *suggestion + "\"?"
                                : ": --" + what + " is one of " + list));
}

static std::string_view template_text(const std::string& name) {
    const auto all = templates();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const TemplateText& one) { return one.name == name; });
    check(found != all.end(), "every shape has its templates");
    return found->text;
}

static std::string filled(std::string_view text, const Words& words) {
    std::string result(text);
    for (const auto& [word, value] : words) {
        const std::string mark = "@" + word + "@";
        for (std::size_t at = result.find(mark); at != std::string::npos;
             at = result.find(mark, at + value.size())) {
            result.replace(at, mark.size(), value);
        }
    }
    // Options that are not there leave a blank before the end of a line.
    return std::regex_replace(result, std::regex(" +(\n|$)"), "$1");
}

// "hours_of_care" -> "Hours of care".
static std::string title_of(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

static std::string suffix(const std::string& language) {
    return language == "rust" ? "rs" : language == "python" ? "py" : language;
}

static Words words_of(const Request& request) {
    const std::string name = request.id.substr(request.id.rfind('.') + 1);
    Words words = shape_words(request.shape);
    const std::string who = words.back().second;
    words.back() = {"CASE", who.empty() ? "Rows of a published table are no people to look at."
                                        : "With `--case " + who +
                                              "` it also tells what was answered for that person."};
    words.emplace_back("ID", request.id);
    words.emplace_back("NAME", name);
    words.emplace_back("TITLE", title_of(name));
    words.emplace_back("SHAPE", request.shape);
    const std::string source = name + "." + suffix(request.language);
    words.emplace_back("SUFFIX", suffix(request.language));
    words.emplace_back("SOURCES", request.language == "rust" ? source + " abi.rs" : source);
    words.emplace_back("LANGUAGE", request.language == "cpp" ? "CXX" : "C");
    std::string definition(template_text(request.shape + "/definition.md"));
    definition.erase(definition.find_last_not_of('\n') + 1);
    words.insert(words.begin(), {"DEFINITION", definition});
    return words;
}

static void write(const fs::path& file, const std::string& text) {
    std::error_code failure;
    fs::create_directories(file.parent_path(), failure);
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) {
        throw Error(ErrorKind::permission, "cannot be written", {.file = file.string()});
    }
}

static void check_request(const Request& request) {
    static const std::regex reverse_domain("[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+");
    if (!std::regex_match(request.id, reverse_domain)) {
        throw Error(ErrorKind::usage,
                    "\"" + request.id +
                        "\" is no id of a measure; take your domain backwards and a name, as in "
                        "org.example.hours_of_care");
    }
    expect_one_of(shapes(), request.shape, "shape");
    expect_one_of(languages(), request.language, "lang");
    if (fs::exists(request.folder)) {
        throw Error(ErrorKind::usage, request.folder.string() +
                                          " is there already; name another folder with --folder");
    }
}

std::vector<fs::path> written(const Request& request) {
    check_request(request);
    const Words words = words_of(request);
    const std::string name = request.id.substr(request.id.rfind('.') + 1);
    const std::string input = words[1].second;
    std::vector<std::pair<std::string, std::string>> files{
        {"README.md", "README.md"},
        {"CMakeLists.txt", "CMakeLists.txt"},
        {"ci.sh", "ci.sh"},
        {request.shape + "/measure." + suffix(request.language),
         name + "." + suffix(request.language)},
        {request.shape + "/golden.json", "golden/first/golden.json"},
        {request.shape + "/input.csv", "golden/first/" + input + ".csv"},
        {request.shape + "/cells.csv", "golden/first/cells.csv"}};
    if (request.language == "rust") {
        files.emplace_back("rust/abi.rs", "abi.rs");
    }
    std::vector<fs::path> result;
    for (const auto& [from, to] : files) {
        result.push_back(request.folder / to);
        write(result.back(), filled(template_text(from), words));
    }
    fs::permissions(request.folder / "ci.sh", fs::perms::owner_exec | fs::perms::group_exec,
                    fs::perm_options::add);
    return result;
}

}  // namespace waymark::scaffold
