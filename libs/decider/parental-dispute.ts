import { isOfEntitled, type Fact } from './event.js';
import { somebodyIn } from './participants.js';
import { isSince } from './since.js';

/** What is told of disputes over a child between its parents, and how they end (decision 0022). */

export const disputeReported = 'best-interests.ParentalDisputeReported';
export const disputeEnded = 'best-interests.ParentalDisputeEnded';

/** What is published of a report. */
interface Report {
  readonly parents: readonly string[];
  readonly over: readonly string[];
  readonly courtRef?: string;
}

/** What is published of a certificate. */
interface Certificate {
  readonly because: string;
}

/** What was told of disputes, and what was certified of them. */
export interface Disputes {
  /** Each report, with those of whom it tells what nobody had told before, and the certificate by which it is over. */
  readonly reports: readonly { readonly told: Fact; readonly anew: readonly string[]; readonly endedBy?: Fact }[];
  readonly certificates: readonly Fact[];
}

export const noDisputes: Disputes = { reports: [], certificates: [] };

/** With one report more. What says again what is over is over. */
export function withReport(disputes: Disputes, told: Fact): Disputes {
  return { ...disputes, reports: [...disputes.reports, { told, anew: namedAnew(told, disputes), endedBy: isNews(told, disputes) ? undefined : endOf(told, disputes) }] };
}

export function withCertificate({ reports, certificates }: Disputes, by: Fact): Disputes {
  return { reports: reports.map((each) => (!each.endedBy && ends(by, each.told) ? { ...each, endedBy: by } : each)), certificates: [...certificates, by] };
}

/** With whatever a fact tells of them. */
export function withWord(disputes: Disputes, fact: Fact): Disputes {
  if ((fact.type as string) === disputeReported) return withReport(disputes, fact);
  return (fact.type as string) === disputeEnded ? withCertificate(disputes, fact) : disputes;
}

/** The certificate by which the matter of a report was over when it was told; undefined while anybody is in dispute over it. */
function endOf(told: Fact, disputes: Disputes): Fact | undefined {
  const alike = before(told, disputes).reports.filter((each) => isAlike(each.told, told));
  return alike.every(({ endedBy }) => endedBy) ? alike.at(-1)?.endedBy ?? certifiedBefore(told, disputes).at(-1) : undefined;
}

/** Whether a certificate is of everybody whom a report names. */
export function isOfThese(certificate: Fact, told: Fact): boolean {
  return partiesTo(told).every((parent) => partiesTo(certificate).includes(parent));
}

/** Nobody has looked into what was told afterwards. */
export function ends(certificate: Fact, told: Fact): boolean {
  return isOfThese(certificate, told) && isSince(certificate, told);
}

/** Whether the authority that says who speaks for a child has found that there is no dispute at all. */
export function isFoundUnfounded({ data, meta }: Fact): boolean {
  return (data as unknown as Certificate).because === 'UNFOUNDED' && meta.recordedBy.role === 'APPOINTING_AUTHORITY';
}

/**
 * Whether a report tells what nobody knew. A matter that nobody has named is news, by whomever it is told, unless these people are certified to be in
 * no dispute. Of a matter that was told of, people who are named for the first time and a dispute that is said to be there again are news from those
 * for whom the report is made: from each body once, and then with a document or a court that nobody has named yet. So no word, however often it is
 * said, and no new name undoes again and again what was determined. A correction comes after all that was told; `told` is the report as it reads
 * then, and `until` how it read until then, each time.
 */
export function isNews(told: Fact, disputes: Disputes, until: readonly Fact[] = []): boolean {
  const { parents, over } = reportIn(told);
  const { reports: earlier, certificates } = until.length === 0 ? before(told, disputes) : withReadings(until, disputes);
  const isOfKnown = (reports: Disputes['reports']) => over.every((matter) => reports.some((each) => reportIn(each.told).over.includes(matter)));
  if (!isOfEntitled(told)) return !isOfKnown(earlier) && !certificates.some((each) => isOfThese(each, told));
  if (!isOfKnown(earlier)) return true;
  if (isOfKnown(earlier.filter((each) => !each.endedBy && parents.every((parent) => reportIn(each.told).parents.includes(parent))))) return false;
  const isShown = evidenceIn(told).some((shown) => !earlier.some((each) => evidenceIn(each.told).includes(shown)));
  // What a report says instead as it is corrected for the first time, it says in the place of its first word.
  return isShown || !earlier.some((each) => each.told !== until[0] && isAlike(each.told, told) && isOfSameTeller(each.told, told));
}

/**
 * Those of whom a report tells what was not told of them before: of what is no news, those who were never named in the matter, and of whom the
 * authority has not found that they are in no dispute.
 */
export function namedAnew(told: Fact, disputes: Disputes): readonly string[] {
  const { parents } = reportIn(told);
  if (isNews(told, disputes)) return parents;
  const lookedAt = [...before(told, disputes).reports.map((each) => each.told).filter((each) => isAlike(each, told)), ...certifiedBefore(told, disputes).filter(isFoundUnfounded)];
  return parents.filter((parent) => !lookedAt.some((each) => partiesTo(each).includes(parent)));
}

/** Who is named by a report, or by a certificate. */
export function partiesTo({ data }: Fact): readonly string[] {
  return (data as unknown as Pick<Report, 'parents'>).parents;
}

function reportIn({ data }: Fact): Report {
  return data as unknown as Report;
}

function before({ revision }: Fact, { reports, certificates }: Disputes): Disputes {
  return { reports: reports.filter((each) => each.told.revision < revision), certificates: certificates.filter((each) => each.revision < revision) };
}

/** With how one report read, in the place of how it reads. What it says as it said it before is not told anew, even where it is over. */
function withReadings(readings: readonly Fact[], { reports, certificates }: Disputes): Disputes {
  const others = reports.filter((each) => readings.every(({ revision }) => each.told.revision !== revision));
  return { reports: [...others, ...readings.map((told) => ({ told, anew: [] }))], certificates };
}

/** What had been certified of everybody whom a report names. */
function certifiedBefore(told: Fact, disputes: Disputes): readonly Fact[] {
  return before(told, disputes).certificates.filter((each) => isOfThese(each, told));
}

/** Whether both are about one of the same matters. */
function isAlike(one: Fact, other: Fact): boolean {
  return reportIn(one).over.some((matter) => reportIn(other).over.includes(matter));
}

/** One body, or one of a family that has none. What a report says as it is corrected is the word of whoever corrected it. */
function isOfSameTeller(one: Fact, other: Fact): boolean {
  const [teller, another] = [tellerOf(one), tellerOf(other)];
  return teller.personRef === another.personRef || (teller.orgRef === another.orgRef && one.meta.recordedBy.orgType !== 'FAMILY');
}

function tellerOf({ meta: { recordedBy, correctedBy } }: Fact) {
  return correctedBy ?? somebodyIn(recordedBy);
}

function evidenceIn({ data, meta: { source } }: Fact): readonly string[] {
  return [(data as Partial<Report>).courtRef, source?.documentRef].filter((reference) => reference !== undefined);
}
