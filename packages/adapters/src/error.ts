import { type ErrorCode, RingbackError, type RingbackErrorOptions } from '@ringback/model';

/** What an adapter throws: which system said no, why, and whether trying again can help. */
export class AdapterError extends RingbackError {
  override readonly name = 'AdapterError';
  readonly system: string;

  constructor(system: string, code: ErrorCode, message: string, options: RingbackErrorOptions = {}) {
    super(code, message, options);
    this.system = system;
  }
}
