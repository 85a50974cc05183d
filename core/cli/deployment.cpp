// SPDX-License-Identifier: MIT
#include "cli/deployment.hpp"

#include "base/error.hpp"
#include "config/read_config.hpp"
#include "run/settle.hpp"

namespace waymark::cli {

// A ledger or store in a folder that does not exist yet: the folder is made, private to the
// ledger's owner by the file's own mode.
static const std::filesystem::path& with_folder(const std::filesystem::path& file) {
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    if (failure) {
        throw Error(ErrorKind::permission, "cannot make the folder " + file.parent_path().string() +
                                               ": " + failure.message());
    }
    return file;
}

Books::Books(const config::Config& config, const Clock& clock)
    : ledger(with_folder(config.ledger), clock), store(with_folder(config.store), clock) {
    (void)run::settle(ledger, store.reader());
}

Deployment::Deployment(const std::filesystem::path& file, const Clock& clock)
    : config_(config::read_config(file)),
      catalogue_(run::plugin_folders(config_.plugin_folders)),
      books_(config_, clock) {}

}  // namespace waymark::cli
