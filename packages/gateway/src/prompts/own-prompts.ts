/** The owner's own recordings: `<language>/<name>.wav`, or `<name>.wav` for all languages; put there by hand or at /admin. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locale, LOCALES, type OwnPrompt, RingbackError } from '@ringback/model';
import { RATE, samplesOf } from './wav.ts';

export interface OwnPrompts {
  list(): Promise<OwnPrompt[]>;
  /** `invalid` where it is no WAV that every PBX can play. */
  put(at: PromptPlace, wav: Buffer): Promise<OwnPrompt>;
  /** `not-found` where there is none. */
  read(at: PromptPlace): Promise<Buffer>;
  /** `not-found` where there is none. */
  remove(at: PromptPlace): Promise<void>;
}

export interface PromptPlace {
  /** `all`: for whatever language has none of its own. */
  language: Locale | 'all';
  name: string;
}

export function createOwnPrompts(folder: string): OwnPrompts {
  const folderOf = (language: PromptPlace['language']) =>
    language === 'all' ? folder : join(folder, language);
  const pathOf = ({ language, name }: PromptPlace) => join(folderOf(language), `${name}.wav`);

  async function of(language: PromptPlace['language']): Promise<OwnPrompt[]> {
    const files = (await readdir(folderOf(language)).catch(() => [])).filter((file) => file.endsWith('.wav'));
    const read = async (file: string): Promise<OwnPrompt> => {
      const name = file.slice(0, -'.wav'.length);
      const samples = samplesOf(await readFile(join(folderOf(language), file)));
      return { language, name, ...(samples ? { seconds: secondsOf(samples) } : {}) };
    };
    return Promise.all(files.sort().map(read));
  }

  return {
    list: async () => (await Promise.all((['all', ...LOCALES] as const).map(of))).flat(),
    async put(at, wav) {
      const samples = samplesOf(wav);
      if (!samples || samples.length === 0) {
        throw new RingbackError('invalid', 'This is no sound that a PBX can play.', {
          hint: 'Save it as WAV of 16 bit and one channel, with 8000 Hz or more.',
        });
      }
      await mkdir(folderOf(at.language), { recursive: true });
      // Whole or not at all: a caller may be waiting for it.
      const writing = `${pathOf(at)}.part`;
      await writeFile(writing, wav);
      await rename(writing, pathOf(at));
      return { ...at, seconds: secondsOf(samples) };
    },
    read: (at) => readFile(pathOf(at)).catch(isNotThere),
    remove: (at) => rm(pathOf(at)).catch(isNotThere),
  };
}

function isNotThere(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ENOENT') throw error;
  throw new RingbackError('not-found', 'There is no such recording.');
}

const secondsOf = (samples: Int16Array): number => Number((samples.length / RATE).toFixed(1));
