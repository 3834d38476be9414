export interface Cells {
  readonly cells: readonly (number | string)[];
  readonly total: number | string;
}

/**
 * Counts as the public sees them: "1–9" in place of a small one, never blank and never for a zero, for counts of violations must
 * not vanish. So that a small one does not follow from the total, the smallest of the others is shown as "k or more" beside it (R32).

 * @param k below this a count could point to a child: the profile's (ruling 3)
 * @param total how many there are altogether, where some are counted in several cells
 */
export function suppressed(counts: readonly number[], k: number, total = counts.reduce((sum, count) => sum + count, 0)): Cells {
  const isSmall = (count: number): boolean => count > 0 && count < k;
  const small = counts.filter(isSmall);
  const shown: (number | string)[] = counts.map((count) => (isSmall(count) ? `1–${k - 1}` : count));
  if (!followsFrom(small, k)) return { cells: shown, total: isSmall(total) ? `1–${k - 1}` : total };
  const large = counts.filter((count) => count >= k);
  // Nothing to hide it behind: then the total is as telling as the cell.
  if (large.length === 0) return { cells: shown, total: total < k ? `1–${k - 1}` : `${k} or more` };
  shown[counts.indexOf(Math.min(...large))] = `${k} or more`;
  return { cells: shown, total };
}

/** Whether the sum of the small cells, which the total gives away, tells what each of them is. */
function followsFrom(small: readonly number[], k: number): boolean {
  const sum = small.reduce((all, count) => all + count, 0);
  return small.length > 0 && (small.length === 1 || sum === small.length || sum === small.length * (k - 1));
}
