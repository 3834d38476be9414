import type { Fact } from '../decider/event.js';
import type { GateFact, Proof } from '../decider/gate.js';
import { partiesTo } from '../decider/parental-dispute.js';
import { isSince } from '../decider/since.js';
import { hadBegunAt, knownAt } from '../decider/times.js';
import { openedAt, rulingsOn, solutionAsked, type Assessment } from './assessment.state.js';
import type { ConcludeDetermination } from './determination.commands.js';
import { isOfLate } from './determination.state.js';
import type { AuthoriseSeparation } from './separation.commands.js';
import { SeparationAuthorised } from './separation.events.js';
import { dangerWith, parentHeardAfter, type Separation } from './separation.state.js';

export const dangerEvidenced: GateFact<{ assessment: Assessment; separation: Separation }, AuthoriseSeparation> = {
  code: 'DANGER_EVIDENCED',
  promise: 'A child is separated from somebody only where it was lately shown that staying with that person endangers its life or health.',
  basis: 'International Child Repatriation Guidelines, guarantee 7; CRC art. 9(1)',
  proof: ({ assessment, separation }, { now, setting }, { separatedFrom, grounds }) => {
    const shown = (person: string, ground: AuthoriseSeparation['grounds'][number]) => {
      const danger = dangerWith(separation, person, ground);
      return danger && isNewFor(danger, person, assessment) && now.getTime() <= setting.endOf('RISK_ASSESSMENT_AGE', { from: danger.meta.occurredAt.from }).getTime() ? danger : undefined;
    };
    // Each person is a danger by some ground, and each ground is a danger with some person.
    const ofPersons = separatedFrom.map((person) => grounds.map((ground) => shown(person, ground)).find(Boolean));
    const ofGrounds = grounds.map((ground) => separatedFrom.map((person) => shown(person, ground)).find(Boolean));
    return allOf([...ofPersons, ...ofGrounds]);
  },
};

export const parentsHeard: GateFact<{ assessment: Assessment; separation: Separation }, AuthoriseSeparation | ConcludeDetermination> = {
  code: 'PARENTS_HEARD',
  promise: 'Nobody is separated from a child before it was heard on that, and neither before the parents were; and where parents are in dispute over a child, both are heard before anybody determines what is best for it.',
  basis: 'CRC art. 9(2); International Child Repatriation Guidelines (the judgment of Kutaisi)',
  proof: ({ assessment, separation }, weighing, command) => {
    if (command.type === 'ConcludeDetermination') return heardOnDispute(assessment, separation);
    const { separatedFrom } = command;
    const asked = openedAt(assessment, 'SEPARATION');
    if (asked === undefined) return undefined;
    return allOf([...new Set([...separation.parents, ...separatedFrom])].map((person) => {
      const hearing = parentHeardAfter(separation, person, asked);
      return hearing && isNewFor(hearing, person, assessment) && isOfLate(hearing, weighing) ? hearing : undefined;
    }));
  },
};

/**
 * Each of the parents, since it was asked what is best for the child and since anybody last told anything new of a dispute of theirs; nobody has to be
 * where there is none. `determined` asks it of what a determination knew: that somebody was heard before it may be certified anew, and so may the end
 * of a dispute.
 */
export function heardOnDispute(assessment: Assessment, separation: Separation, determined?: Fact): Proof | undefined {
  const isKnown = ({ revision }: Fact): boolean => revision < (determined?.revision ?? Infinity);
  const reports = separation.disputes.reports.filter(({ told }) => isKnown(told));
  const ends = reports.flatMap(({ endedBy }) => endedBy ?? []);
  const open = reports.filter(({ endedBy }) => !endedBy);
  const [first] = open;
  if (!first) return allOf(ends);
  const asked = solutionAsked(assessment, determined?.revision);
  if (!asked) return undefined;
  const parents = determined ? separation.parentsDetermined : separation.parents;
  const wasBefore = (hearing: Fact): boolean => !determined || isKnown(hearing) || hadBegunAt(hearing.meta.occurredAt) <= knownAt(determined).getTime();
  return allOf([...ends, ...[...new Set([...parents, ...open.flatMap(({ told }) => partiesTo(told))])].map((person) => {
    // Whoever is a party to none of them is heard on the first one as the child's parent.
    const told = [first, ...open.filter(({ anew }) => anew.includes(person))].map((each) => each.told);
    const since = separation.parentsHeard.filter((hearing) => wasBefore(hearing) && told.every((dispute) => isSince(hearing, dispute)));
    return parentHeardAfter({ ...separation, parentsHeard: since }, person, asked.revision);
  })]);
}

/** What a court has set aside is not decided again on what it knew: of somebody from whom the child was to be separated, only what has come since counts. */
function isNewFor(found: Fact, person: string, assessment: Assessment): boolean {
  const concerns = ({ data }: Fact): boolean => (data as { separatedFrom?: readonly string[] }).separatedFrom?.includes(person) ?? false;
  return rulingsOn(assessment, SeparationAuthorised.type, concerns).every((ruling) => isSince(found, ruling));
}

export const supportOffered: GateFact<{ assessment: Assessment; separation: Separation }, AuthoriseSeparation> = {
  code: 'SUPPORT_OFFERED',
  promise: 'A family is lately offered help before a child is separated from it, unless the danger is immediate.',
  basis: 'CRC art. 18(2); UN General Assembly resolution 64/142, paras. 3 and 15; International Child Repatriation Guidelines, guarantee 7',
  proof: ({ assessment, separation }, weighing, { separatedFrom, grounds }) => allOf(separatedFrom.map((person) =>
    separation.supports.findLast((offer) => offer.data.offeredTo.includes(person) && isNewFor(offer, person, assessment) && isOfLate(offer, weighing))
    ?? grounds.map((ground) => dangerWith(separation, person, ground)).find((danger) => danger?.data.immediate === 'YES' && isNewFor(danger, person, assessment)))),
};

function allOf(facts: readonly (Fact | undefined)[]): Proof | undefined {
  const found = facts.filter((fact) => fact !== undefined);
  return found.length === facts.length ? { evidence: [...new Set(found.map(({ id }) => id))] } : undefined;
}
