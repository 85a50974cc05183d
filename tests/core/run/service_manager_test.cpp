// SPDX-License-Identifier: MIT
#include "run/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstring>

#include "core/sqlite/test_folder.hpp"

using namespace waymark;
using run::ServiceManager;

// A manager that listens at a path.
class Listener {
public:
    explicit Listener(const std::string& path)
        : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        REQUIRE(path.size() < sizeof at.sun_path);
        std::memcpy(at.sun_path, path.data(), path.size());
        REQUIRE(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    }

    // The next message, "" when there is none.
    std::string message() {
        std::array<char, 1024> bytes{};
        const ssize_t length = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
        return length > 0 ? std::string(bytes.data(), std::size_t(length)) : "";
    }

private:
    FileDescriptor socket_;
};

TEST_CASE("The service manager is told in the words of its protocol", "[run]") {
    const test::Folder folder;
    Listener listener((folder / "s").string());
    const ServiceManager manager({(folder / "s").string(), "20000000", ""});
    manager.ready("3 monitors");
    CHECK(listener.message() == "READY=1\nSTATUS=3 monitors");
    manager.reloading();
    CHECK_THAT(listener.message(), Catch::Matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+"));
    manager.watchdog();
    CHECK(listener.message() == "WATCHDOG=1");
    manager.status("idle");
    CHECK(listener.message() == "STATUS=idle");
    manager.stopping("1 running");
    CHECK(listener.message() == "STOPPING=1\nSTATUS=1 running");
    CHECK(manager.watchdog_interval() == std::chrono::seconds{10});
}

TEST_CASE("A watchdog for another process, or none, is not fed", "[run]") {
    const test::Folder folder;
    Listener listener((folder / "s").string());
    const std::string socket = (folder / "s").string();
    for (const ServiceManager& manager :
         {ServiceManager({socket, "", ""}), ServiceManager({socket, "20000000", "1"}),
          ServiceManager({socket, "soon", ""}), ServiceManager({socket, "-5", ""})}) {
        CHECK_FALSE(manager.watchdog_interval().has_value());
        manager.watchdog();
        CHECK(listener.message().empty());
    }
    const ServiceManager ours({socket, "20000000", std::to_string(::getpid())});
    CHECK(ours.watchdog_interval().has_value());
}

TEST_CASE("Without a manager, or with one that is gone, nothing happens", "[run]") {
    const test::Folder folder;
    for (const std::string& socket : {std::string(), std::string("relative"), std::string("/"),
                                      (folder / "gone").string(), std::string(200, '/')}) {
        const ServiceManager manager({socket, "", ""});
        CHECK_NOTHROW(manager.ready("well"));
    }
}
