import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { outcomes } from '../decider/journey.js';
import { personal } from '../privacy/personal.js';
import { answer, professions, reference, spoken } from './codes.js';

export const hearingResults = ['HEARD', 'DECLINED'] as const;
/** A child who does not speak yet is heard by being observed (CRC General Comment 12, para. 21). */
export const manners = ['SPOKEN', 'SIGNED', 'WRITTEN', 'DRAWN_OR_PLAYED', 'OBSERVED'] as const;
export const hearingSettings = [
  'CHILD_FRIENDLY_ROOM', 'HOME', 'SCHOOL', 'SHELTER', 'HOSPITAL', 'OFFICE', 'COURT', 'VIDEO', 'PLACE_OF_DETENTION', 'OTHER',
] as const;
export const supportPersons = ['CHOSEN_BY_CHILD', 'GUARDIAN', 'LAWYER', 'OFFERED_AND_DECLINED', 'NONE'] as const;
export const declineReasons = ['NONE_GIVEN', 'AFRAID', 'ASKED_TOO_OFTEN', 'NO_TRUST', 'WANTS_REPRESENTATIVE_TO_SPEAK', 'OTHER'] as const;
export const listeners = ['CARER', 'GUARDIAN', 'LAWYER', 'TEACHER', 'DOCTOR', 'FRIEND', 'FAMILY', 'NGO', 'AUTHORITY', 'OTHER'] as const;
export const viewTopics = ['SOLUTION', 'FAMILY', 'PLACEMENT', 'SEPARATION', 'SAFETY', 'SCHOOL', 'HEALTH', 'PROCEDURE', 'OTHER'] as const;

export const ChildHeard = event('best-interests.ChildHeard', 1,
  'A neutral and qualified person gave the child the chance to be heard, and the child took it or declined.', {
    result: Type.Enum([...hearingResults]),
    declinedBecause: Type.Optional(Type.Enum([...declineReasons])),
    ...spoken,
    manner: Type.Enum([...manners]),
    setting: Type.Enum([...hearingSettings]),
    supportPerson: Type.Enum([...supportPersons]),
    /** Whether nobody who has an interest of their own was in the room. */
    heardAlone: answer,
    interviewer: Type.Object({
      personRef: reference,
      orgType: Type.Enum([...orgTypes]),
      profession: Type.Enum([...professions]),
      trainedForChildren: answer,
      conflictOfInterest: answer,
    }, { additionalProperties: false }),
    /** Solutions that were talked over with the child. */
    optionsDiscussed: Type.Array(Type.Enum([...outcomes])),
    views: Type.Optional(personal('D3', Type.String())),
  });

export const ViewsReported = event('best-interests.ViewsReported', 1, 'The child said outside of the procedure what it thinks, as reported.', {
  toldTo: Type.Enum([...listeners]),
  topics: Type.Array(Type.Enum([...viewTopics]), { minItems: 1 }),
  language: Type.Optional(Type.String()),
  views: personal('D3', Type.String()),
});

export const hearingEvents = [ChildHeard, ViewsReported] as const;
export type HearingEvent = (typeof hearingEvents)[number];
