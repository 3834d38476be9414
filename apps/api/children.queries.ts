import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CaseFile } from '../../libs/case-file/case-file.js';
import type { Actor } from '../../libs/decider/actor.js';
import type { Fact } from '../../libs/decider/event.js';
import type { Subject } from '../../libs/decider/subject.js';
import type { Position } from '../../libs/event-store/port.js';
import { Replay, type DecisionEntry, type Duties, type HistoryEntry } from '../../libs/oversight/replay.js';

/** The questions about one child that are answered from the log alone. Whether the reader may ask was checked before. */

export class HistoryOf extends Query<readonly HistoryEntry[]> {
  /** @param facts those that were read already */
  constructor(readonly subjectId: string, readonly reader: Actor, readonly page: { from: number; limit: number; facts?: readonly Fact[] }, readonly subject: Subject = 'child') {
    super();
  }
}

@QueryHandler(HistoryOf)
export class HistoryHandler implements IQueryHandler<HistoryOf> {
  constructor(@Inject(Replay) private readonly replay: Replay) {}

  async execute({ subjectId, reader, page, subject }: HistoryOf) {
    const facts = page.facts ?? await this.replay.facts(`${subject}-${subjectId}`);
    return this.replay.history(facts, subjectId, reader, page, subject);
  }
}

export class DecisionsAbout extends Query<readonly DecisionEntry[]> {
  constructor(readonly childId: string, readonly reader: Actor, readonly knownAt?: Position) {
    super();
  }
}

@QueryHandler(DecisionsAbout)
export class DecisionsHandler implements IQueryHandler<DecisionsAbout> {
  constructor(@Inject(Replay) private readonly replay: Replay) {}

  execute({ childId, reader, knownAt }: DecisionsAbout) {
    return this.replay.decisions(childId, reader, knownAt);
  }
}

export class DutiesTowards extends Query<Duties> {
  constructor(readonly childId: string, readonly instants: { asOf: Date; knownAt?: Position }) {
    super();
  }
}

@QueryHandler(DutiesTowards)
export class DutiesHandler implements IQueryHandler<DutiesTowards> {
  constructor(@Inject(Replay) private readonly replay: Replay) {}

  execute({ childId, instants }: DutiesTowards) {
    return this.replay.duties(childId, instants);
  }
}

export class FileOf extends Query<CaseFile> {
  constructor(readonly childId: string, readonly knownAt?: Position) {
    super();
  }
}

@QueryHandler(FileOf)
export class FileHandler implements IQueryHandler<FileOf> {
  constructor(@Inject(Replay) private readonly replay: Replay) {}

  execute({ childId, knownAt }: FileOf) {
    return this.replay.file(childId, knownAt);
  }
}
