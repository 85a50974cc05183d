// SPDX-License-Identifier: MIT
#include "worker/elf.hpp"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/error.hpp"

namespace waymark::worker {

static void require(bool condition) {
    if (!condition) {
        throw Error(ErrorKind::measure, "not a 64-bit ELF shared object, so no plugin");
    }
}

// The format's own structs, copied out; a position or count from the file is checked before it is
// used.
template <class T>
static T at(std::span<const std::byte> file, std::uint64_t offset) {
    require(offset <= file.size() && sizeof(T) <= file.size() - offset);
    T value{};
    std::memcpy(&value, file.data() + offset, sizeof value);
    return value;
}

static std::string text_at(std::span<const std::byte> file, std::uint64_t offset) {
    require(offset < file.size());
    const auto rest = file.subspan(offset);
    const auto end = std::ranges::find(rest, std::byte{0});
    require(end != rest.end());
    return {reinterpret_cast<const char*>(rest.data()),
            static_cast<std::size_t>(end - rest.begin())};
}

static Elf64_Ehdr head_of(std::span<const std::byte> file) {
    const auto head = at<Elf64_Ehdr>(file, 0);
    require(std::memcmp(head.e_ident, ELFMAG, SELFMAG) == 0 &&
            head.e_ident[EI_CLASS] == ELFCLASS64 && head.e_ident[EI_DATA] == ELFDATA2LSB &&
            head.e_type == ET_DYN && head.e_phentsize == sizeof(Elf64_Phdr));
    return head;
}

static std::vector<Elf64_Phdr> segments_of(std::span<const std::byte> file) {
    const Elf64_Ehdr head = head_of(file);
    std::vector<Elf64_Phdr> segments;
    for (std::uint64_t i = 0; i < head.e_phnum; ++i) {
        segments.push_back(at<Elf64_Phdr>(file, head.e_phoff + i * sizeof(Elf64_Phdr)));
    }
    return segments;
}

// Where in the file an address of the loaded object lies.
static std::uint64_t file_offset(const std::vector<Elf64_Phdr>& segments, std::uint64_t address) {
    for (const Elf64_Phdr& segment : segments) {
        if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
            address - segment.p_vaddr < segment.p_filesz) {
            return segment.p_offset + (address - segment.p_vaddr);
        }
    }
    require(false);
    return 0;
}

std::vector<std::string> needed_libraries(std::span<const std::byte> file) {
    const std::vector<Elf64_Phdr> segments = segments_of(file);
    const auto dynamic = std::ranges::find(segments, Elf64_Word{PT_DYNAMIC}, &Elf64_Phdr::p_type);
    require(dynamic != segments.end());
    std::vector<std::uint64_t> names;
    std::optional<std::uint64_t> strings;
    for (std::uint64_t i = 0; i < dynamic->p_filesz / sizeof(Elf64_Dyn); ++i) {
        const auto entry = at<Elf64_Dyn>(file, dynamic->p_offset + i * sizeof(Elf64_Dyn));
        if (entry.d_tag == DT_NULL) {
            break;
        }
        if (entry.d_tag == DT_NEEDED) {
            names.push_back(entry.d_un.d_val);
        } else if (entry.d_tag == DT_STRTAB) {
            strings = file_offset(segments, entry.d_un.d_ptr);
        }
    }
    require(names.empty() || strings);
    std::vector<std::string> needed;
    for (const std::uint64_t name : names) {
        require(name < file.size());
        needed.push_back(text_at(file, *strings + name));
    }
    return needed;
}

std::string compiler_of(std::span<const std::byte> file) {
    const Elf64_Ehdr head = head_of(file);
    const auto section = [&](std::uint64_t index) {
        return at<Elf64_Shdr>(file, head.e_shoff + index * sizeof(Elf64_Shdr));
    };
    for (std::uint64_t i = 0; i < head.e_shnum; ++i) {
        const Elf64_Shdr candidate = section(i);
        const std::uint64_t names = section(head.e_shstrndx).sh_offset;
        require(names < file.size());
        if (candidate.sh_size > 0 && text_at(file, names + candidate.sh_name) == ".comment") {
            return text_at(file, candidate.sh_offset);
        }
    }
    return "";
}

}  // namespace waymark::worker
