// SPDX-License-Identifier: MIT
#include "sqlite/failure.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace waymark::sqlite {

Error failure(const SQLite::Exception& exception, const char* noun, const std::string& file) {
    const Place place{.file = file};
    const std::string the = std::string("the ") + noun;
    // A journal left by a writer that died must be rolled back first, which readers may not do.
    if (exception.getExtendedErrorCode() == SQLITE_READONLY_ROLLBACK ||
        exception.getExtendedErrorCode() == SQLITE_READONLY_RECOVERY) {
        return {ErrorKind::try_later,
                the +
                    " was left by a writer that died in the middle; start that writer again, it "
                    "puts the file right, then read again",
                place};
    }
    switch (exception.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::try_later,
                    the +
                        " is locked by another program and stayed so; nothing was written; close "
                        "programs that keep it open, or run the same command again",
                    place};
        case SQLITE_FULL:
            return {ErrorKind::store,
                    "no space left for " + the +
                        "; nothing was written; free space and run the "
                        "same command again",
                    place};
        case SQLITE_NOTADB:
            return {ErrorKind::store, "is not an SQLite database; give " + the + " another path",
                    place};
        case SQLITE_CORRUPT:
            return {ErrorKind::store,
                    the + " is damaged (" + exception.what() + "); put back a copy or snapshot",
                    place};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {ErrorKind::permission,
                    "no permission to write " + the +
                        "; nothing was written; give this user write "
                        "permission for the file and its folder",
                    place};
        case SQLITE_CANTOPEN:
            return {ErrorKind::store,
                    the +
                        " or its journal cannot be opened; check that the folder exists and that "
                        "this user may use it",
                    place};
        case SQLITE_IOERR:
            return {ErrorKind::store,
                    "reading or writing " + the + " failed (" + exception.what() +
                        "); nothing was written; check disk and file size limits, then run the "
                        "same command again",
                    place};
        default:
            return {ErrorKind::internal,
                    "a statement on " + the + " failed: " + exception.what() + "; please report it",
                    place};
    }
}

}  // namespace waymark::sqlite
