import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Position } from '../../libs/event-store/port.js';
import { ReadModels } from '../../libs/event-store/read-model.js';
import { queryWith, type Asked, type Found, type Question } from '../../libs/oversight/population.question.js';

/** A question with what it is asked with, up to a position of the log or to wherever the read models stand. */
export class Audit extends Query<Audited> {
  constructor(readonly question: Question, readonly asked: Omit<Asked, 'query' | 'position'>, readonly upTo: Position | '' | undefined) {
    super();
  }
}

export interface Audited extends Found {
  /** The position that the answer is true at. */
  readonly position: string;
  /** The read models do not include all that was asked for. */
  readonly behind: boolean;
  /** Children whose rows stand still since an event before that position that could not be taken in. */
  readonly leftOut: readonly string[];
}

@QueryHandler(Audit)
export class AuditHandler implements IQueryHandler<Audit> {
  constructor(@Inject(ReadModels) private readonly readModels: ReadModels) {}

  async execute({ question, asked, upTo }: Audit): Promise<Audited> {
    const { result, parked } = await this.readModels.read(question.reads, async (manager, serving = '' as Position) => {
      const position = upTo === undefined || upTo > serving ? serving : upTo;
      const found = await question.answer({ ...asked, position, query: queryWith(manager, { ...asked, position }) });
      return { ...found, position, behind: upTo !== undefined && upTo > serving };
    });
    const leftOut = parked.filter((one) => one.position <= result.position).map(({ key }) => key.replace(/^(child|refusals|oversight)-/, ''));
    return { ...result, leftOut: [...new Set(leftOut)].sort() };
  }
}
