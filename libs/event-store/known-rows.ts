import { hash } from 'node:crypto';
import type { Position } from './port.js';
import { Unfit } from './projection-runner.js';

/** A row as JSON text, by which it is told from others of the same key. */
export class RowText {
  private known: string | undefined;

  constructor(readonly key: string, readonly text: string) {}

  /** Found when it is first asked for: most tables need none. */
  get digest(): string {
    return this.known ??= hash('sha256', this.text, 'base64url').slice(0, 22);
  }
}

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
  /** All that stands now, as digests. */
  readonly standing: readonly string[];
}

/** The columns that such a table has besides its own. */
export const knownColumns = ['known_from', 'known_to', 'row_digest'] as const;

/** Follows the rows of a key from fact to fact: a row that stays so stays as it is, one that comes back is a row of its own. */
export class KnownRows {
  private readonly ended: { digest: string; to: Position }[] = [];
  private readonly gone: KnownRow[] = [];
  /** By digest: the row, or none where it stood before. */
  private readonly standing = new Map<string, KnownRow | undefined>();

  private last: readonly RowText[] | undefined;

  /** @param before what stood before, as digests: nobody has to tell those rows again to see which of them are no longer so */
  constructor(before: readonly string[]) {
    for (const digest of before) this.standing.set(digest, undefined);
  }

  /** @throws Unfit where two rows are alike: nothing could tell which of them ended */
  become(rows: readonly RowText[], at: Position): void {
    if (rows === this.last) return;
    this.last = rows;
    const now = new Map(rows.map((row) => [row.digest, row]));
    if (now.size < rows.length) throw new Unfit('two rows of a key are alike');
    for (const [digest, added] of this.standing) {
      if (now.has(digest)) continue;
      if (added) this.gone.push({ ...added, to: at });
      else this.ended.push({ digest, to: at });
      this.standing.delete(digest);
    }
    for (const [digest, { text }] of now) if (!this.standing.has(digest)) this.standing.set(digest, { row: text, digest, from: at });
  }

  changes(): KnownChanges {
    return { ended: this.ended, added: [...this.gone, ...[...this.standing.values()].filter((row) => row !== undefined)], standing: [...this.standing.keys()] };
  }
}

/** The row as JSON text, with the columns that say when it was known. */
export function withKnownColumns({ row, digest, from, to }: KnownRow): string {
  return `${row.slice(0, -1)},"known_from":"${from}","known_to":${to === undefined ? 'null' : `"${to}"`},"row_digest":"${digest}"}`;
}
