/** Launchers and phones that need Node. */
export * from './asterisk.ts';
export * from './bot-call.ts';
export * from './cable.ts';
export * from './mail-server.ts';
export * from './sip-bot.ts';
export * from './sip-gate.ts';
export * from './vendure.ts';
export * from './vendure-shopper.ts';
