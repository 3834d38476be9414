import { IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { IsCode, IsDayOrInstant, IsPart, IsReference } from '../decider/fields.js';
import { orderKinds, type OrderKind } from './codes.js';

/** Parts that the bodies of more than one topic are made of. */

export class Organisation {
  @IsOptional() @IsReference()
  readonly orgRef?: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;
}

/** What an authority ordered, or says that it ordered. */
export class Order {
  @IsOptional() @IsReference()
  readonly ref?: string;

  @IsCode(orderKinds)
  readonly kind!: OrderKind;

  @IsOptional() @IsPart(() => Organisation)
  readonly issuedBy?: Organisation;

  @IsOptional() @IsDayOrInstant('past')
  readonly issuedAt?: string;
}
