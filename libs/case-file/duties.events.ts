import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';

export const pauseGrounds = ['CHILD_ASKED', 'CHILD_ILL', 'COURT_PENDING', 'ANOTHER_STATE_PENDING', 'DISASTER', 'OTHER'] as const;

const uuid = Type.String({ format: 'uuid' });
const instant = Type.String({ format: 'date-time' });

export const DutyPaused = event('duties.DutyPaused', 1, 'The time for a duty was paused, by whoever answers for it, until an end.', {
  duty: uuid,
  code: Type.String(),
  /** Event that started the duty. */
  startedBy: uuid,
  ground: Type.Enum([...pauseGrounds]),
  until: instant,
  reason: Type.Optional(personal('D3', Type.String())),
});

/** Written by the clock beside the child's stream: it alarms, and proves nothing. */
export const DutyOverdue = event('duties.DutyOverdue', 1, 'The time for a duty has passed, and nobody was known to have met it.', {
  duty: uuid,
  code: Type.String(),
  holder: Type.String(),
  startedBy: uuid,
  due: instant,
  profileVersion: Type.String(),
  zoneData: Type.String(),
});

export const pauseEvents = [DutyPaused] as const;
