/** A service that is told of events, by the subject of its tokens. In small letters, and none that could be the reference of a child. */
export function isConsumer(id: string): boolean {
  return /^[a-z][a-z0-9-]{1,39}$/.test(id) && !/^[0-9a-f]{8}-/.test(id);
}
