import { IsOptional } from 'class-validator';
import { Attest } from '../decider/command.js';
import { IsCode, IsReference, IsText } from '../decider/fields.js';
import { streamOfPlace } from '../decider/place.js';
import { signsOfLiberty } from './release.events.js';
import { placesOf, type Custodians } from './release.state.js';

export class AttestChildAtLiberty extends Attest('AttestChildAtLiberty', {
  summary: 'Certifies, as somebody independent of whoever held the child, that it was seen at liberty: no report of a release ends a custody for a gate.',
  by: ['CASE_WORKER', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'APPOINTING_AUTHORITY'],
  // Whoever runs a place holds those who are held in it, whether or not anybody says so.
  reads: (_, { state: { custodians } }: { readonly state: { readonly custodians: Custodians } }) => placesOf(custodians).map(streamOfPlace),
}) {
  @IsCode(signsOfLiberty)
  readonly shownBy!: (typeof signsOfLiberty)[number];

  @IsOptional() @IsReference()
  readonly documentRef?: string;

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}
