/** The baseline: JsSIP registered in an empty page, noting when it tells of a call. */
import type { SipCredential } from '@ringback/model';
import JsSIP from 'jssip';

Object.assign(window, {
  register: (credential: SipCredential): Promise<void> =>
    new Promise((resolve, reject) => {
      const ua = new JsSIP.UA({
        sockets: credential.servers.map((server) => new JsSIP.WebSocketInterface(server)),
        uri: credential.uri,
        authorization_user: credential.authorizationUser,
        password: credential.password,
        session_timers: false,
      });
      const marks = (window as unknown as { benchMarks: { event: number | null } }).benchMarks;
      ua.on('newRTCSession', () => (marks.event ??= performance.timeOrigin + performance.now()));
      ua.on('registered', () => resolve());
      ua.on('registrationFailed', ({ cause }) => reject(new Error(cause ?? 'registration failed')));
      ua.start();
    }),
});
