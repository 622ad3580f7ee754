/** A stored recording as a host of customers gets it: its bytes, and a page of ours where whoever may can listen to it. */
import type { CallRecording } from '@ringback/adapters';
import { type Call, RingbackError } from '@ringback/model';
import { createRecordingFiles, fileNameOf } from './files.ts';

export interface HostRecordingsOptions {
  folder: string;
  publicUrl: () => string;
}

export function createHostRecordings({ folder, publicUrl }: HostRecordingsOptions) {
  const files = createRecordingFiles(folder);
  return (id: string, { startedAt, recordings }: Call): CallRecording => {
    const format = recordings?.find((one) => one.id === id)?.format ?? 'wav';
    return {
      url: `${publicUrl()}/api/v1/recordings/${id}`,
      fileName: fileNameOf(startedAt, format),
      async read(signal) {
        const bytes = await files.size(id, format);
        if (bytes === undefined) throw new RingbackError('not-found', 'The recording was deleted meanwhile.');
        const chunks: Buffer[] = [];
        for await (const chunk of files.read(id, format, { start: 0, end: bytes - 1 })) {
          signal?.throwIfAborted();
          chunks.push(chunk as Buffer);
        }
        return Buffer.concat(chunks);
      },
    };
  };
}
