import Type from 'typebox';
import { earlier, event } from '../decider/event.js';
import { factCodes } from '../decider/gate.js';
import { deliveryEvents } from '../feed/delivery.events.js';
import { personal } from '../privacy/personal.js';
import { DutyOverdue } from './duties.events.js';
import { oversightEvents, witnessEvents } from './oversight.events.js';

/** What is recorded about the record itself: corrections, refused decisions, who read, and the name of the log. */

const reference = Type.String({ minLength: 1, maxLength: 64 });

export const correctionReasons = ['MISTAKEN_ENTRY', 'NEW_INFORMATION', 'WRONG_CHILD', 'DOCUMENT_FOUND', 'STATEMENT_CHANGED', 'TRANSLATION'] as const;
export const disputants = ['CHILD', 'PARENT', 'GUARDIAN', 'LAWYER', 'NGO', 'AUTHORITY', 'OTHER'] as const;
const correctionReason = Type.Enum([...correctionReasons]);

const corrected = {
  target: Type.String({ format: 'uuid' }),
  targetType: Type.String(),
  /** The fields as they should read. A personal field is sealed as its own event would seal it. */
  fields: Type.Record(Type.String(), Type.Unknown()),
  /** When it was so, if that was wrong. */
  occurredAt: Type.Optional(Type.Object({
    from: Type.String(), to: Type.Optional(Type.String()), precision: Type.String(), zone: Type.String(), zoneData: Type.String(),
  }, { additionalProperties: false })),
  reason: correctionReason,
  note: Type.Optional(personal('D3', Type.String())),
};

export const Corrected = event('record.Corrected', 2,
  'Some fields of an earlier event are said to be otherwise; the earlier event stays as it was.', {
    ...corrected,
    /** Of the form of that type in which the fields are given. */
    targetVersion: Type.Integer({ minimum: 1 }),
  }, [
    // Nobody said so as long as every type had one version.
    earlier(corrected, { gains: { targetVersion: 1 } }),
  ]);

export const Retracted = event('record.Retracted', 1,
  'An earlier event is withdrawn by whoever answers for it; it stays visible to those who look back.', {
    target: Type.String({ format: 'uuid' }),
    targetType: Type.String(),
    reason: correctionReason,
    note: Type.Optional(personal('D3', Type.String())),
  });

export const Disputed = event('record.Disputed', 1,
  'Somebody says that an earlier event is not true; both words stand.', {
    target: Type.String({ format: 'uuid' }),
    targetType: Type.String(),
    by: Type.Enum([...disputants]),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const DecisionAttemptRefused = event('record.DecisionAttemptRefused', 1,
  'A decision was asked for and refused, because the record did not prove these guarantees.', {
    command: Type.String(),
    gate: Type.String(),
    gateVersion: Type.Integer(),
    /** Revision of the child's stream that the gate was weighed at. */
    revision: Type.Integer(),
    missing: Type.Array(Type.Enum([...factCodes]), { minItems: 1 }),
    /** Places and persons that the attempt named, as references. */
    about: Type.Record(Type.String(), Type.String()),
  });

export const ChildRead = event('record.ChildRead', 1, 'Somebody read of the child; appended before the answer left.', {
  route: Type.String(),
  dataClasses: Type.Array(Type.String()),
  requestId: reference,
});

/** The types of the events that change what an earlier one says. */
export const corrections = [Corrected.type, Retracted.type] as const;

export const AttemptDenied = event('record.AttemptDenied', 1, 'Somebody asked for what was not theirs to ask.', {
  route: Type.String(),
  status: Type.Integer(),
  requestId: reference,
});

export const LogOpened = event('log.Opened', 1, 'Names this log, so that a checkpoint taken from another one stops the start.', {
  logId: Type.String({ format: 'uuid' }),
  /** Where it was opened for tests or demonstrations, whose clock may be moved. */
  clock: Type.Optional(Type.Literal('MOVABLE')),
});

export const ProfileAdopted = event('log.ProfileAdopted', 1, 'A version of a profile is what this log counts by from a date on, and stays as it is.', {
  /** Such as KG@1. */
  profile: Type.String(),
  state: Type.String(),
  validFrom: Type.String({ format: 'date' }),
  /** SHA-256 of the version as canonical JSON, with these periods and limits of it. */
  fingerprint: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** What a later program adds is no change of these. Left out, it is of all. */
  periods: Type.Optional(Type.Array(Type.String())),
  limits: Type.Optional(Type.Array(Type.String())),
});

export const InstrumentAdopted = event('log.InstrumentAdopted', 1, 'A version of what states have agreed on is what this log decides by from a date on, and stays as it is.', {
  /** Such as CHISINAU_2002@1. */
  instrument: Type.String(),
  /** First date on which it is looked at. */
  validFrom: Type.String({ format: 'date' }),
  /** SHA-256 of the version as canonical JSON. */
  fingerprint: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});

export const ClockMoved = event('clock.Moved', 1, 'What the system takes for now was moved forward, for a test or a demonstration.', {
  forwardSeconds: Type.Integer({ minimum: 1 }),
  /** Ahead of the database's time since this move, all moves together. */
  aheadSeconds: Type.Integer({ minimum: 1 }),
});

export const PopulationGenerated = event('log.PopulationGenerated', 1, 'Made-up children were put into this log, for a test or a measurement.', {
  seed: Type.String({ minLength: 1, maxLength: 64 }),
});

/** Written beside the child's stream, not by its commands. */
export const sideEvents = [DecisionAttemptRefused, ChildRead, AttemptDenied, LogOpened, ProfileAdopted, InstrumentAdopted, ClockMoved, PopulationGenerated, DutyOverdue, ...oversightEvents, ...witnessEvents, ...deliveryEvents] as const;
export const correctionEvents = [Corrected, Retracted, Disputed] as const;
