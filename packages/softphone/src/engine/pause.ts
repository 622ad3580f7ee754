/** Resolves after so many ms; rejects at once, and leaves no timer, when the call is gone. */
export async function pause(ms: number, gone: Promise<never>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([promise, gone]).finally(() => clearTimeout(timer));
}
