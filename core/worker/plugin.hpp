// SPDX-License-Identifier: MIT
// The one place that loads plugins.
#pragma once

#include <filesystem>
#include <memory>

#include "waymark/abi.h"

namespace waymark::worker {

/// A loaded plugin. Instances must not outlive it. Constant after construction; any thread.
class Plugin {
public:
    /// Loads the shared object at `file`; its constructors run here. Throws Trouble(refused) if it
    /// cannot be loaded or exports no waymark_measure.
    explicit Plugin(const std::filesystem::path& file);
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    ~Plugin();

    /// Its table, asked for and checked: magic, size, major, minor. Throws Trouble(refused).
    [[nodiscard]] const wm_measure& measure() const;

private:
    struct Library;
    std::unique_ptr<Library> library_;  // before all that points into it
    const wm_measure* (*entry_)() = nullptr;
};

}  // namespace waymark::worker
