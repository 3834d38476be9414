import { hash } from 'node:crypto';
import type { Position } from './port.js';
import { Unfit } from './projection-runner.js';

/** A row with the positions between which it stood; open where nothing has ended it yet. */
export interface KnownRow {
  /** JSON text. */
  readonly row: string;
  readonly digest: string;
  readonly from: Position;
  readonly to?: Position;
}

/** What facts have changed in a table that keeps what was known when, for one key. */
export interface KnownChanges {
  /** Rows from before that are no longer so, with the position since when. */
  readonly ended: readonly { readonly digest: string; readonly to: Position }[];
  readonly added: readonly KnownRow[];
}

/** The columns that such a table has besides its own. */
export const knownColumns = ['known_from', 'known_to', 'row_digest'] as const;

/** Follows the rows of a key from fact to fact: a row that stays so stays as it is, one that comes back is a row of its own. */
export class KnownRows {
  private readonly ended: { digest: string; to: Position }[] = [];
  private readonly gone: KnownRow[] = [];
  /** By row: the position since when it stands, or none where it stood before. */
  private readonly standing = new Map<string, Position | undefined>();

  constructor(before: readonly string[]) {
    for (const row of before) this.standing.set(row, undefined);
  }

  /** @throws Unfit where two rows are alike: nothing could tell which of them ended */
  become(rows: readonly string[], at: Position): void {
    const now = new Set(rows);
    if (now.size < rows.length) throw new Unfit('two rows of a key are alike');
    for (const [row, from] of this.standing) {
      if (now.has(row)) continue;
      if (from === undefined) this.ended.push({ digest: rowDigest(row), to: at });
      else this.gone.push({ row, digest: rowDigest(row), from, to: at });
      this.standing.delete(row);
    }
    for (const row of now) if (!this.standing.has(row)) this.standing.set(row, at);
  }

  changes(): KnownChanges {
    const added = [...this.standing].flatMap(([row, from]) => (from === undefined ? [] : [{ row, digest: rowDigest(row), from }]));
    return { ended: this.ended, added: [...this.gone, ...added] };
  }
}

/** The row as JSON text, with the columns that say when it was known. */
export function withKnownColumns({ row, digest, from, to }: KnownRow): string {
  return `${row.slice(0, -1)},"known_from":"${from}","known_to":${to === undefined ? 'null' : `"${to}"`},"row_digest":"${digest}"}`;
}

function rowDigest(row: string): string {
  return hash('sha256', row, 'base64url').slice(0, 22);
}
