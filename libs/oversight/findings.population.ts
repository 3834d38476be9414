/** What no single record shows: groups of children who wait longer than others for the same help. */

/** How long children of the same groups waited for one thing that is owed to every child. */
export interface Waits {
  /** What was waited for, such as the duty REPRESENTATIVE. */
  readonly service: string;
  /** The groups that each of the children belongs to, by aspect: its sex, its accompaniment, the states that it claims. */
  readonly groups: Readonly<Record<string, string>>;
  /** Of each child, until it was given, or so far. Milliseconds. */
  readonly waitedMs: readonly number[];
}

export interface UnequalTreatment {
  readonly service: string;
  readonly aspect: string;
  readonly group: string;
  readonly childrenInGroup: number;
  readonly childrenElsewhere: number;
  readonly medianHoursInGroup: number;
  readonly medianHoursElsewhere: number;
}

/** Over a population and not over one child: it names groups, and no child. */
export const unequalTreatment = {
  code: 'UNEQUAL_TREATMENT', version: 1, severity: 'SERIOUS', over: 'population',
  promise: 'No group of children waits longer than others for what is owed to every child.',
  basis: 'CRC art. 2; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 1; the measure is ours: twice the median wait, and a day more, among ten children at least on either side',
  check: (waits: readonly Waits[], { childrenMin = 10, timesMin = 2, hoursMoreMin = 24 } = {}): readonly UnequalTreatment[] =>
    [...grouped(waits, ({ service }) => service)].sort(byName).flatMap(([service, ofService]) => {
      const sorted = ofService.flatMap((alike) => alike.waitedMs.map((ms): Waited => ({ alike, ms }))).sort((a, b) => a.ms - b.ms);
      const aspects = [...new Set(ofService.flatMap(({ groups }) => Object.keys(groups)))].sort();
      return aspects.flatMap((aspect) => {
        const told = ofService.filter(({ groups }) => groups[aspect] !== undefined);
        return [...grouped(told, ({ groups }) => groups[aspect]!)].sort(byName).flatMap(([group, inside]): readonly UnequalTreatment[] => {
          const elsewhere = told.filter(({ groups }) => groups[aspect] !== group);
          const [childrenInGroup, childrenElsewhere] = [childrenIn(inside), childrenIn(elsewhere)];
          // A smaller group would tell of its children, and of chance.
          if (childrenInGroup < childrenMin || childrenElsewhere < childrenMin) return [];
          const [mine, theirs] = [medianHours(sorted, inside), medianHours(sorted, elsewhere)];
          if (mine < timesMin * theirs || mine < theirs + hoursMoreMin) return [];
          return [{ service, aspect, group, childrenInGroup, childrenElsewhere, medianHoursInGroup: mine, medianHoursElsewhere: theirs }];
        });
      });
    }),
} as const;

/** The wait of one child, who is one of several that are alike. */
interface Waited {
  readonly alike: Waits;
  readonly ms: number;
}

/** In the order in which they come. */
function grouped(waits: readonly Waits[], nameOf: (alike: Waits) => string): ReadonlyMap<string, Waits[]> {
  const groups = new Map<string, Waits[]>();
  for (const alike of waits) {
    const group = groups.get(nameOf(alike));
    if (group) group.push(alike);
    else groups.set(nameOf(alike), [alike]);
  }
  return groups;
}

function childrenIn(waits: readonly Waits[]): number {
  return waits.reduce((sum, { waitedMs }) => sum + waitedMs.length, 0);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Of an even number the lower one, in whole hours: a wait that goes on counts as long as it has lasted, which is the least that it can be. */
function medianHours(sorted: readonly Waited[], among: readonly Waits[]): number {
  const counts = new Set(among);
  let before = Math.floor((childrenIn(among) - 1) / 2);
  const median = sorted.find(({ alike }) => counts.has(alike) && before-- === 0);
  return Math.floor(median!.ms / 3_600_000);
}
