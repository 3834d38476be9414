import { setAsideBy, ruling } from '../decider/annulment.js';
import { duty, on, onOther } from '../decider/duty.js';
import { MergedInto, MergeLapsed, SplitFrom } from './links.events.js';

export const linksDuties = [
  duty({
    code: 'RECORDS_SPLIT', holder: 'CASE_WORKER', ofRecord: true,
    promise: 'A record that was merged into another one is split from it where an appeal body sets the merge aside; no ruling parts them by itself.',
    basis: 'International Child Repatriation Guidelines, guarantee 4 (what an appeal body decides is carried out); CRC art. 8; the length is ours',
    // Also where the ruling is not final: until then nothing is decided in this record, and the other one counts it.
    starts: [onOther(ruling, (fact, { before }) => before.some(({ id, type }) => (type as string) === MergedInto.type && id === setAsideBy(fact)))],
    meets: [on(SplitFrom), on(MergeLapsed)],
    looksBackOn: [MergedInto.type],
  }),
];
