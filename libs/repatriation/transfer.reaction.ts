import { corridorIn, corridorsTaken, streamOfCorridor } from '../decider/corridor.js';
import type { Fact } from '../decider/event.js';
import { childIn } from '../decider/kin.js';
import { reaction } from '../decider/reaction.js';
import { subjectOf } from '../decider/subject.js';
import { RecordCorridorChange } from './transfer.commands.js';

const changed = ({ stream, revision }: Fact) => ({ subject: stream, body: { corridor: corridorIn(stream), corridorRevision: revision } });
const ofCorridor = (fact: Fact) => (subjectOf(fact.stream) === 'corridor' ? changed(fact) : undefined);

/** What is suspended between two states halts every journey that is authorised on that way (A4, case 16; ruling 22). */
export const corridorChanged = reaction({
  name: 'corridor-changed', version: 3,
  tell: RecordCorridorChange,
  source: { kind: 'AUTHORITY_NOTICE', reliability: 'PROBABLE' },
  news: {
    'corridor.SuspensionDeclared': changed,
    'corridor.TransfersResumed': changed,
    'record.Corrected': ofCorridor,
    'record.Retracted': ofCorridor,
    'record.Disputed': ofCorridor,
  },
  concernedBy: ['repatriation.TransferAuthorised'],
  concerns: (fact) => [...corridorsTaken(fact)].map(([corridor, { revision: upTo }]) => ({ child: childIn(fact), subject: streamOfCorridor(corridor), upTo })),
});
