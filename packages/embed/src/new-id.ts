/** 32 random hex digits. Not `crypto.randomUUID`: panels on plain http have none. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
