import { expect, test } from 'vitest';
import { openMicrophone } from './microphone.ts';

test.each([
  ['NotAllowedError', 'microphone-refused'],
  ['SecurityError', 'microphone-refused'],
  ['NotFoundError', 'microphone-missing'],
  ['NotReadableError', 'microphone-missing'],
])('%s of the browser is told as %s', async (name, code) => {
  const opening = openMicrophone(() => Promise.reject(new DOMException('', name)));
  await expect(opening).rejects.toMatchObject({ name: 'RingbackError', retryable: false, cause: { code } });
});
