/** Whose stream a command goes to: a child's record, the register of a place, what is between two states, or a service that is told of events. */
export const subjects = ['child', 'facility', 'corridor', 'consumer'] as const;
export type Subject = (typeof subjects)[number];

/** The subject of a stream, by its name. */
export function subjectOf(stream: string): Subject | undefined {
  return subjects.find((subject) => stream.startsWith(`${subject}-`));
}
