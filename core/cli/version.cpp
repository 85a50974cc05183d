// SPDX-License-Identifier: MIT
#include "cli/options.hpp"
#include "waymark/abi.h"

namespace waymark::cli {

static int version(const Verb& verb, const std::vector<std::string>& arguments,
                   Surroundings& surroundings) {
    Options options(verb);
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const std::string abi = std::to_string(WM_ABI_MAJOR) + "." + std::to_string(WM_ABI_MINOR);
    Sheet sheet({"waymark", "plugin_abi"});
    sheet.add({std::string(WAYMARK_VERSION), abi});
    if (options.format() == Format::json) {
        sheet.print(surroundings.out, Format::json, "version");
    } else {
        surroundings.out << "waymark " << WAYMARK_VERSION << " (plugin ABI " << abi << ")\n";
    }
    return 0;
}

Verb version_verb() {
    return {"version", "", "Tell the version of the program and of the plugin contract.",
            "  waymark version --json\n", version};
}

}  // namespace waymark::cli
