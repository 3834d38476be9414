import { completes, duty, on, onOther } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { ChildFound } from './finding.events.js';
import { IdentityAttested, type identityProofs } from './identity.events.js';
import { CivilDocumentIssued, StatusGranted, StatusPathOpened } from './status.events.js';

const documents: readonly (typeof identityProofs)[number][] = ['PASSPORT', 'IDENTITY_CARD', 'BIRTH_CERTIFICATE'];
const ofStatelessness = ({ data }: Fact<typeof StatusPathOpened> | Fact<typeof StatusGranted>): boolean => data.path === 'STATELESSNESS' || data.path === 'NATIONALITY';

const is = <E extends typeof IdentityAttested | typeof StatusGranted | typeof CivilDocumentIssued>(event: E, fact: Fact): fact is Fact<E> => fact.type === event.type;
/** Some state takes the child for its own, or it is known that none does. */
const hasNationality = (fact: Fact): boolean => (is(IdentityAttested, fact) && fact.data.nationalities.length > 0) || (is(StatusGranted, fact) && ofStatelessness(fact));
const hasDocument = (fact: Fact): boolean => is(CivilDocumentIssued, fact) || (is(IdentityAttested, fact) && documents.includes(fact.data.shownBy) && fact.data.documentRef !== undefined);
const both = completes([hasNationality, hasDocument]);

export const statusDuties = [
  duty({
    code: 'STATUS_PATH', holder: 'CASE_WORKER',
    promise: 'Where a return is not best for the child, a way to a secure legal position is opened for it.',
    basis: 'International Child Repatriation Guidelines, guarantee 3; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 2; the length is ours',
    starts: [onOther('best-interests.BestInterestsDetermined', ({ data }) => (data as { outcome: string }).outcome !== 'REPATRIATION')],
    meets: [on(StatusPathOpened), on(StatusGranted)],
    metByEarlier: true,
    ends: [onOther('best-interests.DeterminationReopened'), onOther('best-interests.BestInterestsDetermined')],
  }),
  duty({
    code: 'STATELESSNESS_PROCEDURE', holder: 'CASE_WORKER',
    promise: 'For a child whom no state takes for its own, a procedure on statelessness or nationality is opened.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1; the length is ours',
    starts: [
      on(ChildFound, ({ data }) => data.statelessnessClaimed === true),
      on(IdentityAttested, ({ data }) => data.nationalities.length === 0),
      onOther('repatriation.OriginAnswered', ({ data }, { before }) => (data as { answer: string }).answer !== 'CONFIRMED' && !before.some(hasNationality)),
    ],
    meets: [
      on(StatusPathOpened, ofStatelessness), on(StatusGranted, ofStatelessness),
      onOther('repatriation.ProtectionClaimOpened', ({ data }) => (data as { kind: string }).kind === 'STATELESSNESS'),
    ],
    metByEarlier: true,
    ends: [on(IdentityAttested, hasNationality)],
  }),
  duty({
    code: 'NATIONALITY_AND_DOCUMENTS', holder: 'CASE_WORKER',
    promise: 'A child has a nationality, or it is known that it has none, and a document that says who it is.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1 and Day 2; the length is ours',
    starts: [on(ChildFound)],
    meets: [on(IdentityAttested, both), on(CivilDocumentIssued, both), on(StatusGranted, both)],
    // A birth certificate is older than the day on which a child is found.
    metByEarlier: true,
    // Another state may take its time, and nobody here can make it hurry.
    pausable: true,
  }),
];
