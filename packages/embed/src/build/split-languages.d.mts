import type { Plugin } from 'vite';

export function splitLanguages(options: { loader: string; early: RegExp }): Plugin;
export function oneLanguage(): Plugin;
