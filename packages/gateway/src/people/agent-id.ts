/** An agent's id is his login, by which the settings name him; a login may have dots, an id may not. */
export function agentIdFor(login: string, taken: readonly { id: string }[]): string {
  const wanted = login.replaceAll('.', '_');
  const isTaken = (id: string) => taken.some((one) => one.id === id);
  let id = wanted;
  for (let nth = 2; isTaken(id); nth += 1) id = `${wanted.slice(0, 60)}-${nth}`;
  return id;
}
