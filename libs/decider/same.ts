/**
 * Whether two decisions say the same in every field (ruling 38), in whatever order their fields were stored. Words that are sealed
 * by now equal no words, so that new words are a new decision.
 */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || Array.isArray(one) !== Array.isArray(other)) return false;
  const [ones, others] = [one, other] as Record<string, unknown>[];
  return [...new Set([...Object.keys(ones!), ...Object.keys(others!)])].every((field) => isSame(ones![field], others![field]));
}
