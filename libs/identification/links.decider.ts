import { BadForm, NotApplicable } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Foreign, Weighing } from '../decider/gate.js';
import { streamOfChild, streamOfKeys, type SaidOfKeys } from '../decider/kin.js';
import type { Finding } from './finding.state.js';
import type { AttestDifferentChildren, AttestSameChild, MergeIdentity, RecordMergedRecord, RecordMergeLapsed, SplitIdentity } from './links.commands.js';
import type { LinksEvent } from './links.events.js';
import type { Links } from './links.state.js';

export type LinksCommand = AttestSameChild | AttestDifferentChildren | MergeIdentity | SplitIdentity | RecordMergedRecord | RecordMergeLapsed;

/** What is looked at of another child's record. */
type Other = Foreign<{ readonly finding: Finding; readonly links: Links } | undefined>;

export function decideLinks(command: LinksCommand, { mergedInto, merged }: Links, { childRef, foreign }: Weighing): readonly NewFact<LinksEvent>[] {
  switch (command.type) {
    case 'AttestSameChild':
    case 'AttestDifferentChildren': {
      const { recordRef, shownBy, documentRef, statement } = command;
      if (recordRef === childRef) throw new BadForm('recordRef', 'is another record');
      const type = command.type === 'AttestSameChild' ? 'identification.SameChildAttested' : 'identification.DifferentChildrenAttested';
      return [{ type, data: { recordRef, shownBy, documentRef, statement } }];
    }
    case 'MergeIdentity': {
      const { survivorRef } = command;
      if (survivorRef === childRef) throw new BadForm('survivorRef', 'is another record');
      if (!isOpen(foreign.get(streamOfChild(survivorRef)) as Other | undefined)) throw new NotApplicable('the other record is not that of a registered child, or was merged itself');
      // What is forgotten takes nothing in any more, and what is to be forgotten keeps nobody's record readable.
      const { disabled, destroyed, forgotten } = keysOf(survivorRef, foreign);
      if (disabled ?? destroyed ?? forgotten) throw new NotApplicable('the child of the other record is forgotten, or is to be: that has to be taken back first, or this record goes on by itself');
      return [{ type: 'identification.MergedInto', data: { survivorRef } }];
    }
    case 'SplitIdentity': {
      const { survivorRef } = command;
      if (mergedInto !== survivorRef) throw new NotApplicable('this record is not merged into that one');
      return [{ type: 'identification.SplitFrom', data: { survivorRef } }];
    }
    case 'RecordMergedRecord': {
      const { from } = command;
      const other = foreign.get(streamOfChild(from)) as Other | undefined;
      const known = merged.get(from);
      if (!other) return [];
      const { revision } = other;
      // Two persons merge and split: what was reported of that decision since, by whomever, does neither.
      if (asRecorded(other)?.links.mergedInto === childRef) return revision > (known ?? -1) ? [{ type: 'identification.IdentityMerged', data: { from, revision } }] : [];
      return known === undefined ? [] : [{ type: 'identification.IdentitySplit', data: { from, revision } }];
    }
    case 'RecordMergeLapsed': {
      const { survivorRef } = command;
      const { destroyed, forgotten } = keysOf(survivorRef, foreign);
      // A record that was forgotten together with the other one goes on nowhere.
      if (mergedInto !== survivorRef || forgotten === undefined || destroyed?.data.records.includes(childRef)) return [];
      return [{ type: 'identification.MergeLapsed', data: { survivorRef } }];
    }
  }
}

/** What was said of the keys of another child; nothing where nobody has said anything. */
function keysOf(child: string, foreign: Weighing['foreign']): SaidOfKeys {
  return (foreign.get(streamOfKeys(child)) as Foreign<SaidOfKeys> | undefined)?.state ?? {};
}

/** Registered and not merged, in every reading. */
function isOpen(other: Other | undefined): boolean {
  return other !== undefined && [other.state, ...other.otherwise ?? []].every((state) => state?.finding.registeredBy !== undefined && state.links.mergedInto === undefined);
}

/** The first of several readings is that of the record as it came. */
function asRecorded({ state, otherwise = [] }: Other): Other['state'] {
  return otherwise[0] ?? state;
}
