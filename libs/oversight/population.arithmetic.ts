/** CAL-21: integers until they are printed, and rounded there, half away from zero. */
export function printRatio(numerator: bigint, denominator: bigint, decimals: number): string {
  if (denominator <= 0n) throw new Error('a ratio is of something to a positive number');
  const scale = 10n ** BigInt(decimals);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const scaled = (2n * magnitude * scale + denominator) / (2n * denominator);
  const fraction = decimals === 0 ? '' : `.${String(scaled % scale).padStart(decimals, '0')}`;
  return `${numerator < 0n && scaled > 0n ? '-' : ''}${scaled / scale}${fraction}`;
}

/** CAL-19: per 100,000 children, two decimals. */
export function ratePer100000(count: number, children: number): string {
  return printRatio(BigInt(count) * 100_000n, BigInt(children), 2);
}

/** In milliseconds; of an even number the mean of the two in the middle. */
export function median(sorted: readonly number[]): number | undefined {
  if (sorted.length === 0) return undefined;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : Math.floor((sorted[middle - 1]! + sorted[middle]!) / 2);
}

export interface Observed {
  readonly elapsedMs: number;
  /** False where the end was not seen: the time is at least as long. */
  readonly ended: boolean;
}

export interface Step {
  readonly elapsedMs: number;
  /** How many were still held just before. */
  readonly atRisk: number;
  readonly released: number;
  /** Share still held after it, in parts of `whole`. */
  readonly held: bigint;
}

/** Shares are integers of so many parts, the same on every machine; each step is off by less than one of them. */
const whole = 10n ** 30n;

/** CAL-18: Kaplan and Meier's estimate of how long it takes until release. Who leaves at the same instant as another's end is not seen is released first. */
export function kaplanMeier(observed: readonly Observed[]): readonly Step[] {
  const sorted = [...observed].sort((a, b) => a.elapsedMs - b.elapsedMs);
  const steps: Step[] = [];
  let held = whole;
  for (let first = 0; first < sorted.length;) {
    const { elapsedMs } = sorted[first]!;
    let next = first;
    let released = 0;
    for (; sorted[next]?.elapsedMs === elapsedMs; next += 1) released += Number(sorted[next]!.ended);
    const atRisk = sorted.length - first;
    held = (2n * held * BigInt(atRisk - released) + BigInt(atRisk)) / (2n * BigInt(atRisk));
    if (released > 0) steps.push({ elapsedMs, atRisk, released, held });
    first = next;
  }
  return steps;
}

/** The share that is still held, four decimals if not said otherwise; what lies so near to a half of the last one that the parts do not tell is one. */
export function printHeld({ held }: Step, decimals = 4): string {
  const coarse = 10n ** 10n;
  return printRatio((held + coarse / 2n) / coarse, whole / coarse, decimals);
}

/** The first time at which no more than half are still held; undefined where the curve does not come down to it. */
export function medianOf(steps: readonly Step[]): number | undefined {
  return steps.find((step, n) => {
    const [beyondHalf, offBy] = [2n * step.held - whole, 2n * BigInt(n + 1)];
    return beyondHalf < -offBy || (beyondHalf <= offBy && isHalf(steps.slice(0, n + 1)));
  })?.elapsedMs;
}

/** Whether no more than half are still held, by the whole numbers that the share is made of. */
function isHalf(steps: readonly Step[]): boolean {
  const product = (factors: readonly number[]): bigint => factors.reduce((all, factor) => all * BigInt(factor), 1n);
  return 2n * product(steps.map(({ atRisk, released }) => atRisk - released)) <= product(steps.map(({ atRisk }) => atRisk));
}
