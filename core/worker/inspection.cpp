// SPDX-License-Identifier: MIT
#include "worker/inspection.hpp"

// Without this Boost.DLL would need boost_filesystem at run time.
#define BOOST_DLL_USE_STD_FS
#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <new>
#include <string>

#include "worker/memory.hpp"
#include "worker/trouble.hpp"

namespace waymark::worker {

static std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most_names = 8;
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), most_names); ++i) {
        list += (list.empty() ? "" : ", ") + names[i];
    }
    return names.size() > most_names
               ? list + " and " + std::to_string(names.size() - most_names) + " more"
               : list;
}

static std::string symbol_fault(std::vector<std::string> exports) {
    const auto wanted = std::find(exports.begin(), exports.end(), "waymark_measure");
    if (wanted == exports.end()) {
        return "it does not export waymark_measure; declare it with WM_EXPORT";
    }
    exports.erase(wanted);
    return exports.empty() ? ""
                           : "it also exports " + listed(exports) +
                                 "; build it with waymark_add_measure, or with hidden visibility "
                                 "and the SDK's plugin.map";
}

static std::string library_fault(std::vector<std::string> needed) {
    static constexpr std::array<std::string_view, 6> allowed{"libc.so.6",
                                                             "libm.so.6",
                                                             "libgcc_s.so.1",
                                                             "libstdc++.so.6",
                                                             "ld-linux-x86-64.so.2",
                                                             "ld-linux-aarch64.so.1"};
    std::erase_if(needed, [](const std::string& name) {
        return std::find(allowed.begin(), allowed.end(), name) != allowed.end();
    });
    return needed.empty() ? ""
                          : "it needs " + listed(needed) +
                                ", which a host need not have; link such code statically";
}

static std::string loader_fault(const SharedObject& object) {
    std::vector<std::string> faults;
    if (object.has_run_path) {
        faults.emplace_back("a run path (link without -rpath)");
    }
    if (object.has_text_relocations) {
        faults.emplace_back("text relocations (build with -fPIC)");
    }
    if (object.has_executable_stack) {
        faults.emplace_back("an executable stack (link with -z noexecstack)");
    }
    return faults.empty() ? "" : "it has " + listed(faults);
}

std::vector<FileFault> faults_of(const SharedObject& object) {
    const std::array<std::string, file_rules.size()> sentences{
        symbol_fault(object.exports), library_fault(object.needed), loader_fault(object)};
    std::vector<FileFault> faults;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        if (!sentences[i].empty()) {
            faults.push_back({std::string(file_rules[i]), sentences[i]});
        }
    }
    return faults;
}

static std::vector<std::string> symbols_of(const std::string& path) {
    try {
        return boost::dll::library_info(path).symbols();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        throw Trouble(TroubleCode::refused, "its symbols cannot be read; build it again");
    }
}

// library_info leaves out symbols without a size and protected ones; the dynamic table has them. It
// reads the table for debuggers, too, which a stripped file has not.
std::vector<FileFault> inspected(int file) {
    const Mapping image(file, Mapping::Access::read);
    SharedObject object;
    try {
        object = shared_object(image.bytes());
    } catch (const Error& error) {
        throw Trouble(TroubleCode::refused, error.what());
    }
    const std::vector<std::string> known = symbols_of("/proc/self/fd/" + std::to_string(file));
    object.exports.insert(object.exports.end(), known.begin(), known.end());
    std::sort(object.exports.begin(), object.exports.end());
    object.exports.erase(std::unique(object.exports.begin(), object.exports.end()),
                         object.exports.end());
    return faults_of(object);
}

}  // namespace waymark::worker
