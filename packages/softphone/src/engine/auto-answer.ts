/** Ways in which a PBX asks a phone to pick up by itself. */
interface Headers {
  getHeader(name: string): string | undefined;
}

/** `X-Ringback-Auto-Answer: 1`, `P-Auto-answer: normal` (RFC 5373 and its kin), `Call-Info: …;answer-after=0` (Asterisk, 3CX), `Alert-Info: …;info=alert-autoanswer` and its kin. */
export function asksToAutoAnswer(request: Headers): boolean {
  const own = request.getHeader('X-Ringback-Auto-Answer');
  if (own !== undefined) return /^\s*(1|yes|true)\b/i.test(own);
  return (
    /^\s*normal\b/i.test(request.getHeader('P-Auto-answer') ?? '') ||
    /answer-after\s*=\s*0\b/i.test(request.getHeader('Call-Info') ?? '') ||
    /(alert-autoanswer|auto\s*answer|answer-after\s*=\s*0\b)/i.test(request.getHeader('Alert-Info') ?? '')
  );
}
