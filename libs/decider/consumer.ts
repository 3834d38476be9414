/**
 * A service that is told of events, by the subject of its tokens: words in small letters with dashes between them, such as school-service.
 * One word alone may be a slip, and what begins like the reference of a child is one.
 */
export function isConsumer(id: string): boolean {
  return id.length <= 40 && /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id) && !/^[0-9a-f]{8}-/.test(id);
}
