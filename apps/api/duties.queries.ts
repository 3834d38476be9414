import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ReadModels, type Answer } from '../../libs/event-store/read-model.js';
import { countsOf, tenDaysOf, type CountsAsked, type DutyCounts, type TenDays } from '../../libs/oversight/duties.counts.js';
import { duties } from '../../libs/oversight/duties.projection.js';

const questions = { 'counts': countsOf, 'ten-days': tenDaysOf } as const;
export type DutyQuestion = keyof typeof questions;

/** Figures over the duties, as the read model stands. */
export class DutyFigures extends Query<Answer<readonly (DutyCounts | TenDays)[]>> {
  constructor(readonly question: DutyQuestion, readonly asked: CountsAsked) {
    super();
  }
}

@QueryHandler(DutyFigures)
export class DutyFiguresHandler implements IQueryHandler<DutyFigures> {
  constructor(@Inject(ReadModels) private readonly readModels: ReadModels) {}

  execute({ question, asked }: DutyFigures): Promise<Answer<readonly (DutyCounts | TenDays)[]>> {
    return this.readModels.read<readonly (DutyCounts | TenDays)[]>([duties], (manager) => questions[question](manager, asked));
  }
}
