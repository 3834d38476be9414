import type { Fact } from '../decider/event.js';
import type { GateFact, Weighing } from '../decider/gate.js';
import type { PlannedJourney } from '../decider/journey.js';
import type { Consenter, ConsentGiven } from './consent.events.js';
import { counts, type Consents } from './consent.state.js';
import { standingAt } from './representatives.state.js';

export const consentOfChild: GateFact<{ consent: Consents }, PlannedJourney> = {
  code: 'CONSENT_CHILD',
  promise: 'A child travels only where it has agreed to go: informed, before a neutral witness, at liberty, and as long as it does not change its mind.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; UN General Assembly resolution 64/142, para. 146 to 148',
  proof: ({ consent }, weighing, journey) => {
    const agreed = agreedBy('CHILD', consent, weighing, journey).at(-1);
    return agreed && { evidence: [agreed.id] };
  },
};

export const consentOfRepresentative: GateFact<{ consent: Consents }, PlannedJourney> = {
  code: 'CONSENT_REPRESENTATIVE',
  promise: 'A child travels only where everybody who represents it has agreed that it goes, free of pressure and of any conflict of interest.',
  basis: 'International Child Repatriation Guidelines, guarantee 5',
  // The legal representatives consent, and not the one of them who is easiest to win.
  proof: ({ consent }, weighing, journey) => {
    const agreed = new Map(agreedBy('REPRESENTATIVE', consent, weighing, journey).map(({ id, data }) => [data.representativeRef!, id]));
    const isAgreed = agreed.size > 0 && standingAt(consent.representatives, weighing.now).every((ref) => agreed.has(ref));
    return isAgreed ? { evidence: [...agreed.values()] } : undefined;
  },
};

/** What they agreed to in the terms of the journey, as far as it counts. */
function agreedBy(person: Consenter, state: Consents, weighing: Weighing, { outcome, destinationState, carerRef }: PlannedJourney): readonly Fact<typeof ConsentGiven>[] {
  return state.given.filter((given) => given.data.by === person && counts(given, state, weighing)
    && given.data.outcome === outcome && given.data.destinationState === destinationState && given.data.carerRef === carerRef);
}
