import { isOfEntitled, type Fact } from './event.js';

/** Whether the child says that an earlier event is not so, itself or by whomever it has its word brought: what rests on that event has to be done anew. */
export function isChildsWord(fact: Fact): boolean {
  const { type, data, meta } = fact as Fact & { readonly data: { readonly by?: string } };
  return (type as string) === 'record.Disputed' && isOfEntitled(fact) && (data.by === 'CHILD' || meta.recordedBy.role === 'CHILD');
}
