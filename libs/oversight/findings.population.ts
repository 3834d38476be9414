/** What no single record shows: groups of children who wait longer than others for the same help. */

/** How long one child waited for one thing that is owed to every child. */
export interface Wait {
  /** What was waited for, such as the duty REPRESENTATIVE. */
  readonly service: string;
  /** The groups that the child belongs to, by aspect: its sex, its accompaniment, the states that it claims. */
  readonly groups: Readonly<Record<string, string>>;
  /** Until it was given, or so far. */
  readonly waitedMs: number;
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
  check: (waits: readonly Wait[], { childrenMin = 10, timesMin = 2, hoursMoreMin = 24 } = {}): readonly UnequalTreatment[] => {
    const ofServices = grouped(waits, ({ service }) => service);
    return [...ofServices].sort(byName).flatMap(([service, ofService]) => {
      ofService.sort((a, b) => a.waitedMs - b.waitedMs);
      const aspects = [...new Set(ofService.flatMap(({ groups }) => Object.keys(groups)))].sort();
      return aspects.flatMap((aspect) => {
        const told = ofService.filter(({ groups }) => groups[aspect] !== undefined);
        return [...grouped(told, ({ groups }) => groups[aspect]!)].sort(byName).flatMap(([group, inside]): readonly UnequalTreatment[] => {
          const childrenElsewhere = told.length - inside.length;
          // A smaller group would tell of its children, and of chance.
          if (inside.length < childrenMin || childrenElsewhere < childrenMin) return [];
          const [mine, theirs] = [medianHours(inside), medianHours(told.filter(({ groups }) => groups[aspect] !== group))];
          if (mine < timesMin * theirs || mine < theirs + hoursMoreMin) return [];
          return [{ service, aspect, group, childrenInGroup: inside.length, childrenElsewhere, medianHoursInGroup: mine, medianHoursElsewhere: theirs }];
        });
      });
    });
  },
} as const;

/** In the order in which they come. */
function grouped(waits: readonly Wait[], nameOf: (wait: Wait) => string): ReadonlyMap<string, Wait[]> {
  const groups = new Map<string, Wait[]>();
  for (const wait of waits) {
    const group = groups.get(nameOf(wait));
    if (group) group.push(wait);
    else groups.set(nameOf(wait), [wait]);
  }
  return groups;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Of an even number the lower one, in whole hours: a wait that goes on counts as long as it has lasted, which is the least that it can be. */
function medianHours(sorted: readonly Wait[]): number {
  return Math.floor(sorted[Math.floor((sorted.length - 1) / 2)]!.waitedMs / 3_600_000);
}
