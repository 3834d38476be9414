import { concernsOfKin } from '../decider/kin.js';
import { reaction } from '../decider/reaction.js';
import { RecordCareGap } from './carers.commands.js';

/** An arrest in the family may leave all its children alone, not only the one about whom it was reported (X12). */
export const carerArrested = reaction({
  name: 'carer-arrested', version: 2,
  tell: RecordCareGap,
  source: { kind: 'AUTHORITY_NOTICE', reliability: 'PROBABLE' },
  news: {
    'identification.CarerArrested': ({ stream, data }) => ({ subject: stream, body: { because: 'CARER_ARRESTED' as const, carerRef: (data as { carerRef: string }).carerRef } }),
  },
  concernedBy: ['identification.FamilyLinkReported'],
  concerns: (fact) => concernsOfKin(fact, () => true),
});
