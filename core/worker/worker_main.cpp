// SPDX-License-Identifier: MIT
// waymark-worker: runs one plugin on behalf of a host, or writes the sidecar of a plugin file.
#include <unistd.h>

#include <exception>
#include <iostream>
#include <new>
#include <string_view>

#include "base/error.hpp"
#include "worker/service.hpp"
#include "worker/sidecar.hpp"
#include "worker/trouble.hpp"

using namespace waymark;
using worker::TroubleCode;

// Ends without unwinding: destructors of the plugin's library must never run.
[[noreturn]] static void serve() {
    auto* const service = new worker::Service;
    try {
        service->run();
    } catch (const worker::Trouble& trouble) {
        service->tell(trouble.code(), trouble.what());
    } catch (const std::bad_alloc&) {
        service->tell(TroubleCode::out_of_memory, "");
    } catch (const std::exception& error) {
        service->tell(TroubleCode::internal, error.what());
    }
    ::_exit(0);
}

static int describe(const char* plugin) {
    try {
        std::cout << worker::sidecar(plugin) << std::flush;
        return std::cout ? 0 : exit_code(ErrorKind::internal);
    } catch (const Error& error) {
        std::cerr << "waymark-worker: " << error.what() << '\n';
        return exit_code(error.kind());
    }
}

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "--serve") {
        serve();
    }
    if (argc == 3 && std::string_view(argv[1]) == "--describe") {
        return describe(argv[2]);
    }
    std::cerr << "waymark-worker --describe PLUGIN.so    writes the plugin's sidecar (JSON)\n"
                 "waymark itself starts it with --serve; nobody else should.\n";
    return exit_code(ErrorKind::usage);
}
