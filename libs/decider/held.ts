import { isCivil, mayBeOf, type OrgType } from './actor.js';
import { latestOf, onOther, type Mark, type Seen } from './duty.js';
import { toldBy, type Fact } from './event.js';

/**
 * What begins what is owed to a child because it is held: whatever anybody tells by which it may not leave, and the register of places. What ends it:
 * never the word of whoever holds it, and no word that somebody disputes (decision 15).
 */

interface Told {
  readonly target?: string;
  readonly stayRef?: string;
  readonly care?: string;
  readonly facilityRef?: string;
  readonly settingKind?: string;
  readonly mayLeave?: string;
  readonly endReason?: string;
  readonly custodian?: { readonly orgRef?: string; readonly orgType: OrgType };
  readonly register?: { readonly exitControl: string };
}

const disputed = 'record.Disputed';
const started = 'identification.DeprivationStarted';
const changed = 'identification.DeprivationSettingChanged';
const ended = 'identification.DeprivationEnded';
const certified = 'identification.LibertyCertified';
const restricted = 'identification.LeaveRestricted';
const assessed = 'identification.LibertyAssessed';
const placeChanged = 'identification.StayPlaceChanged';
const settingLost = 'identification.OpenSettingLost';
const settings: readonly string[] = [started, changed];
const ofLiberty: readonly string[] = [...settings, ended, certified, restricted, assessed, placeChanged, settingLost];
const cells: readonly string[] = ['POLICE_CELL', 'PRISON'];
/** To be taken elsewhere is no end of it: the same time runs on (CAL-5). */
const goesOn: readonly string[] = ['TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT', 'AGED_OUT'];

/** Further types that `isIndependentWord` looks back on. */
export const doubtsOfRelease: readonly string[] = [disputed, ...settings];

/** Further types that these marks look back on. */
export const looksBackOnHeld: readonly string[] = [disputed, ...ofLiberty];

/** What is looked back on from a word of the child's liberty. */
type Known = Pick<Seen, 'before' | 'all'>;

/** Whether somebody who is said to hold the child nowhere says so, and nobody disputes it. */
export function isIndependentWord({ id, meta: { recordedBy } }: Fact, { all }: Pick<Seen, 'all'>): boolean {
  return isCivil(recordedBy.orgType) && !all.some((fact) => {
    const { target, custodian } = told(fact);
    return (fact.type === disputed && target === id) || (settings.includes(fact.type) && custodian !== undefined && mayBeOf({ ...custodian, toldBy: toldBy(fact) }, recordedBy));
  });
}

/** It is told that the child may not leave, of a stay that it was in, as far as is known, as it liked, or of one of which nothing was known. */
export const held: readonly Mark[] = [
  onOther(started, (fact, seen) => saysHeld(fact, seen)),
  ...[changed, restricted, assessed, placeChanged, settingLost].map((type) => onOther(type, (fact, seen) => isNewlyHeld(fact, seen))),
];

/** Somebody certifies that the child is at liberty: of a time after it was said to be held, and told after it. */
const certifiedFree: Mark = onOther(certified, (certificate, seen) => isIndependentWord(certificate, seen)
  && certificate.revision > seen.start.revision && Date.parse(certificate.meta.occurredAt.from) > latestOf(seen.start));

/** Freed from this stay, or from the one that it went on in; or free to leave where it is; or at liberty, as is certified; or taken into care elsewhere from a place of care that is open no more. */
export const freed: readonly Mark[] = [
  onOther(ended, (end, seen) => isRelease(end, seen) && [...seen.before, end].some((fact) => fact.type === ended && isOfStay(fact, seen.start))),
  onOther(changed, (change, seen) => saysFree(change, seen) && isOfStay(change, seen.start)),
  certifiedFree,
  ...['identification.PlacementDecided', 'identification.EmergencyCareStarted'].map((type) => onOther(type, ({ data }, { start }) => start.type === settingLost && told(start).facilityRef !== (data as Told).facilityRef)),
];

/** What makes a child free that was held until then: nothing of it does where the child was not held, or dies. */
export const setFree: readonly Mark[] = [
  onOther(ended, (end) => isEndInFreedom(end) && told(end).endReason !== 'DEATH'),
  onOther(changed, (change, seen) => saysFree(change, seen) && heldJustBefore(change, seen).has(told(change).stayRef!)),
  onOther(certified, (certificate, seen) => isIndependentWord(certificate, seen) && isHeld(certificate, seen)),
];

/** Whether the child is held when it happens, as far as was told before. */
export function isHeld(fact: Fact, seen: Known): boolean {
  return heldJustBefore(fact, seen).size > 0;
}

/** Whether it was not held just before: by what was told by then, or by what is known since. Of a word that names no stay, whether it was held nowhere. */
function isNewlyHeld(fact: Fact, seen: Seen): boolean {
  return [seen.before, seen.all].some((facts) => {
    const until = timeline(fact, facts);
    const before = heldAfter(until, seen);
    return [...heldAfter([...until, fact], seen)].some((stay) => !before.has(stay)) && (stayOf(fact) !== undefined || fact.type === placeChanged || before.size === 0);
  });
}

function heldJustBefore(fact: Fact, seen: Known): ReadonlySet<string> {
  return heldAfter(timeline(fact, seen.before), seen);
}

/** What was told of the child's liberty, of the time before the fact, as it happened. */
function timeline({ id, stream, revision, meta }: Fact, facts: readonly Fact[]): readonly Fact[] {
  const at = Date.parse(meta.occurredAt.from);
  const order = (fact: Fact): number => Date.parse(fact.meta.occurredAt.from);
  return facts
    .filter((fact) => fact.id !== id && fact.stream === stream && ofLiberty.includes(fact.type) && (order(fact) < at || (order(fact) === at && fact.revision < revision)))
    .sort((a, b) => order(a) - order(b) || a.revision - b.revision);
}

/** The stays in which the child is held after this has happened, by their names. */
function heldAfter(facts: readonly Fact[], { all }: Pick<Seen, 'all'>): ReadonlySet<string> {
  const stays = new Set<string>();
  const left = new Set<string>();
  const places = new Map<string, string>();
  facts.forEach((fact, n) => {
    const seen: Known = { before: facts.slice(0, n), all };
    const stay = stayOf(fact) ?? anyStay;
    const { facilityRef, register } = told(fact);
    if (settings.includes(fact.type) && facilityRef !== undefined) places.set(stay, facilityRef);
    if (fact.type === certified) {
      if (isIndependentWord(fact, seen)) stays.clear();
    } else if (fact.type === ended) {
      if (!isRelease(fact, seen)) left.add(stay);
      else for (const each of stays) if (each === stay || each === anyStay || left.has(each)) stays.delete(each);
    } else if (fact.type === placeChanged) {
      if (register?.exitControl === 'CONTROLLED') for (const [each, place] of places) if (place === facilityRef && !left.has(each)) stays.add(each);
    } else if (fact.type === settingLost) {
      // The change of the register by which it was lost stands just before it.
      if (told(facts.findLast(({ type }) => type === placeChanged) ?? fact).register?.exitControl !== 'OPEN') stays.add(stay);
    } else if (saysFree(fact, seen)) stays.delete(stay);
    else if (saysHeld(fact, seen)) {
      stays.add(stay);
      left.delete(stay);
    }
  });
  return stays;
}

const anyStay = '';

/** Of a stay's start, all but that the child may leave; of what is told of it later, that it may not, or is in a cell. */
function saysHeld(fact: Fact, seen: Known): boolean {
  const { mayLeave, settingKind } = told(fact);
  if (fact.type === started) return !saysFree(fact, seen);
  if (fact.type === assessed) return mayLeave === 'NO' || mayLeave === 'RESTRICTED';
  if (fact.type === restricted) return mayLeave !== 'YES';
  const opensTheStay = !seen.before.some((each) => settings.includes(each.type) && stayOf(each) === stayOf(fact));
  return opensTheStay ? !saysFree(fact, seen) : mayLeave === undefined ? settingKind !== undefined && cells.includes(settingKind) : mayLeave !== 'YES';
}

/** That a child may leave counts from nobody who holds it there, and never of a cell. */
function saysFree(setting: Fact, seen: Known): boolean {
  if (!settings.includes(setting.type) || told(setting).mayLeave !== 'YES') return false;
  const kind = [...seen.before, setting].findLast((fact) => settings.includes(fact.type) && stayOf(fact) === stayOf(setting) && told(fact).settingKind !== undefined);
  return !(kind && cells.includes(told(kind).settingKind!)) && isIndependentWord(setting, seen);
}

function isRelease(end: Fact, seen: Pick<Seen, 'all'>): boolean {
  return isEndInFreedom(end) && isIndependentWord(end, seen);
}

function isEndInFreedom(end: Fact): boolean {
  return !goesOn.includes(told(end).endReason!);
}

/** Of a report that names no stay, whichever it is. */
export function isMeant(stayRef: string | undefined, start: Fact): boolean {
  const stay = stayOf(start);
  return stayRef === undefined || stay === undefined || stayRef === stay;
}

/** What names no stay ended one that had begun. */
function isOfStay(fact: Fact, start: Fact): boolean {
  const { stayRef } = told(fact);
  return isMeant(stayRef, start) && (stayRef !== undefined || Date.parse(start.meta.occurredAt.from) <= latestOf(fact));
}

/** The name of the stay that is told of: a start without one is the name of its own. */
function stayOf(fact: Fact): string | undefined {
  const { stayRef, care } = told(fact);
  return stayRef ?? care ?? (settings.includes(fact.type) ? fact.id : undefined);
}

function told({ data }: Fact): Told {
  return data as Told;
}
