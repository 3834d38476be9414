import { arrangementFor, isApplied, monthsAfter } from '../decider/absence.js';
import { BadForm, NotApplicable, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isAccused } from '../decider/participants.js';
import type { AbsenceRules } from '../decider/absence.js';
import type { AttestCareArrangement, AttestParentalRights, AttestPaymentReviewed, RecordParentalAbsence, RecordPaymentForChild } from './arrangement.commands.js';
import type { ArrangementEvent, ParentalRightsCertified } from './arrangement.events.js';
import { silencedIn, silencing } from './representative.state.js';

export type ArrangementCommand = RecordParentalAbsence | AttestCareArrangement | RecordPaymentForChild | AttestPaymentReviewed | AttestParentalRights;

/** For how long a parent was without its rights, or with fewer; a restoration ends a period, and takes none away. */
export interface RightsPeriod {
  readonly parentRef: string;
  readonly change: Fact<typeof ParentalRightsCertified>['data']['change'];
  readonly from: string;
  readonly until?: string;
}

export interface Arrangements {
  readonly payments: readonly string[];
  readonly rights: readonly RightsPeriod[];
  /** Of whom something is told that the authority has not looked into. */
  readonly suspects: readonly string[];
}

export const noArrangements: Arrangements = { payments: [], rights: [], suspects: [] };

export function evolveArrangements(state: Arrangements, fact: Fact<ArrangementEvent>): Arrangements {
  switch (fact.type) {
    case 'guardianship.PaymentForChildReported':
      return { ...state, payments: [...state.payments, fact.id] };
    case 'guardianship.ParentalRightsCertified': {
      const { parentRef, change, decidedOn: from } = fact.data;
      if (change === 'UPHELD') return state;
      const rights = state.rights.map((period) => (period.parentRef === parentRef && period.until === undefined ? { ...period, until: from } : period));
      return { ...state, rights: change === 'RESTORED' ? rights : [...rights, { parentRef, change, from }] };
    }
    case 'guardianship.ParentalAbsenceReported':
    case 'guardianship.CareArrangementCertified':
    case 'guardianship.PaymentReviewed':
      return state;
  }
}

const noteSuspect: Notes<Arrangements>[string] = (state, fact) => ({ ...state, suspects: [...state.suspects, ...silencedIn(fact)] });

export const notesOfArrangements: Notes<Arrangements> = {
  ...Object.fromEntries(silencing.map((type) => [type, noteSuspect])),
  'guardianship.ConflictReportClosed': (state, { data }) => ({ ...state, suspects: state.suspects.filter((person) => person !== (data as { guardianRef?: string }).guardianRef) }),
};

export function decideArrangements(command: ArrangementCommand, state: Arrangements, { setting, participants }: Weighing): readonly NewFact<ArrangementEvent>[] {
  switch (command.type) {
    case 'RecordParentalAbsence': {
      const { parentRef, relation, departureExpectedOn, leftOn, returnExpectedOn, returnedOn } = command;
      const begins = leftOn ?? departureExpectedOn;
      if (begins === undefined) throw new BadForm('leftOn', 'or departureExpectedOn says when the parent leaves');
      if (returnExpectedOn !== undefined && returnExpectedOn < begins) throw new BadForm('returnExpectedOn', 'lies before the departure');
      if (returnedOn !== undefined && (leftOn === undefined || returnedOn < leftOn)) throw new BadForm('returnedOn', 'is for a parent who had left before');
      const required = returnedOn === undefined ? requiredBy(setting.absenceRules, begins, returnExpectedOn) : undefined;
      return [{ type: 'guardianship.ParentalAbsenceReported', data: { parentRef, relation, departureExpectedOn, leftOn, returnExpectedOn, returnedOn, required } }];
    }
    case 'AttestCareArrangement': {
      const { arrangement, carers, documentRef, courtDecisionRef, from, until } = command;
      const isPermanent = arrangement === 'PERMANENT_GUARDIANSHIP';
      if (isPermanent && carers.length > 1) throw new BadForm('carers', 'is one person: permanent guardianship is granted to exactly one');
      if (isPermanent && courtDecisionRef === undefined) throw new BadForm('courtDecisionRef', 'names the decision of the court that granted permanent guardianship');
      if (!isPermanent && until === undefined) throw new BadForm('until', 'says for how long');
      if (until !== undefined && until < from) throw new BadForm('until', 'lies before from');
      const { absenceRules } = setting;
      if (!isPermanent && absenceRules && isApplied(absenceRules) && until! > monthsAfter(from, absenceRules.temporaryMonthsMax)) throw new BadForm('until', 'lies beyond what is temporary: a court decides on that');
      if (carers.some((personRef) => isAccused(participants, { personRef }) || state.suspects.includes(personRef))) {
        throw new NotApplicable('somebody to whom the child would be entrusted is said to have done harm to it, or to endanger it, and nobody has looked into that');
      }
      return [{ type: 'guardianship.CareArrangementCertified', data: { arrangement, carers, documentRef, courtDecisionRef, from, until } }];
    }
    case 'RecordPaymentForChild': {
      const { payeeRef, payer, kind, note } = command;
      return [{ type: 'guardianship.PaymentForChildReported', data: { payeeRef, payer, kind, note } }];
    }
    case 'AttestPaymentReviewed': {
      const { paymentRef, result } = command;
      if (!state.payments.includes(paymentRef)) throw new NotApplicable('paymentRef is no event that reported a payment');
      // Each review is one of its own, also where it finds the same.
      return [{ type: 'guardianship.PaymentReviewed', data: { paymentRef, result } }];
    }
    case 'AttestParentalRights': {
      const { parentRef, change, decidedBy, legalBasis, decisionRef, decidedOn, reviewBy } = command;
      const stands = state.rights.some((period) => period.parentRef === parentRef && period.until === undefined);
      if ((change === 'UPHELD' || change === 'RESTORED') && !stands) throw new NotApplicable('nobody has taken or restricted the rights of parentRef');
      if (change !== 'RESTORED' && reviewBy === undefined) throw new BadForm('reviewBy', 'says by when it is looked at again');
      if (change === 'RESTORED' && reviewBy !== undefined) throw new BadForm('reviewBy', 'is for rights that are taken or restricted');
      return [{ type: 'guardianship.ParentalRightsCertified', data: { parentRef, change, decidedBy, legalBasis, decisionRef, decidedOn, reviewBy } }];
    }
  }
}

function requiredBy(rules: AbsenceRules | undefined, from: string, until: string | undefined) {
  return rules && isApplied(rules) ? { ...arrangementFor(rules, from, until), rules: rules.version, status: rules.status } : undefined;
}
