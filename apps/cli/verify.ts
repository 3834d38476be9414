import { openCheckpoint } from '../../libs/transparency/note.js';
import { verifyLog } from '../../libs/transparency/verify.js';
import { progressBar } from './progress-bar.js';
import type { System } from './system.js';

/** Holds the whole log to what was signed of it and to what somebody kept. @throws CheckpointRefused */
export async function verifyTheLog(
  { checkpoints }: Pick<System, 'checkpoints'>, { key, checkpoint }: { readonly key?: string; readonly checkpoint?: string },
  say: (line: string) => void, report: (faults: readonly string[], otherwise: string) => void,
): Promise<void> {
  const { tree } = checkpoints;
  const signed = await checkpoints.all();
  const verifier = key ?? signed.at(-1)?.verifier;
  if (verifier === undefined) return report([], 'No checkpoint was signed yet: there is nothing to hold the log to.');
  const kept = checkpoint === undefined ? [] : [openCheckpoint(checkpoint, verifier)];
  const bar = progressBar('verified', await tree.size(), process.stderr);
  const { events, root, checkpoints: fitting, faults } = await verifyLog({ store: tree.readsFrom, tree, signed, kept, verifier }, (done) => bar.show(done));
  bar.end();
  say(`${events} events, root ${root.toString('base64')}, by the key ${verifier}`);
  report(faults, `The log is what it was at each of ${fitting} checkpoints; the last was of ${signed.at(-1)?.size ?? kept[0]?.size ?? 0} events.`);
}
