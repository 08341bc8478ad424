import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import { batches } from './testing/arbitrary.ts';
import { dump } from './testing/dump.ts';
import { type Journal } from './types.ts';

const GAP = 7_200_000;
/** In memory where the system has such a place: these are about content, not about disks. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

function withJournal<T>(use: (journal: Journal, dumped: () => ReturnType<typeof dump>, db: DatabaseSync) => T): T {
  const folder = mkdtempSync(join(PLACE, 'rebuild-'));
  const file = join(folder, 'journal.db');
  const journal = openJournal(file, { idleGapMs: GAP, rebuildChunk: 7 });
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return use(journal, () => dump(db), db);
  } finally {
    db.close();
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('projections', () => {
  it('are the same made anew from all events as kept up event by event', () => {
    fc.assert(
      fc.property(batches, (stream) => {
        withJournal((journal, dumped) => {
          stream.forEach((events, index) => {
            journal.append(events, 1_764_000_000_000 + index);
            if (index % 5 === 4) {
              journal.closeIdleRuns(1_764_000_000_000 + index);
            }
          });
          const kept = dumped();
          journal.rebuild();
          expect(dumped()).toEqual(kept);
        });
      }),
      { numRuns: 100 }
    );
  });

  it('do not depend on how the events were cut into transactions', () => {
    fc.assert(
      fc.property(batches, (stream) => {
        const named = stream.map((events, b) =>
          events.map((event, e) => ({ ...event, id: event.id ?? `made-${b}-${e}` }))
        );
        const apart = withJournal((journal, dumped) => {
          named.flat().forEach((event) => journal.append([event], 1));
          return dumped();
        });
        const together = withJournal((journal, dumped) => {
          journal.append(named.flat(), 1);
          return dumped();
        });
        expect(together).toEqual(apart);
      }),
      { numRuns: 50 }
    );
  });

  it('have attributions of a session that never overlap, and usage that follows them', () => {
    fc.assert(
      fc.property(batches, (stream) => {
        withJournal((journal, _dumped, db) => {
          stream.forEach((events) => journal.append(events, 1));
          const overlaps = db
            .prepare(
              `SELECT * FROM attributions a JOIN attributions b ON a.session = b.session AND a.id <> b.id
               AND a.from_at <= b.from_at AND coalesce(a.until_at, 9e15) > b.from_at`
            )
            .all();
          expect(overlaps).toEqual([]);
          const wrong = db
            .prepare(
              `SELECT u.id, u.task_id, a.task_id FROM usage u JOIN sessions s ON s.id = u.session
               LEFT JOIN attributions a ON a.session = u.session AND a.from_at <= u.at AND coalesce(a.until_at, 9e15) > u.at
               WHERE u.pinned = 0 AND (u.task_id IS NOT a.task_id OR u.tag IS NOT a.tag OR u.evidence IS NOT a.kind)`
            )
            .all();
          expect(wrong).toEqual([]);
          const twice = db
            .prepare(
              `SELECT session FROM usage WHERE counted = 1 GROUP BY session HAVING count(DISTINCT reporter) > 1
               AND session IN (SELECT id FROM sessions)`
            )
            .all();
          expect(twice).toEqual([]);
        });
      }),
      { numRuns: 60 }
    );
  });

  it('have no negative durations, whatever the clocks say', () => {
    fc.assert(
      fc.property(batches, (stream) => {
        withJournal((journal, _dumped, db) => {
          stream.forEach((events) => journal.append(events, 1));
          journal.closeIdleRuns(2e12);
          for (const table of ['runs', 'attempts', 'sessions', 'agents']) {
            expect(db.prepare(`SELECT * FROM ${table} WHERE ended_at < started_at`).all()).toEqual([]);
          }
        });
      }),
      { numRuns: 50 }
    );
  });
});
