// SPDX-License-Identifier: MIT
#include "worker/plugin.hpp"

// Without this Boost.DLL would need boost_filesystem at run time.
#define BOOST_DLL_USE_STD_FS
#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>
#include <string>
#include <system_error>

#include "worker/trouble.hpp"

namespace waymark::worker {

// Held by value once and never copied: a copy would open the file again with other flags.
struct Plugin::Library {
    boost::dll::shared_library handle;
};

static std::string loader_message(const std::filesystem::path& file) {
    const char* const said = ::dlerror();
    std::string message = said == nullptr ? "the loader does not say why" : said;
    // The loader names the file by the path it was given, which tells the reader nothing.
    const std::string prefix = file.string() + ": ";
    return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
}

// Never rtld_deepbind: a plugin that prints through std::cout would crash.
Plugin::Plugin(const std::filesystem::path& file) : library_(std::make_unique<Library>()) {
    std::error_code error;
    library_->handle.load(file, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local,
                          error);
    if (error) {
        throw Trouble(TroubleCode::refused, "it cannot be loaded: " + loader_message(file));
    }
    if (!library_->handle.has("waymark_measure")) {
        throw Trouble(TroubleCode::refused,
                      "it does not export waymark_measure(), so it is no measure plugin");
    }
    entry_ = library_->handle.get<const wm_measure*()>("waymark_measure");
}

Plugin::~Plugin() = default;

static void require(bool condition, const std::string& what) {
    if (!condition) {
        throw Trouble(TroubleCode::refused, what);
    }
}

const wm_measure& Plugin::measure() const {
    const wm_measure* const table = entry_();
    require(table != nullptr, "its waymark_measure() returns no table");
    require(table->magic == WM_MAGIC, "its table does not begin with the magic word of a measure");
    require(table->abi_major == WM_ABI_MAJOR,
            "it was built for ABI " + std::to_string(table->abi_major) + ", this program has ABI " +
                std::to_string(WM_ABI_MAJOR));
    require(table->abi_minor_needed <= WM_ABI_MINOR,
            "it needs ABI " + std::to_string(table->abi_major) + "." +
                std::to_string(table->abi_minor_needed) + ", this program has " +
                std::to_string(WM_ABI_MAJOR) + "." + std::to_string(WM_ABI_MINOR));
    require(table->size >= sizeof(wm_measure), "its table has " + std::to_string(table->size) +
                                                   " bytes, ABI 1.0 needs " +
                                                   std::to_string(sizeof(wm_measure)));
    require(table->description != nullptr && table->open != nullptr && table->cases != nullptr &&
                table->rows != nullptr && table->answer != nullptr && table->close != nullptr,
            "its table lacks a function that is not optional, or the description");
    return *table;
}

}  // namespace waymark::worker
