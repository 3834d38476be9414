import { Record as Report } from '../decider/command.js';
import { IsPlaceRef, IsWhole } from '../decider/fields.js';
import { streamOfPlace } from '../decider/place.js';

export class RecordStayPlaceChange extends Report('RecordStayPlaceChange', {
  summary: 'Reports that the register of a place has changed where the child stays, stayed or is expected; what it says is copied from there.',
  by: ['SERVICE'], constructive: true,
  // As it stood then, so that a copy that comes late is the one that would have come at once.
  reads: ({ facilityRef, facilityRevision }: { facilityRef: string; facilityRevision: number }) => [{ stream: streamOfPlace(facilityRef), upTo: facilityRevision }],
}) {
  @IsPlaceRef()
  readonly facilityRef!: string;

  /** Revision of the place's stream up to which its register is copied. */
  @IsWhole(0, 100_000)
  readonly facilityRevision!: number;
}
