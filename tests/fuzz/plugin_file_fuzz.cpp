// SPDX-License-Identifier: MIT
// A plugin file of any bytes: it is judged or refused, and nothing outside it is read.
#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/error.hpp"
#include "worker/inspection.hpp"

using namespace waymark;

// The parts of the head that any other value would end the reading at, so that the fuzzer reaches
// behind them.
static void mend_head(std::vector<std::byte>& file) {
    Elf64_Ehdr head{};
    if (file.size() < sizeof head) {
        return;
    }
    std::memcpy(&head, file.data(), sizeof head);
    std::memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64;
    head.e_ident[EI_DATA] = ELFDATA2LSB;
    head.e_type = ET_DYN;
    head.e_phentsize = sizeof(Elf64_Phdr);
    head.e_phoff %= file.size();
    head.e_shoff %= file.size();
    head.e_phnum %= 8;
    head.e_shnum %= 8;
    std::memcpy(file.data(), &head, sizeof head);
}

// NOLINTNEXTLINE(readability-identifier-naming): the name that libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    std::vector<std::byte> file(bytes.begin(), bytes.end());
    if (size > 0 && data[size - 1] % 4 != 0) {
        mend_head(file);
    }
    try {
        for (const worker::FileFault& fault : worker::faults_of(worker::shared_object(file))) {
            check(!fault.rule.empty() && !fault.sentence.empty(), "a fault says what is wrong");
        }
    } catch (const Error& error) {
        check(error.kind() == ErrorKind::measure, "the one way a file may be refused");
    }
    return 0;
}
