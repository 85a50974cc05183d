// SPDX-License-Identifier: MIT
#include "run/settle.hpp"

#include "base/error.hpp"

namespace waymark::run {

Settled settle(ledger::Ledger& ledger, const store::ReleaseReader& store) {
    Settled settled;
    for (const ledger::RunRecord& run : ledger.reader().unfinished()) {
        if (run.state == ledger::RunState::running) {
            ledger.fail(run.run_id, ledger::Outcome::failed,
                        "interrupted: the program ended while the run was going on; nothing was "
                        "published; run it again");
            ++settled.failed;
            continue;
        }
        const auto taken = store.run(run.run_id);
        if (!taken) {
            ledger.fail(run.run_id, ledger::Outcome::failed,
                        "interrupted: the program ended before the store took the publication; "
                        "nothing was published; run it again");
            ++settled.failed;
            continue;
        }
        if (taken->publication_sha256 != run.publication_sha256) {
            throw Error(ErrorKind::store,
                        "store and ledger disagree about run " + run.run_id +
                            ": one of the two files was replaced; put back the pair that belongs "
                            "together");
        }
        ledger.commit(run.run_id, taken->vintage_id);
        ++settled.committed;
    }
    return settled;
}

}  // namespace waymark::run
