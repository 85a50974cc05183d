// SPDX-License-Identifier: MIT
// waymark plugin new: a folder to begin a measure with.
#include "base/error.hpp"
#include "cli/options.hpp"
#include "scaffold/scaffold.hpp"

namespace waymark::cli {

static void print_choices(const char* title, const std::vector<scaffold::Choice>& choices,
                          std::ostream& out) {
    out << title << '\n';
    for (const scaffold::Choice& choice : choices) {
        out << "  " << choice.word << std::string(11 - choice.word.size(), ' ') << choice.summary
            << '\n';
    }
}

static int list_choices(std::ostream& out) {
    print_choices("Shapes (--shape)", scaffold::shapes(), out);
    print_choices("\nLanguages (--lang)", scaffold::languages(), out);
    out << "\n  waymark plugin new org.example.hours_of_care --shape fold --lang cpp\n";
    return 0;
}

static int make_new(const Verb& verb, const std::vector<std::string>& arguments,
                    Surroundings& surroundings) {
    if (arguments.empty()) {
        return list_choices(surroundings.out);
    }
    Options options(verb);
    options.positional("ID", "of the measure: your domain backwards, and a name")
        .value("shape", "SHAPE", "case, fold, sheet or aggregate")
        .value("lang", "LANGUAGE", "cpp (when not given), c, rust or python")
        .value("folder", "DIR", "where to; the last part of the id when not given");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const std::string id = options.text("ID");
    const std::filesystem::path folder =
        options.has("folder") ? options.text("folder") : id.substr(id.rfind('.') + 1);
    const auto files = scaffold::written(
        {id, options.text("shape"), options.optional("lang").value_or("cpp"), folder});
    for (const std::filesystem::path& file : files) {
        surroundings.out << file.string() << '\n';
    }
    surroundings.err << "Next:\n  cd " << folder.string()
                     << "\n  cmake -S . -B build\n  cmake --build build && ctest --test-dir "
                        "build\nREADME.md says what to change, and in which order.\n";
    return 0;
}

Verb plugin_new_verb() {
    return {"plugin new", "[ID --shape SHAPE] [options]",
            "Begin a measure: a folder that builds, tests itself and runs.",
            "  waymark plugin new                        lists shapes and languages\n"
            "  waymark plugin new org.example.hours_of_care --shape fold --lang cpp\n",
            make_new};
}

}  // namespace waymark::cli
