// SPDX-License-Identifier: MIT
#include "tidy/rooms.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace waymark::tidy {

using Rooms = std::set<std::string_view>;

// `main` is core/main.cpp; `plugin` is each folder of plugins/ and examples/.
static const std::map<std::string_view, Rooms>& may_include() {
    static const std::map<std::string_view, Rooms> table = [] {
        std::map<std::string_view, Rooms> rooms{
            {"sdk", {}},
            {"plugin", {"sdk"}},
            {"base", {}},
            {"calendar", {"base", "sdk"}},
            {"contract", {"base", "calendar", "sdk"}},
            {"schedule", {"base", "calendar"}},
            {"config", {"base", "calendar", "contract", "schedule"}},
            {"batch", {"base", "calendar", "contract", "sdk"}},
            {"source", {"base", "calendar", "contract", "config", "batch"}},
            {"caseload", {"base", "calendar", "contract", "config", "batch"}},
            {"observation", {"base", "calendar", "contract", "sdk"}},
            {"statistics", {"base"}},
            {"release", {"base", "calendar"}},
            {"disclosure",
             {"base", "calendar", "contract", "observation", "statistics", "release"}},
            {"sqlite", {"base"}},
            {"scaffold", {"base"}},
            {"ledger", {"base", "calendar", "contract", "observation", "sqlite"}},
            {"store", {"base", "calendar", "release", "sqlite"}},
            {"worker", {"base", "calendar", "contract", "config", "batch", "observation", "sdk"}},
            {"report",
             {"base", "calendar", "config", "statistics", "release", "disclosure", "store"}},
            {"serve", {"base", "calendar", "config", "release", "report", "store"}},
            {"conformance",
             {"base", "calendar", "contract", "batch", "worker", "observation", "sdk"}},
        };
        Rooms every_room;
        for (const auto& [name, allowed] : rooms) {
            every_room.insert(name);
        }
        every_room.erase("plugin");
        rooms["run"] = every_room;
        rooms["run"].erase("serve");
        rooms["run"].erase("conformance");
        rooms["run"].erase("scaffold");
        every_room.insert("run");
        rooms["cli"] = every_room;
        rooms["main"] = {"cli"};
        return rooms;
    }();
    return table;
}

// The room a file belongs to; "" for tests, documents and what else is free to include.
static std::string_view room_of_file(std::string_view path) {
    if (path == "core/main.cpp") {
        return "main";
    }
    if (path.starts_with("plugins/") || path.starts_with("examples/")) {
        return "plugin";
    }
    if (path.starts_with("sdk/python/")) {
        return {};  // an interpreter's inside: no author includes it
    }
    if (path.starts_with("sdk/")) {
        return "sdk";
    }
    constexpr std::string_view core = "core/";
    const std::size_t slash = path.find('/', core.size());
    if (!path.starts_with(core) || slash == std::string_view::npos) {
        return {};
    }
    return path.substr(core.size(), slash - core.size());
}

// The room an include reaches into; "" for the standard library and foreign packages.
static std::string_view room_of_include(std::string_view name) {
    const std::string_view first = name.substr(0, name.find('/'));
    if (first == "waymark") {
        return "sdk";
    }
    return first != name && may_include().contains(first) ? first : std::string_view{};
}

static bool is_standard_header(std::string_view name) {
    static constexpr std::array<std::string_view, 29> c11{
        "assert.h",   "complex.h",  "ctype.h",  "errno.h",       "fenv.h",    "float.h",
        "inttypes.h", "iso646.h",   "limits.h", "locale.h",      "math.h",    "setjmp.h",
        "signal.h",   "stdalign.h", "stdarg.h", "stdatomic.h",   "stdbool.h", "stddef.h",
        "stdint.h",   "stdio.h",    "stdlib.h", "stdnoreturn.h", "string.h",  "tgmath.h",
        "threads.h",  "time.h",     "uchar.h",  "wchar.h",       "wctype.h"};
    const bool is_cpp = name.find_first_of("./") == std::string_view::npos;
    return is_cpp || std::ranges::find(c11, name) != c11.end();
}

// What is wrong with one include of a file of `room`; nullopt when nothing is.
static std::optional<std::string> fault(std::string_view room, const Include& include) {
    const std::string_view target = room_of_include(include.name);
    if (!target.empty()) {
        if (target == room || may_include().at(room).contains(target)) {
            return std::nullopt;
        }
        return std::string(room) + " may not include " + include.name + " of the room " +
               std::string(target) + "; docs/architecture.md has the table";
    }
    const bool is_author_side = room == "sdk" || room == "plugin";
    if (is_author_side && !include.is_quoted && !is_standard_header(include.name)) {
        return std::string(room) +
               " may include the standard library and <waymark/...> only, not <" + include.name +
               ">";
    }
    if (!is_author_side && include.is_quoted) {
        return "write the include with its room, from core/: \"" + include.name + "\"";
    }
    return std::nullopt;
}

Violations include_direction(const Tree& tree) {
    Violations found;
    for (const SourceFile& file : tree) {
        const std::string_view room = room_of_file(file.path);
        if (room.empty() || !is_c_family(file.path)) {
            continue;
        }
        if (!may_include().contains(room)) {
            found.push_back({file.path, 1,
                             "the table in tests/tidy/rooms.cpp has no room " + std::string(room)});
            continue;
        }
        for (const Include& include : includes(file)) {
            if (const auto what = fault(room, include)) {
                found.push_back({file.path, include.line, *what});
            }
        }
    }
    return found;
}

struct Link {
    std::size_t line = 1;
    bool is_public = false;
};

// The rooms a CMakeLists.txt names after PUBLIC, PRIVATE or INTERFACE.
static std::map<std::string, Link> linked_rooms(const SourceFile& cmake) {
    constexpr std::string_view prefix = "waymark::";
    constexpr std::string_view blank = " \t()";
    std::map<std::string, Link> links;
    bool is_public = false;
    std::size_t line_number = 0;
    for (std::string_view line : lines(cmake.text)) {
        ++line_number;
        line = line.substr(0, line.find('#'));
        for (std::size_t at = line.find_first_not_of(blank); at != std::string_view::npos;
             at = line.find_first_not_of(blank, at)) {
            const std::size_t end = std::min(line.find_first_of(blank, at), line.size());
            const std::string_view word = line.substr(at, end - at);
            at = end;
            if (word == "PUBLIC" || word == "PRIVATE" || word == "INTERFACE") {
                is_public = word != "PRIVATE";
            } else if (word.starts_with(prefix)) {
                Link& link = links[std::string(word.substr(prefix.size()))];
                link.line = line_number;
                link.is_public = link.is_public || is_public;
            }
        }
    }
    return links;
}

// The rooms that the sources beside `cmake` include, with the place; headers' places win.
static std::map<std::string, Violation> used_rooms(const Tree& tree, std::string_view room) {
    std::map<std::string, Violation> used;
    for (const SourceFile& file : tree) {
        if (room_of_file(file.path) != room || !is_c_family(file.path)) {
            continue;
        }
        for (const Include& include : includes(file)) {
            const std::string target{room_of_include(include.name)};
            if (target.empty() || target == room) {
                continue;
            }
            if (!used.contains(target) || is_header(file.path)) {
                used[target] = {file.path, include.line, ""};
            }
        }
    }
    return used;
}

static void compare(const SourceFile& cmake, std::string_view room, const Tree& tree,
                    Violations& found) {
    const auto linked = linked_rooms(cmake);
    const auto used = used_rooms(tree, room);
    for (const auto& [name, link] : linked) {
        const auto say = [&](const std::string& what) {
            found.push_back({cmake.path, link.line, what});
        };
        if (name == room) {
            continue;
        }
        if (!may_include().at(room).contains(name)) {
            say(std::string(room) + " may not link " + name +
                "; docs/architecture.md has the table");
        } else if (!used.contains(name)) {
            say(std::string(room) + " links " + name + " but includes nothing of it");
        } else if (is_header(used.at(name).path) && !link.is_public) {
            say(name + " must be PUBLIC: " + used.at(name).path + " includes it");
        }
    }
    for (const auto& [name, place] : used) {
        if (!linked.contains(name)) {
            found.push_back({place.path, place.line,
                             cmake.path + " does not link waymark::" + name + ", included here"});
        }
    }
}

Violations link_lists(const Tree& tree) {
    Violations found;
    for (const SourceFile& file : tree) {
        const std::string_view room = room_of_file(file.path);
        const bool is_room = file.path == "core/" + std::string(room) + "/CMakeLists.txt";
        if (is_room && may_include().contains(room)) {
            compare(file, room, tree, found);
        }
    }
    return found;
}

}  // namespace waymark::tidy
