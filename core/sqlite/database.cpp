// SPDX-License-Identifier: MIT
#include "sqlite/database.hpp"

#include <SQLiteCpp/Statement.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"

namespace waymark::sqlite {

static bool is_in_memory(const std::filesystem::path& path) {
    return path == ":memory:";
}

// SQLite would create the file with a mode that depends on the umask; the mode is a promise of
// ours.
static void create_if_missing(const std::filesystem::path& path, const Schema& schema) {
    const FileDescriptor file(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, schema.file_mode));
    if (file.is_open()) {
        if (::fchmod(file.get(), schema.file_mode) != 0) {
            throw system_error(ErrorKind::store, path.string());
        }
        return;
    }
    if (errno != EEXIST) {
        const ErrorKind kind = errno == EACCES || errno == EPERM || errno == EROFS
                                   ? ErrorKind::permission
                                   : ErrorKind::store;
        throw system_error(kind, path.string() + ": cannot create the " + schema.noun);
    }
}

static void refuse_if_exposed(const std::filesystem::path& path, const Schema& schema) {
    struct stat status {};
    if (!schema.is_private() || ::stat(path.c_str(), &status) != 0) {
        return;  // a file that is not there is refused when it is opened
    }
    if ((status.st_mode & 077U) != 0) {
        throw Error(ErrorKind::permission,
                    std::string("other users may read or write this ") + schema.noun +
                        ", which holds exact figures; run chmod 600 on it and on its copies",
                    {.file = path.string()});
    }
}

// SQLite takes a file shorter than its smallest page for an empty one and would write over it.
static void refuse_scrap(const std::filesystem::path& path, const Schema& schema) {
    std::error_code unknown;  // a file that cannot be looked at is refused when it is opened
    const std::uintmax_t size = std::filesystem::file_size(path, unknown);
    if (!unknown && size > 0 && size < 512) {
        throw Error(
            ErrorKind::store,
            std::string("is not an SQLite database; give the ") + schema.noun + " another path",
            {.file = path.string()});
    }
}

static SQLite::Database opened(const std::filesystem::path& path, const Schema& schema, int flags,
                               const Options& options) {
    // Nobody asks SQLite how much memory it has, which it would lock a mutex for at each piece.
    static const int without_statistics = ::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(without_statistics);
    try {
        // One thread at a time uses a connection, so SQLite need not lock its own structures.
        return {path.string(), flags | SQLite::OPEN_NOMUTEX,
                static_cast<int>(options.busy_timeout.count())};
    } catch (const SQLite::Exception& exception) {
        throw failure(exception, schema.noun, path.string());
    }
}

static SQLite::Database opened_to_write(const std::filesystem::path& path, const Schema& schema,
                                        const Options& options) {
    if (!is_in_memory(path)) {
        create_if_missing(path, schema);
        refuse_scrap(path, schema);
        refuse_if_exposed(path, schema);
    }
    return opened(path, schema, SQLite::OPEN_READWRITE, options);
}

static SQLite::Database opened_to_read(const std::filesystem::path& path, const Schema& schema,
                                       const Options& options) {
    if (!std::filesystem::exists(path)) {
        throw Error(ErrorKind::input_missing,
                    std::string("no such ") + schema.noun + "; a first run creates it",
                    {.file = path.string()});
    }
    refuse_scrap(path, schema);
    refuse_if_exposed(path, schema);
    return opened(path, schema, SQLite::OPEN_READONLY, options);
}

Database::Database(const std::filesystem::path& path, const Schema& schema, const Clock& clock,
                   Options options)
    : noun_(schema.noun),
      options_(std::move(options)),
      connection_(opened_to_write(path, schema, options_)) {
    translated([&] {
        static_cast<void>(checked_version(connection_, schema));  // before anything is changed
        // A rollback journal, because a WAL cannot be read without writing beside it. EXTRA also
        // syncs the folder: a commit that was reported must survive a power cut, or ledger and
        // store could disagree for good.
        connection_.exec(
            "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;"
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
            "PRAGMA secure_delete = ON;"  // what is erased must not stay in free pages
            "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
        migrate(connection_, schema, clock.now());
    });
}

Database::Database(const std::filesystem::path& path, const Schema& schema, Options options)
    : noun_(schema.noun),
      options_(std::move(options)),
      connection_(opened_to_read(path, schema, options_)) {
    translated([&] {
        connection_.exec("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF");
        const std::int32_t version = checked_version(connection_, schema);
        if (version != schema.version()) {
            throw Error(ErrorKind::store,
                        std::string("this ") + schema.noun + " has schema version " +
                            std::to_string(version) + ", older than the " +
                            std::to_string(schema.version()) +
                            " this program reads; its next writer brings it up to date",
                        {.file = path.string()});
        }
    });
}

std::int64_t Database::data_version() const {
    return connection_.execAndGet("PRAGMA data_version").getInt64();
}

static void sync_file(const std::filesystem::path& path, int flags) {
    const FileDescriptor file(::open(path.c_str(), flags | O_CLOEXEC));
    if (!file.is_open() || ::fsync(file.get()) != 0) {
        throw system_error(ErrorKind::store, path.string() + ": cannot write the snapshot");
    }
}

void Database::snapshot(const std::filesystem::path& path) const {
    std::filesystem::path draft = path;
    draft += ".draft";
    std::error_code ignored;  // no draft left over is as good as one removed
    std::filesystem::remove(draft, ignored);
    translated([&] {
        SQLite::Statement copy(connection_, "VACUUM INTO ?");
        copy.bind(1, draft.string());
        copy.exec();
    });
    // World-readable, writable by nobody: readers of a share can only read.
    if (::chmod(draft.c_str(), 0444) != 0) {
        throw system_error(ErrorKind::store, draft.string());
    }
    sync_file(draft, O_RDONLY);
    if (::rename(draft.c_str(), path.c_str()) != 0) {
        throw system_error(ErrorKind::store, path.string() + ": cannot put the snapshot in place");
    }
    sync_file(path.has_parent_path() ? path.parent_path() : ".", O_RDONLY | O_DIRECTORY);
}

}  // namespace waymark::sqlite
