import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { reference } from './codes.js';

export const signsOfLiberty = ['CHILD_MET_ALONE', 'CHILD_MET', 'PLACE_VISITED', 'DOCUMENT_OF_COURT'] as const;

export const LibertyCertified = event('identification.LibertyCertified', 1,
  'Somebody who does not hold the child certifies that it was at liberty then, whatever was told before of its being held.', {
    shownBy: Type.Enum([...signsOfLiberty]),
    documentRef: Type.Optional(reference),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const releaseEvents = [LibertyCertified] as const;
export type ReleaseEvent = (typeof releaseEvents)[number];
