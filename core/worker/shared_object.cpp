// SPDX-License-Identifier: MIT
#include "worker/shared_object.hpp"

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "base/error.hpp"

namespace waymark::worker {

static void require(bool condition) {
    if (!condition) {
        throw Error(ErrorKind::measure, "not a 64-bit ELF shared object, so no plugin");
    }
}

namespace {

/// The file, read by offset and by the address it will have; every position is checked.
class ElfFile {
public:
    explicit ElfFile(std::span<const std::byte> bytes) : bytes_(bytes) {
        head_ = at<Elf64_Ehdr>(0);
        require(std::memcmp(head_.e_ident, ELFMAG, SELFMAG) == 0 &&
                head_.e_ident[EI_CLASS] == ELFCLASS64 && head_.e_ident[EI_DATA] == ELFDATA2LSB &&
                head_.e_type == ET_DYN && head_.e_phentsize == sizeof(Elf64_Phdr));
        for (std::uint64_t i = 0; i < head_.e_phnum; ++i) {
            segments_.push_back(at<Elf64_Phdr>(head_.e_phoff + i * sizeof(Elf64_Phdr)));
        }
    }

    template <class T>
    [[nodiscard]] T at(std::uint64_t offset) const {
        require(offset <= bytes_.size() && sizeof(T) <= bytes_.size() - offset);
        T value{};
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }
    /// The text so many bytes into the table of strings at `table`; the sum may not wrap.
    [[nodiscard]] std::string text_in(std::uint64_t table, std::uint64_t within) const {
        require(table < bytes_.size() && within < bytes_.size() - table);
        const std::uint64_t offset = table + within;
        const auto rest = bytes_.subspan(offset);
        const auto end = std::ranges::find(rest, std::byte{0});
        require(end != rest.end());
        return {reinterpret_cast<const char*>(rest.data()),
                static_cast<std::size_t>(end - rest.begin())};
    }
    [[nodiscard]] std::uint64_t offset_of(std::uint64_t address) const {
        for (const Elf64_Phdr& segment : segments_) {
            if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
                address - segment.p_vaddr < segment.p_filesz) {
                return segment.p_offset + (address - segment.p_vaddr);
            }
        }
        require(false);
        return 0;
    }
    [[nodiscard]] const std::vector<Elf64_Phdr>& segments() const noexcept { return segments_; }
    [[nodiscard]] const Elf64_Ehdr& head() const noexcept { return head_; }

private:
    std::span<const std::byte> bytes_;
    Elf64_Ehdr head_{};
    std::vector<Elf64_Phdr> segments_;
};

}  // namespace

static std::string compiler_of(const ElfFile& file) {
    const Elf64_Ehdr& head = file.head();
    const auto section = [&](std::uint64_t index) {
        return file.at<Elf64_Shdr>(head.e_shoff + index * sizeof(Elf64_Shdr));
    };
    for (std::uint64_t i = 0; i < head.e_shnum; ++i) {
        const Elf64_Shdr candidate = section(i);
        const std::uint64_t names = section(head.e_shstrndx).sh_offset;
        if (candidate.sh_size > 0 && file.text_in(names, candidate.sh_name) == ".comment") {
            return file.text_in(candidate.sh_offset, 0);
        }
    }
    return "";
}

// The dynamic symbol table; its length stands in the section headers only.
static std::vector<std::string> exports_of(const ElfFile& file, std::uint64_t strings) {
    std::vector<std::string> names;
    for (std::uint64_t i = 0; i < file.head().e_shnum; ++i) {
        const auto section = file.at<Elf64_Shdr>(file.head().e_shoff + i * sizeof(Elf64_Shdr));
        for (std::uint64_t at = 0;
             section.sh_type == SHT_DYNSYM && at + sizeof(Elf64_Sym) <= section.sh_size;
             at += sizeof(Elf64_Sym)) {
            const auto symbol = file.at<Elf64_Sym>(section.sh_offset + at);
            const auto binding = ELF64_ST_BIND(symbol.st_info);
            const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
            const bool is_shared = binding != STB_LOCAL && symbol.st_shndx != SHN_UNDEF &&
                                   (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
            if (is_shared) {
                names.push_back(file.text_in(strings, symbol.st_name));
            }
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

SharedObject shared_object(std::span<const std::byte> bytes) {
    const ElfFile file(bytes);
    SharedObject object;
    std::multimap<std::int64_t, std::uint64_t> dynamic;
    bool has_stack_header = false;
    for (const Elf64_Phdr& segment : file.segments()) {
        if (segment.p_type == PT_GNU_STACK) {
            has_stack_header = true;
            object.has_executable_stack = (segment.p_flags & PF_X) != 0;
        }
        for (std::uint64_t i = 0;
             segment.p_type == PT_DYNAMIC && i < segment.p_filesz / sizeof(Elf64_Dyn); ++i) {
            const auto entry = file.at<Elf64_Dyn>(segment.p_offset + i * sizeof(Elf64_Dyn));
            if (entry.d_tag == DT_NULL) {
                break;
            }
            dynamic.emplace(entry.d_tag, entry.d_un.d_val);
        }
    }
    object.has_executable_stack = object.has_executable_stack || !has_stack_header;
    const auto strings_entry = dynamic.find(DT_STRTAB);
    require(strings_entry != dynamic.end());
    const std::uint64_t strings = file.offset_of(strings_entry->second);
    for (auto [entry, end] = dynamic.equal_range(DT_NEEDED); entry != end; ++entry) {
        object.needed.push_back(file.text_in(strings, entry->second));
    }
    object.has_run_path = dynamic.contains(DT_RPATH) || dynamic.contains(DT_RUNPATH);
    const auto flags = dynamic.find(DT_FLAGS);
    object.has_text_relocations = dynamic.contains(DT_TEXTREL) ||
                                  (flags != dynamic.end() && (flags->second & DF_TEXTREL) != 0);
    object.exports = exports_of(file, strings);
    object.compiler = compiler_of(file);
    return object;
}

}  // namespace waymark::worker
