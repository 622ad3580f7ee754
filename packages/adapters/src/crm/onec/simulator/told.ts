/** How 1C refuses: a status, its own number of the error, and a text. */
import type { SimulatedAnswer } from '../../../testing/simulated-http.ts';

export class Told extends Error {
  readonly answer: SimulatedAnswer;

  constructor(answer: SimulatedAnswer) {
    super('1C refused');
    this.answer = answer;
  }
}

export const errorBody = (code: string, value: string): object => ({
  'odata.error': { code, message: { lang: 'ru', value } },
});

export const odataError = (status: number, code: string, text: string): Told =>
  new Told({ status, body: errorBody(code, text) });
