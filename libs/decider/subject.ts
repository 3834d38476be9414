/** Whose stream a command goes to: a child's record, the register of a place, or what is between two states. */
export const subjects = ['child', 'facility', 'corridor'] as const;
export type Subject = (typeof subjects)[number];

/** The subject of a stream, by its name. */
export function subjectOf(stream: string): Subject | undefined {
  return subjects.find((subject) => stream.startsWith(`${subject}-`));
}
