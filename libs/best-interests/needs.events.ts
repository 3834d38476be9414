import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { day, eventId, professional, professions, reference } from './codes.js';
import { careOptions } from './determination.events.js';

/** What a child needs and has a right to; a plan has its measures by the same list. */
export const needAreas = ['PHYSICAL', 'MEDICAL', 'PSYCHOSOCIAL', 'SAFETY', 'EDUCATION', 'WORK', 'FAMILY', 'LEGAL', 'DOCUMENTS', 'COMMUNITY'] as const;
export const needResults = ['MET', 'NOT_MET', 'UNKNOWN'] as const;

const area = Type.Enum([...needAreas]);

export const NeedsAssessed = event('best-interests.NeedsAssessed', 1, 'It was assessed how far the rights of the child are fulfilled, in every area.', {
  assessor: professional,
  areas: Type.Array(Type.Object({ area, result: Type.Enum([...needResults]) }, { additionalProperties: false }), { minItems: needAreas.length }),
  findings: Type.Optional(personal('D3', Type.String())),
});

export const ProtectionPlanDrafted = event('best-interests.ProtectionPlanDrafted', 1, 'A plan was drawn up for the protection of the child, with who would care for it; it decides nothing, and the newest counts, which amends the one before.', {
  /** Who would care for the child. */
  care: Type.Enum([...careOptions]),
  measures: Type.Array(Type.Object({
    area,
    /** Who provides it; absent where only the profession is named. */
    providerRef: Type.Optional(reference),
    /** Whose work it is; absent in older records. */
    specialist: Type.Optional(Type.Enum([...professions])),
    by: Type.Optional(day),
    /** Whether it is to last beyond the first help; absent in older records, and where nobody says so. */
    longTerm: Type.Optional(Type.Boolean()),
  }, { additionalProperties: false }), { minItems: 1 }),
  /** The assessment from which the measures follow, one by one; absent where somebody named them. */
  fromAssessment: Type.Optional(eventId),
  note: Type.Optional(personal('D3', Type.String())),
});

export const needsEvents = [NeedsAssessed, ProtectionPlanDrafted] as const;
export type NeedsEvent = (typeof needsEvents)[number];
