import { isCivil, mayBeOf, type OrgType } from './actor.js';
import { latestOf, onOther, type Mark, type Seen } from './duty.js';
import { toldBy, type Fact } from './event.js';

/** What ends of what is owed to a child because it is held: never the word of whoever holds it, and no word that somebody disputes (decision 15). */

interface Told {
  readonly target?: string;
  readonly custodian?: { readonly orgRef?: string; readonly orgType: OrgType };
}

const disputed = 'record.Disputed';
const settings: readonly string[] = ['identification.DeprivationStarted', 'identification.DeprivationSettingChanged'];

/** Further types that `isIndependentWord` looks back on. */
export const doubtsOfRelease: readonly string[] = [disputed, ...settings];

/** Whether somebody who is said to hold the child nowhere says so, and nobody disputes it. */
export function isIndependentWord({ id, meta: { recordedBy } }: Fact, { all }: Pick<Seen, 'all'>): boolean {
  return isCivil(recordedBy.orgType) && !all.some((fact) => {
    const { target, custodian } = fact.data as Told;
    return (fact.type === disputed && target === id) || (settings.includes(fact.type) && custodian !== undefined && mayBeOf({ ...custodian, toldBy: toldBy(fact) }, recordedBy));
  });
}

/** Somebody certifies that the child is at liberty: of a time after it was said to be held, and told after it. */
export const certifiedFree: Mark = onOther('identification.LibertyCertified', (certificate, seen) => isIndependentWord(certificate, seen)
  && certificate.revision > seen.start.revision && Date.parse(certificate.meta.occurredAt.from) > latestOf(seen.start));
