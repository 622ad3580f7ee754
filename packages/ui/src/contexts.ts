/** What a provider gives to the elements below it. Elements see these ports and nothing else. */
import { createContext } from '@lit/context';
import type { Backend, Locale, Phone } from '@ringback/model';

export const phoneContext = createContext<Phone | undefined>(Symbol.for('ringback.phone'));
export const backendContext = createContext<Backend | undefined>(Symbol.for('ringback.backend'));
export const localeContext = createContext<Locale | undefined>(Symbol.for('ringback.locale'));
