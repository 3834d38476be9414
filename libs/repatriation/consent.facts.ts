import type { GateFact } from '../decider/gate.js';
import type { PlannedJourney } from '../decider/journey.js';
import type { Consenter } from './consent.events.js';
import { counts, type Consents } from './consent.state.js';

export const consentOfChild: GateFact<{ consent: Consents }, PlannedJourney> = {
  code: 'CONSENT_CHILD',
  promise: 'A child travels only where it has agreed to go: informed, before a neutral witness, at liberty, and as long as it does not change its mind.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; UN General Assembly resolution 64/142, para. 146 to 148',
  proof: consentOf('CHILD'),
};

export const consentOfRepresentative: GateFact<{ consent: Consents }, PlannedJourney> = {
  code: 'CONSENT_REPRESENTATIVE',
  promise: 'A child travels only where its representative has agreed that it goes, free of pressure and of any conflict of interest.',
  basis: 'International Child Repatriation Guidelines, guarantee 5',
  proof: consentOf('REPRESENTATIVE'),
};

function consentOf(person: Consenter): GateFact<{ consent: Consents }, PlannedJourney>['proof'] {
  return ({ consent: state }, weighing, { outcome, destinationState, carerRef }) => {
    const consent = state.given.findLast((given) => given.data.by === person && counts(given, state, weighing)
      && given.data.outcome === outcome && given.data.destinationState === destinationState && given.data.carerRef === carerRef);
    return consent && { evidence: [consent.id] };
  };
}
