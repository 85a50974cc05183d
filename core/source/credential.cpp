// SPDX-License-Identifier: MIT
#include "source/credential.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

#include "base/error.hpp"
#include "base/file.hpp"

namespace waymark::source {

static std::filesystem::path path_of(const config::Secret& secret) {
    if (secret.credential.empty()) {
        return secret.file;
    }
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr || *folder == '\0') {
        throw Error(ErrorKind::input_missing,
                    "there are no credentials: $CREDENTIALS_DIRECTORY is not set. Start Waymark "
                    "from a systemd unit with LoadCredential=" +
                        secret.credential + ":PATH, or use \"file:PATH\"",
                    secret.place);
    }
    return std::filesystem::path(folder) / secret.credential;
}

std::string secret_text(const config::Secret& secret) {
    if (!secret.is_given()) {
        return {};
    }
    const std::filesystem::path path = path_of(secret);
    const FileDescriptor file = open_for_reading(path);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw Error(ErrorKind::input_missing, "the credential is no file", {.file = path.string()});
    }
    if ((status.st_mode & S_IRWXO) != 0) {
        throw Error(ErrorKind::permission,
                    "everybody on this machine may read this credential. Take that away: chmod "
                    "o-rwx",
                    {.file = path.string()});
    }
    std::string text = file_text(path);
    while (text.ends_with('\n') || text.ends_with('\r')) {
        text.pop_back();
    }
    const bool is_printable = std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= ' ' && c != '\x7f';
    });
    if (text.empty() || !is_printable) {
        throw Error(ErrorKind::input_missing,
                    "the credential is empty, or no single line of text. Put the secret into it",
                    {.file = path.string()});
    }
    return text;
}

}  // namespace waymark::source
