import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EntityTarget, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { ReadModels, type Answer } from '../../libs/event-store/read-model.js';
import type { Position } from '../../libs/event-store/port.js';
import type { Projection } from '../../libs/event-store/projection.js';
import { Problem } from './problem.js';

/** A page of a read model: some columns equal to what was asked for, further conditions, in the order of the key. */
export interface ListParts<Row extends ObjectLiteral> {
  readonly projection: Projection;
  readonly entity: EntityTarget<Row>;
  readonly equals: { readonly [property in keyof Row]?: string };
  readonly conditions: readonly { readonly sql: string; readonly values: ObjectLiteral }[];
  /** Properties that order the rows and name each of them. */
  readonly key: readonly (keyof Row & string)[];
  readonly after?: readonly (string | number)[];
  readonly limit: number;
  /** The answer includes everything up to here, or there is none. */
  readonly minPosition?: string;
}

export class ListOf<Row extends ObjectLiteral> extends Query<Answer<Row[]>> {
  constructor(readonly parts: ListParts<Row>) {
    super();
  }
}

const minPositionMsMax = 3_000;

@QueryHandler(ListOf)
export class ListHandler implements IQueryHandler<ListOf<ObjectLiteral>> {
  constructor(@Inject(ReadModels) private readonly readModels: ReadModels) {}

  async execute({ parts }: ListOf<ObjectLiteral>): Promise<Answer<ObjectLiteral[]>> {
    const { projection, minPosition } = parts;
    if (minPosition !== undefined) {
      const { reached, position } = await this.readModels.waitFor(projection.name, minPosition as Position, minPositionMsMax);
      if (!reached) throw behind(position, minPosition);
    }
    return this.readModels.read([projection], (manager) => rowsOf(manager.createQueryBuilder(parts.entity, 'row'), parts).getMany());
  }
}

function rowsOf(builder: SelectQueryBuilder<ObjectLiteral>, { equals, conditions, key, after, limit }: ListParts<ObjectLiteral>): SelectQueryBuilder<ObjectLiteral> {
  for (const [property, value] of Object.entries(equals)) if (value !== undefined) builder.andWhere(`row.${property} = :${property}`, { [property]: value });
  for (const { sql, values } of conditions) builder.andWhere(`(${sql})`, values);
  if (after) {
    builder.andWhere(`(${key.map((property) => `row.${property}`).join(', ')}) > (${key.map((_, index) => `:after${index}`).join(', ')})`,
      Object.fromEntries(after.map((value, index) => [`after${index}`, value])));
  }
  for (const property of key) builder.addOrderBy(`row.${property}`);
  return builder.limit(limit);
}

function behind(position: string | undefined, minPosition: string): Problem {
  return new Problem({
    status: 503, code: 'read-model-behind', title: 'The read model is not there yet',
    detail: 'The read model does not include the position in minPosition yet; "position" says how far it is. Ask again.',
    extensions: { position: position ?? null, minPosition }, headers: { 'Retry-After': '1' },
  });
}
