import { IsOptional } from 'class-validator';
import { IsCode, IsDayOrInstant, IsPart, IsReference } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { orderKinds, type OrderKind } from './codes.js';

/** Parts that the bodies of more than one topic are made of. */

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
