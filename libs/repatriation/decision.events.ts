import Type from 'typebox';
import { event } from '../decider/event.js';
import { howTold } from '../decider/telling.js';
import { personal } from '../privacy/personal.js';
import { eventId, journey, reference } from './codes.js';

export const proposers = ['CHILD', 'FAMILY', 'REPRESENTATIVE', 'CHILD_PROTECTION', 'ORIGIN_STATE'] as const;

export const RepatriationProposed = event('repatriation.RepatriationProposed', 1, 'Somebody who does not enforce the law proposed that the determination be carried out.', {
  ...journey,
  proposedFor: Type.Enum([...proposers]),
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const RepatriationDecided = event('repatriation.RepatriationDecided', 1,
  'It was decided where the child is to live; nothing is carried out before it has been explained and every appeal is over.', {
    ...journey,
    /** Legal or cooperation instrument that it rests on, or NONE. */
    instrument: reference,
    /** Of one that binds the two states, as far as the program knows it; absent in older records. */
    instrumentVersion: Type.Optional(Type.Integer({ minimum: 1 })),
    reasons: Type.Optional(personal('D3', Type.String())),
  });

export const DecisionExplained = event('repatriation.DecisionExplained', 1,
  'The child was told the decision, what it means and how to appeal; where it understood, its time to appeal began.', {
    decisionRef: eventId,
    explainedBy: reference,
    ...howTold,
    reaction: Type.Optional(personal('D3', Type.String())),
  });

export const decisionEvents = [RepatriationProposed, RepatriationDecided, DecisionExplained] as const;
export type DecisionEvent = (typeof decisionEvents)[number];
